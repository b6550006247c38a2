"""Disclosures: what one agency hands to another, row by row, on a legal basis (domain §3.5)."""

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from partners.mandates import Category
from partners.models.agencies import Agency
from partners.models.bases import LegalBasis
from partners.models.protected import Protected, ProtectedQuerySet, history
from partners.models.users import User
from partners.policies import RowPolicy


class DisclosureQuerySet(ProtectedQuerySet["Disclosure"]):
    def of(self, agency_id: int) -> "DisclosureQuerySet":
        return self.filter(owner=agency_id)

    def to(self, agency_id: int) -> "DisclosureQuerySet":
        return self.filter(recipient=agency_id)

    def to_decide(self) -> "DisclosureQuerySet":
        return self.filter(state=Disclosure.State.REQUESTED)

    def in_force(self) -> "DisclosureQuerySet":
        """By the database's clock, like the grants."""
        return self.filter(state=Disclosure.State.DISCLOSED, valid_until__gt=Now())

    def lapsed(self) -> "DisclosureQuerySet":
        """Ended before their time, because a row was changed."""
        return self.filter(state=Disclosure.State.LAPSED, valid_until__gt=Now())

    def to_decide_again(self) -> "DisclosureQuerySet":
        """Lapsed, and not asked for anew since."""
        anew = DisclosureItem.objects.filter(
            object_pk=OuterRef("object_pk"),
            disclosure__recipient=OuterRef(OuterRef("recipient")),
            disclosure__created_at__gt=OuterRef(OuterRef("ended_at")),
        )
        items = DisclosureItem.objects.filter(disclosure=OuterRef("pk"))
        return self.lapsed().exclude(Exists(items.filter(Exists(anew))))


@history(Category.DISCLOSURES)
class Disclosure(Protected):
    """Requested, then decided by somebody else, then over. Refusals are kept without content."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        DISCLOSED = "disclosed", _("disclosed")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.REQUESTED: frozenset({State.DISCLOSED, State.REFUSED}),
        State.DISCLOSED: frozenset({State.LAPSED, State.WITHDRAWN}),
        State.REFUSED: frozenset(),
        State.LAPSED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    recipient = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, related_name="+", verbose_name=_("legal basis")
    )
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    valid_until = models.DateTimeField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-created_at"]
        constraints = [
            RowPolicy(Category.DISCLOSURES),
            models.CheckConstraint(
                name="disclosure_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="disclosure_to_another", condition=~Q(recipient=F("owner"))
            ),
            models.CheckConstraint(
                name="disclosure_decision_has_a_decider",
                condition=Q(state="requested", decided_by__isnull=True)
                | (~Q(state="requested") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]


class DisclosureItem(Protected):
    """One row that the disclosure covers, as it stood when it was asked for.

    `version` fingerprints the row the decision is about; if the row has changed since, there is
    nothing to decide and the owner asks anew.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="items")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_pk = models.UUIDField()
    version = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("disclosed row")
        verbose_name_plural = _("disclosed rows")
        ordering = ["created_at"]
        constraints = [
            RowPolicy(Category.DISCLOSURES),
            models.UniqueConstraint(fields=["disclosure", "object_pk"], name="disclosed_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_pk}"


@history(Category.DISCLOSURE_ASSESSMENT)
class DisclosureAssessment(Protected):
    """Why it is needed, what harm it may do, whether it is proportionate. Stays with the owner."""

    disclosure = models.OneToOneField(
        Disclosure, on_delete=models.CASCADE, related_name="assessment"
    )
    need = models.TextField(_("need"), max_length=4000)
    harm = models.TextField(_("harm"), max_length=4000)
    proportionality = models.TextField(_("proportionality"), max_length=4000)
    decision_reason = models.TextField(_("reason for the decision"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("harm test")
        verbose_name_plural = _("harm tests")
        constraints = [RowPolicy(Category.DISCLOSURE_ASSESSMENT)]

    def __str__(self) -> str:
        return self.need[:60]
