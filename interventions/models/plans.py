"""The plan of a call-in: what has to be done by when, and which groups it is to reach."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup
from interventions.models.callins import CallIn
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


class MilestoneQuerySet(ProtectedQuerySet["Milestone"]):
    def changeable(self) -> "MilestoneQuerySet":
        """Of call-ins that the agency leads and whose list is open."""
        return self.own().filter(call_in__closed_at__isnull=True)

    def waiting(self) -> "MilestoneQuerySet":
        """Not done, of those; the ones that are due first."""
        return self.changeable().filter(done_on__isnull=True).order_by("due_on", "kind")


@history(Category.CALL_IN_PLAN)
class Milestone(Protected):
    """One thing that has to be done before the day; there is one of each kind. Names no client."""

    class Kind(models.TextChoices):
        VENUE = "venue", _("Venue booked")
        SPEAKERS = "speakers", _("Speakers asked")
        LIST = "list", _("List decided")
        LEGAL_CHECK = "legal_check", _("Legal ground of each summons checked")
        SUMMONSES = "summonses", _("Summonses sent")
        RISK_ASSESSMENT = "risk_assessment", _("Risks assessed")
        SCRIPT = "script", _("Script written")
        TRANSPORT = "transport", _("Travel and pick-up arranged")
        MEDIA = "media", _("Answers to the media agreed")
        PLAN_B = "plan_b", _("Plan B, if something happens before")
        REHEARSAL = "rehearsal", _("Rehearsed")

    # Weeks before the day. The only place that says so.
    WEEKS: ClassVar[dict[str, int]] = {
        Kind.VENUE: 8,
        Kind.SPEAKERS: 6,
        Kind.LIST: 6,
        Kind.LEGAL_CHECK: 5,
        Kind.SUMMONSES: 4,
        Kind.RISK_ASSESSMENT: 3,
        Kind.SCRIPT: 3,
        Kind.TRANSPORT: 2,
        Kind.MEDIA: 2,
        Kind.PLAN_B: 2,
        Kind.REHEARSAL: 1,
    }
    # What was done for one day is not done for another: to be done anew when the day is moved.
    BOUND_TO_THE_DAY: ClassVar[frozenset[str]] = frozenset({
        Kind.VENUE, Kind.SPEAKERS, Kind.LEGAL_CHECK, Kind.SUMMONSES, Kind.TRANSPORT,
        Kind.REHEARSAL,
    })  # fmt: skip

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "kind"]
        constraints = [
            RowPolicy(Category.CALL_IN_PLAN),
            models.UniqueConstraint(
                fields=["owner", "call_in", "kind"], name="milestone_once_per_call_in"
            ),
            models.CheckConstraint(
                name="done_milestone_has_a_name",
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_done(self) -> bool:
        return self.done_on is not None


@history(Category.CALL_IN_PLAN)
class TargetGroup(Protected):
    """A group that the message is to reach by this call-in; by code, and nobody in it."""

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="target_groups")
    group = models.ForeignKey(CriminalGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("group to reach")
        verbose_name_plural = _("groups to reach")
        ordering = ["group__sort_key", "id"]
        constraints = [
            RowPolicy(Category.CALL_IN_PLAN),
            models.UniqueConstraint(
                fields=["owner", "call_in", "group"], name="target_once_per_call_in"
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)
