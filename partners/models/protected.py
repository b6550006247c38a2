"""What every protected row has: an unguessable id, one owner, and a reading that is logged."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any, Self

import pghistory
from django.db import connection, models, transaction
from django.db.models import Func, Value
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from partners import access_log, audience
from partners.mandates import Category
from partners.models.agencies import Agency
from partners.policies import HistoryPolicy, RowPolicy, policy_of


class ProtectedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows of one category; which of them can be seen at all is the policy's to say."""

    def own(self) -> Self:
        """Those of the agency that is looking: to choose from and to work on, never to hide."""
        return self.filter(owner=audience.current().agency_id)


class Protected(models.Model):
    """A row of one information category that one agency answers for.

    The owner is whoever creates it. Loading a row tells the access log; which rows can be loaded
    is decided by the policy in the model's Meta, never here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Agency, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new row belongs to the one agency that is looking, unless a duty says whose it is."""
        if self._state.adding and self.owner_id is None:
            self.owner_id = audience.current().agency_id
        super().save(*args, **kwargs)

    @classmethod
    def from_db(  # type: ignore[override]
        cls,
        db: str | None,
        field_names: Collection[Any],
        values: Sequence[Any],
        *,
        fetch_mode: Any = None,
    ) -> Self:
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        access_log.register(cls._meta.label_lower, row.pk, row.subject_id())
        return row

    @classmethod
    def information_category(cls) -> Category:
        policy = policy_of(cls)
        assert policy is not None
        return Category(policy.category)

    @property
    def is_draft(self) -> bool:
        """A draft is its owner's alone, and is never handed over."""
        return False

    def subject_id(self) -> uuid.UUID | None:
        """The person this row is about, if it is about one."""
        policy = policy_of(type(self))
        if not isinstance(policy, RowPolicy) or not policy.subject:
            return None
        column = self._meta.get_field(policy.subject).attname  # type: ignore[union-attr]
        return self.__dict__.get(column)

    def expire(self) -> bool:
        """A row with an end of its own is gone at once for everybody; True if it was there.

        An ordinary update cannot do this: the row it leaves behind would no longer be visible.
        """
        policy = policy_of(type(self))
        assert isinstance(policy, RowPolicy)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT partners_expire(%s, %s, %s)",
                [self._meta.label_lower, self.pk, policy.expires],
            )
            return bool(cursor.fetchone()[0])

    @transaction.atomic
    def purge(self) -> None:
        """The row and its whole history are gone; that it was done stays in the access log.

        Only where the mandate lets the one who is looking erase what the own agency owns. Rows
        that point at it go first: the database leaves none pointing at nothing.
        """
        label = self._meta.label_lower
        with connection.cursor() as cursor:
            cursor.execute("SELECT partners_purge(%s, %s)", [label, self.pk])
        connection.check_constraints()
        access_log.note_erased(label, self.pk)

    @transaction.atomic
    def purge_everything_about(self) -> None:
        """A person is gone, with every row the owner has about the person, and all their past."""
        label = self._meta.label_lower
        with connection.cursor() as cursor:
            cursor.execute("SELECT label, pk FROM partners_purge_subject(%s, %s)", [label, self.pk])
            gone = cursor.fetchall()
        connection.check_constraints()
        for row in (*gone, (label, self.pk)):
            access_log.note_erased(*row)


class _Setting(Func):
    """A value the audience set for this transaction."""

    function = "current_setting"
    output_field = models.TextField()


def _setting(name: str) -> NullIf:
    return NullIf(_Setting(Value(name), Value(True)), Value(""))


class History(Event):
    """One change of a protected row: who, on whose behalf, doing what. For the owner alone."""

    pgh_user = models.UUIDField(
        null=True, db_default=Cast(_setting("audience.user"), models.UUIDField())
    )
    pgh_operation = models.TextField(  # noqa: DJ001 - NULL is: done by the owner role
        null=True, db_default=_setting("audience.operation")
    )

    class Meta:
        abstract = True


def history(category: Category, *, exclude: list[str] | None = None) -> Any:
    """Keep the history of a protected model, under the same category and for its owner."""

    def keep(model: type[Protected]) -> type[Protected]:
        policy = policy_of(model)
        subject = policy.subject if isinstance(policy, RowPolicy) else ""
        gate = HistoryPolicy(category, subject="pgh_obj" if subject == "id" else subject)
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            context_field=None,  # type: ignore[arg-type]
            base_model=History,
            exclude=exclude or ["created_at"],
            meta={
                "constraints": [gate],
                "indexes": [models.Index(fields=["pgh_obj", "pgh_id"])],
            },
        )
        kept: type[Protected] = track(model)
        return kept

    return keep
