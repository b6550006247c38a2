"""Candidates of a call-in: who may be called, and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Individual, Supervision
from interventions.models.callins import CallIn
from interventions.models.doors import DoorCard
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import ProtectedQuerySet, history
from partners.policies import RowPolicy


def _among(states: frozenset[str], *, or_to: set[str]) -> dict[str, frozenset[str]]:
    """From each of them to every other, and to those."""
    return {one: (states - {one}) | or_to for one in states}


@history(Category.CANDIDATES)
class Candidate(Protected):
    """A client who may be called to this meeting; client and group stand apart here too."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        UNDER_REVIEW = "under_review", _("under review")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        SUMMONED = "summoned", _("summoned")
        SERVED = "served", _("served")
        HINDRANCE_REPORTED = "hindrance_reported", _("hindrance reported")
        HINDRANCE_ACCEPTED = "hindrance_accepted", _("hindrance accepted")
        HINDRANCE_REJECTED = "hindrance_rejected", _("hindrance not accepted")
        PRESENT = "present", _("was present")
        LATE = "late", _("came late")
        LEFT = "left", _("left early")
        TURNED_BACK = "turned_back", _("turned back at the door")
        REFUSED = "refused", _("was refused entry")
        ABSENT = "absent", _("stayed away")
        IN_CUSTODY = "in_custody", _("was in custody")
        CANCELLED = "cancelled", _("was cancelled beforehand")
        FOLLOWED_UP = "followed_up", _("followed up")

    ATTENDED: ClassVar[frozenset[str]] = frozenset({State.PRESENT, State.LATE, State.LEFT})
    MISSED: ClassVar[frozenset[str]] = frozenset(
        {State.TURNED_BACK, State.REFUSED, State.ABSENT, State.IN_CUSTODY, State.CANCELLED}
    )
    OUTCOMES: ClassVar[frozenset[str]] = ATTENDED | MISSED
    # An evening ends for everybody called, also for whom the summons or the answer never reached.
    # An outcome is put right while nothing is concluded: a device may tell late what it saw.
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.PROPOSED: frozenset({State.UNDER_REVIEW, State.DECLINED}),
        State.UNDER_REVIEW: frozenset({State.APPROVED, State.DECLINED}),
        State.APPROVED: frozenset({State.SUMMONED, State.DECLINED}),
        State.DECLINED: frozenset(),
        State.SUMMONED: OUTCOMES | {State.SERVED, State.HINDRANCE_REPORTED},
        State.SERVED: OUTCOMES | {State.HINDRANCE_REPORTED},
        State.HINDRANCE_REPORTED: OUTCOMES | {State.HINDRANCE_ACCEPTED, State.HINDRANCE_REJECTED},
        State.HINDRANCE_ACCEPTED: OUTCOMES,
        State.HINDRANCE_REJECTED: OUTCOMES,
        **_among(OUTCOMES, or_to={State.FOLLOWED_UP}),
        State.FOLLOWED_UP: frozenset(),
    }
    UNDECIDED: ClassVar[frozenset[str]] = frozenset({State.PROPOSED, State.UNDER_REVIEW})
    # Whoever has an accepted hindrance keeps the card: the evening may show otherwise.
    CALLED: ClassVar[frozenset[str]] = frozenset(
        {
            State.SUMMONED,
            State.SERVED,
            State.HINDRANCE_REPORTED,
            State.HINDRANCE_ACCEPTED,
            State.HINDRANCE_REJECTED,
        }
    )
    EXPECTED: ClassVar[frozenset[str]] = CALLED - {State.HINDRANCE_ACCEPTED}
    COMING: ClassVar[frozenset[str]] = EXPECTED | {State.APPROVED}

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="candidates")
    individual = models.ForeignKey(Individual, on_delete=models.PROTECT, related_name="candidacies")
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    card = models.OneToOneField(
        DoorCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidate"
    )

    objects = ProtectedQuerySet["Candidate"].as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["individual__sort_key", "id"]
        constraints = [
            RowPolicy(Category.CANDIDATES, subject="individual"),
            models.UniqueConstraint(
                fields=["owner", "call_in", "individual"], name="candidate_once_per_call_in"
            ),
        ]

    def __str__(self) -> str:
        return str(self.individual)

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_called(self) -> bool:
        """Summoned, and the evening has not come."""
        return self.state in self.CALLED

    @property
    def has_attended(self) -> bool:
        return self.state in self.ATTENDED
