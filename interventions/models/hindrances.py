"""Hindrances: what somebody who is called says keeps them from coming."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class Hindrance(Protected):
    """Reported, and then accepted as a valid reason or not. One waits at a time."""

    class Reason(models.TextChoices):
        """A closed list: what it says of health or family stays as short as this."""

        ILLNESS = "illness", _("ill")
        FAMILY = "family", _("illness or death in the family")
        CHILD = "child", _("care of a child")
        WORK = "work", _("work or education")
        CUSTODY = "custody", _("deprived of liberty")
        COURT = "court", _("another call from a court or authority")
        TRANSPORT = "transport", _("cannot get there")
        AFRAID = "afraid", _("afraid to come")
        OTHER = "other", _("another reason")

    class State(models.TextChoices):
        REPORTED = "reported", _("reported")
        ACCEPTED = "accepted", _("accepted as valid")
        REJECTED = "rejected", _("not accepted as valid")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.REPORTED: frozenset({State.ACCEPTED, State.REJECTED}),
        State.ACCEPTED: frozenset(),
        State.REJECTED: frozenset(),
    }

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="hindrances")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    reported_to = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported to")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REPORTED)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("hindrance")
        verbose_name_plural = _("hindrances")
        ordering = ["-reported_at"]
        constraints = [
            RowPolicy(Category.CANDIDATES),
            models.UniqueConstraint(
                fields=["owner", "candidate"],
                condition=Q(state="reported"),
                name="one_hindrance_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="decided_hindrance_has_a_name",
                condition=Q(state="reported", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="reported") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]
