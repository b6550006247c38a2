"""Candidates of a call-in, and the summons each of them gets."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Individual, Supervision
from interventions.models.callins import CallIn
from interventions.models.doors import DoorCard
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class Candidate(Protected):
    """A client who may be called to this meeting; client and group stand apart here too."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        SUMMONED = "summoned", _("summoned")
        SERVED = "served", _("served")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.PROPOSED: frozenset({State.APPROVED, State.DECLINED}),
        State.APPROVED: frozenset({State.SUMMONED, State.DECLINED}),
        State.DECLINED: frozenset(),
        State.SUMMONED: frozenset({State.SERVED}),
        State.SERVED: frozenset(),
    }
    EXPECTED: ClassVar[frozenset[str]] = frozenset({State.SUMMONED, State.SERVED})
    COMING: ClassVar[frozenset[str]] = EXPECTED | {State.APPROVED}

    call_in = models.ForeignKey(CallIn, on_delete=models.CASCADE, related_name="candidates")
    individual = models.ForeignKey(Individual, on_delete=models.PROTECT, related_name="candidacies")
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    card = models.OneToOneField(
        DoorCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidate"
    )

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


@history(Category.CANDIDATES)
class Summons(Protected):
    """The written call from probation: on what ground, when issued, how and when served."""

    class Ground(models.TextChoices):
        DUTY_VF = "duty_vf", _("duty to appear, villkorlig frigivning (BrB 26:11)")
        DUTY_ST = "duty_st", _("duty to appear, skyddstillsyn (BrB 28:5)")
        CONDITION = "condition", _("special condition")
        VOLUNTARY = "voluntary", _("voluntary")

    MANDATORY = (Ground.DUTY_VF, Ground.DUTY_ST, Ground.CONDITION)

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="summons")
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    issued_on = models.DateField(_("issued"), default=timezone.localdate)
    served_on = models.DateField(_("served"), null=True, blank=True)
    served_how = models.CharField(_("how served"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("summons")
        verbose_name_plural = _("summonses")
        ordering = ["issued_on"]
        constraints = [
            RowPolicy(Category.CANDIDATES),
            models.CheckConstraint(
                name="served_summons_says_how",
                condition=Q(served_on__isnull=True) | ~Q(served_how=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_ground_display()
