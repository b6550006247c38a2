"""Custom notifications: one talk, planned with other agencies, that gives one message."""

import secrets
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, Incident
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy

TEAM = "notification_team"
LABEL = "interventions.notification"
ON_TEAM = ("notification", LABEL, TEAM)

# No 0, 1, I or O: the reference is read aloud over the telephone.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_reference() -> str:
    """Says nothing of how many there are, nor of when or whom."""
    return "S-" + "".join(secrets.choice(LETTERS) for _place in range(5))


class NotificationQuerySet(ProtectedQuerySet["Notification"]):
    def under_way(self) -> "NotificationQuerySet":
        """Not closed: something is still to be done about them."""
        return self.exclude(state=Notification.State.CLOSED).order_by("planned_at", "id")

    def over(self) -> "NotificationQuerySet":
        return self.filter(state=Notification.State.CLOSED).order_by("-planned_at", "id")

    def told(self) -> "NotificationQuerySet":
        """With person, group and incident, where those may be read."""
        return self.select_related("owner", "group", "incident", "person")

    def coming(self) -> "NotificationQuerySet":
        return self.filter(state__in=Notification.COMING).order_by("planned_at", "id")

    def waiting_for(self, user: User) -> "NotificationQuerySet":
        """Own ones where a second person is to look, and the user is not the first: a plan with
        its safety plan, or how it went."""
        planned = Q(state=Notification.State.PLANNED, safety_plan__isnull=False)
        wrote = Q(planned_by=user) | Q(safety_plan__written_by=user)
        told = Q(outcome__isnull=False, outcome__reviewed_by__isnull=True)
        waiting = (planned & ~wrote) | (told & ~Q(outcome__recorded_by=user))
        return self.own().filter(waiting).order_by("planned_at", "id")

    def of_team(self, user: User) -> "NotificationQuerySet":
        """Those whose team the user is on."""
        return self.filter(team__user=user, team__left_at__isnull=True)


@history(Category.NOTIFICATION_PLAN)
class Notification(Protected):
    """Why, when and how one person or group is told; whom it is about stands in a row of its own.

    The place is a kind and never an address. JO 1188-2020: social services enter nobody's home
    without a real consent.
    """

    class Trigger(models.TextChoices):
        PRE_EMPTIVE = "pre_emptive", _("to prevent violence")
        INCIDENT = "incident", _("after an incident")
        RELEASE = "release", _("release from custody or prison")
        NEW_LEADER = "new_leader", _("somebody new leads the group")
        ABSENTEE = "absentee", _("did not come to a call-in")
        NOT_TOLD = "not_told", _("the group has not heard the message")

    class Place(models.TextChoices):
        HOME = "home", _("at home")
        PROBATION = "probation_office", _("at a probation office")
        CUSTODY = "custody", _("in custody or prison")
        NEUTRAL = "neutral", _("neutral place")
        OTHER = "other", _("another place")

    class Voluntariness(models.TextChoices):
        FREE = "free", _("free to decline and to leave")
        APPOINTMENT = "appointment", _("at an appointment, but free to decline the talk")
        CUSTODY = "custody", _("deprived of liberty, but free to decline the talk")

    class Children(models.TextChoices):
        NO = "no", _("no")
        YES = "yes", _("yes")
        UNKNOWN = "unknown", _("not known")

    class State(models.TextChoices):
        PLANNED = "planned", _("being planned")
        APPROVED = "approved", _("approved to be carried out")
        CARRIED_OUT = "carried_out", _("carried out")
        ABORTED = "aborted", _("called off")
        CLOSED = "closed", _("closed")

    # What was approved and then changed is planned anew.
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.PLANNED: frozenset({State.APPROVED, State.ABORTED}),
        State.APPROVED: frozenset({State.PLANNED, State.CARRIED_OUT, State.ABORTED}),
        State.CARRIED_OUT: frozenset({State.CLOSED}),
        State.ABORTED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }
    COMING: ClassVar[frozenset[str]] = frozenset({State.PLANNED, State.APPROVED})

    reference = models.CharField(_("reference"), max_length=8, default=new_reference)
    trigger = models.CharField(_("why now"), max_length=15, choices=Trigger)
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("incident"),
    )
    group = models.ForeignKey(
        CriminalGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("group"),
    )
    purpose = models.TextField(_("desired outcome"), max_length=500)
    planned_at = models.DateTimeField(_("when"))
    place = models.CharField(_("place"), max_length=20, choices=Place)
    gathering = models.CharField(_("where the team gathers"), max_length=120, blank=True)
    announced = models.BooleanField(_("announced beforehand"), default=False)
    voluntariness = models.CharField(_("voluntariness"), max_length=15, choices=Voluntariness)
    consent_to_enter = models.BooleanField(_("consent to enter the home"), default=False)
    children_present = models.CharField(
        _("children expected to be there"), max_length=10, choices=Children
    )
    phone = models.CharField(
        _("telephone number handed over"),
        max_length=20,
        validators=[
            RegexValidator(r"^\+?[0-9][0-9 -]{3,18}$", _("Write digits, for example 040-12 34 56."))
        ],
    )
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("custom notification")
        verbose_name_plural = _("custom notifications")
        ordering = ["planned_at", "id"]
        permissions = [(TEAM, "Sees exactly this notification")]
        constraints = [
            RowPolicy(Category.NOTIFICATION_PLAN, duty=("id", LABEL, TEAM)),
            models.UniqueConstraint(
                fields=["owner", "reference"], name="notification_reference_once"
            ),
            models.CheckConstraint(
                name="notification_after_an_incident_names_it",
                condition=~Q(trigger="incident") | Q(incident__isnull=False),
            ),
            models.CheckConstraint(
                name="consent_beforehand_is_announced",
                condition=Q(consent_to_enter=False) | Q(announced=True),
            ),
            models.CheckConstraint(
                name="closed_notification_has_a_name",
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("interventions:notification", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_coming(self) -> bool:
        return self.state in self.COMING

    @property
    def is_late(self) -> bool:
        """The time has passed, and nobody has said how it went."""
        return self.is_coming and self.planned_at < timezone.now()

    @property
    def whom(self) -> Any:
        """The person, where there is one and the one who is looking may know."""
        return getattr(self, "person", None)

    def move(self, state: str, **also: Any) -> bool:
        """From where it was when it was read; False when somebody else was first."""
        before, moved = self.state, {"state": state, **also}
        still_there = Notification.objects.filter(pk=self.pk, state=before)
        if not self.may_become(state) or not still_there.update(**moved):
            return False
        for field, value in moved.items():
            setattr(self, field, value)
        return True
