"""Absence cases: what probation does about somebody who had a duty to come and did not."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Individual
from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Protected, User
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.MISCONDUCT)
class AbsenceCase(Protected):
    """The consequence, apart from the fact: opened by a person, heard, decided by another.

    BrB 26 kap. and 28 kap. Nothing opens it by itself.
    """

    class State(models.TextChoices):
        OPENED = "opened", _("opened")
        HEARD = "heard", _("the person has been heard")
        REFERRED = "referred", _("with the supervision board")
        DECIDED = "decided", _("decided")
        DROPPED = "dropped", _("dropped, opened by mistake")

    class Measure(models.TextChoices):
        EXCUSED = "excused", _("valid reason, no measure")
        TALK = "talk", _("talk")
        REPRIMAND = "reprimand", _("reprimand")
        WARNING = "warning", _("warning")
        CONDITION = "condition", _("special condition")
        FORFEITURE = "forfeiture", _("forfeiture of time released")
        NONE = "none", _("no measure")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.OPENED: frozenset({State.HEARD, State.DROPPED}),
        State.HEARD: frozenset({State.REFERRED, State.DECIDED, State.DROPPED}),
        State.REFERRED: frozenset({State.DECIDED}),
        State.DECIDED: frozenset(),
        State.DROPPED: frozenset(),
    }
    OVER: ClassVar[frozenset[str]] = frozenset({State.DECIDED, State.DROPPED})
    # Probation warns and sets conditions; time released is for the board to take back.
    OF_THE_BOARD: ClassVar[frozenset[str]] = frozenset({Measure.FORFEITURE})

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="absence")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPENED)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField(_("heard"), null=True, blank=True)
    referred_on = models.DateField(_("referred"), null=True, blank=True)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("absence case")
        verbose_name_plural = _("absence cases")
        ordering = ["created_at"]
        constraints = [
            RowPolicy(Category.MISCONDUCT, subject="individual"),
            models.CheckConstraint(
                name="decided_absence_says_what_and_by_whom",
                condition=(
                    Q(state="decided", decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(measure="")
                )
                | (
                    ~Q(state="decided")
                    & Q(decided_by__isnull=True, decided_at__isnull=True, measure="")
                ),
            ),
            models.CheckConstraint(
                name="absence_decided_by_another",
                condition=~Q(decided_by=models.F("opened_by")),
            ),
            models.CheckConstraint(
                name="absence_referred_says_when",
                condition=~Q(state="referred") | Q(referred_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER
