"""Lists being imported: drafts that register nothing until somebody confirms."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.individuals import Individual
from cases.spreadsheets.headers import Target
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy
from partners.retention import RETENTION

# Of a job that has said nothing for so long, somebody may believe that it has stopped.
SILENCE = timedelta(minutes=1)


def last_moment() -> datetime:
    """The moment after which the draft is gone for everybody."""
    longest = RETENTION[Category.IMPORTS].longest
    assert longest is not None
    return timezone.now() + longest


@history(
    Category.IMPORTS,
    exclude=[
        "created_at",
        "sheets",
        "columns",
        "answers",
        "planned",
        "handled",
        "stage",
        "cursor",
        "heard_at",
    ],
)
class ListImport(Protected):
    """One file that somebody wants to read in. The file itself is never kept.

    `sheets` names its sheets; `columns` says what each column of the chosen sheet is about;
    `answers` are decisions for all rows. `handled` of `planned` steps are done by the running job,
    `heard_at` is when it last said so, and `stage` and `cursor` are where it goes on.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be told")
        MAPPED = "mapped", _("rows being read")
        PREVIEWED = "previewed", _("to be looked through")
        CONFIRMED = "confirmed", _("waiting to be read in")
        RUNNING = "running", _("being read in")
        INTERRUPTED = "interrupted", _("interrupted")
        DONE = "done", _("read in")
        DISCARDED = "discarded", _("discarded")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.UPLOADED: frozenset({State.MAPPED, State.DISCARDED}),
        State.MAPPED: frozenset({State.MAPPED, State.PREVIEWED, State.DISCARDED}),
        State.PREVIEWED: frozenset({State.MAPPED, State.CONFIRMED, State.DISCARDED}),
        State.CONFIRMED: frozenset({State.RUNNING, State.INTERRUPTED}),
        State.RUNNING: frozenset({State.DONE, State.INTERRUPTED}),
        State.INTERRUPTED: frozenset({State.CONFIRMED}),
        State.DONE: frozenset(),
        State.DISCARDED: frozenset(),
    }
    UNDER_WAY = (State.MAPPED, State.CONFIRMED, State.RUNNING)

    file_name = models.CharField(_("file"), max_length=120)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=0)
    header_row = models.PositiveIntegerField(_("row with headings"), default=0)
    columns = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    subject_category = models.CharField(
        _("category of person"), max_length=10, choices=Individual.SubjectCategory, blank=True
    )
    purpose = models.CharField(_("purpose of registration"), max_length=300, blank=True)
    supervised_from = models.DateField(_("supervision from, when the list is silent"), null=True)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    planned = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    stage = models.PositiveSmallIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(_("kept until"), default=last_moment)

    class Meta:
        verbose_name = _("list being imported")
        verbose_name_plural = _("lists being imported")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.IMPORTS, expires="kept_until"),
            models.CheckConstraint(
                name="import_confirmed_by_somebody",
                condition=(Q(confirmed_by__isnull=False) & Q(confirmed_at__isnull=False))
                | Q(confirmed_at__isnull=True, confirmed_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("cases:import", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_silent(self) -> bool:
        """A job was started and has not been heard of for a while."""
        heard = self.heard_at or self.created_at
        return self.is_under_way and heard < timezone.now() - SILENCE

    @property
    def rows_planned(self) -> int:
        """While rows are looked through, each is done twice."""
        return self.planned // 2 if self.state == self.State.MAPPED else self.planned

    @property
    def rows_done(self) -> int:
        return self.handled // 2 if self.state == self.State.MAPPED else self.handled

    @property
    def told(self) -> frozenset[str]:
        """What the columns of the list are about."""
        return frozenset(self.columns) & frozenset(Target.values)


class ImportRowQuerySet(ProtectedQuerySet["ImportRow"]):
    def of(self, list_import: ListImport) -> "ImportRowQuerySet":
        """The rows of the chosen sheet, below its headings."""
        return self.filter(
            list_import=list_import, sheet=list_import.sheet, number__gt=list_import.header_row
        )

    def by_state(self) -> dict[str, int]:
        """How many rows are in each state, asked once."""
        states = ImportRow.State.values
        return self.order_by().aggregate(
            **{state: Count("id", filter=Q(state=state)) for state in states}
        )


class ImportRow(Protected):
    """One row of the list: what stood there, what it means, and what becomes of it.

    `typed` and `decisions` are somebody's corrections; `cells` are empty once the row is read in,
    and so are those of columns about groups from the beginning.
    """

    class State(models.TextChoices):
        UNREAD = "unread", _("not read yet")
        READY = "ready", _("ready to be read in")
        NEEDS_DECISION = "needs_decision", _("needs a decision")
        REFUSED = "refused", _("stopped")
        SKIPPED = "skipped", _("skipped")
        IMPORTED = "imported", _("read in")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(
            (State.UNREAD, State.READY, State.NEEDS_DECISION, State.REFUSED, State.SKIPPED),
            frozenset({State.READY, State.NEEDS_DECISION, State.REFUSED, State.SKIPPED}),
        ),
        State.IMPORTED: frozenset(),
    }
    TRANSITIONS[State.READY] |= {State.IMPORTED}

    class Plan(models.TextChoices):
        """What happens to the supervision when the row is read in."""

        NONE = "", _("no supervision")
        NEW = "new", _("new supervision")
        CHANGE = "change", _("changed supervision")

    list_import = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=0)
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    typed = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    identity = models.CharField(max_length=12, blank=True)
    name_key = models.CharField(max_length=400, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.UNREAD)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    plan = models.CharField(_("supervision"), max_length=6, choices=Plan, blank=True)
    individual = models.ForeignKey(
        Individual, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    is_new_person = models.BooleanField(default=False)
    kept_until = models.DateTimeField(_("kept until"), default=last_moment)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of a list")
        ordering = ["number"]
        constraints = [
            RowPolicy(Category.IMPORTS, subject="individual", expires="kept_until"),
            models.UniqueConstraint(
                fields=["owner", "list_import", "sheet", "number"], name="import_row_numbered_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["list_import", "sheet", "state", "number"], name="import_row_in_state"
            ),
            models.Index(fields=["list_import", "identity"], name="import_row_identity"),
            models.Index(fields=["list_import", "name_key"], name="import_row_name"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]


class ColumnMapping(Protected):
    """What the agency's lists mean by a heading, remembered from the last time."""

    heading = models.CharField(_("heading"), max_length=100)
    target = models.CharField(_("is about"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")
        ordering = ["heading"]
        constraints = [
            RowPolicy(Category.IMPORTS),
            models.UniqueConstraint(fields=["owner", "heading"], name="heading_remembered_once"),
        ]

    def __str__(self) -> str:
        return self.heading
