"""Alternative deliveries: whoever did not come hears the message in a talk of their own."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.models.candidates import Candidate
from partners.mandates import Category
from partners.models import Disclosure, Protected
from partners.models.protected import history
from partners.policies import RowPolicy


@history(Category.CANDIDATES)
class AlternativeDelivery(Protected):
    """Always there for whoever missed the call-in, whatever the reason was.

    Who it is crosses to police by the disclosure alone; this row stays with its owner.
    """

    class State(models.TextChoices):
        NEEDED = "needed", _("needed")
        ASKED = "asked", _("police asked")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CALLED_OFF = "called_off", _("not needed, the person came")

    # A talk that is called off is planned anew, and a question that got a no is asked again.
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        State.NEEDED: frozenset({State.ASKED, State.PLANNED, State.CALLED_OFF}),
        State.ASKED: frozenset({State.NEEDED, State.PLANNED, State.CALLED_OFF}),
        State.PLANNED: frozenset({State.NEEDED, State.DONE, State.CALLED_OFF}),
        State.DONE: frozenset(),
        State.CALLED_OFF: frozenset({State.NEEDED}),
    }
    UNDER_WAY: ClassVar[frozenset[str]] = frozenset({State.NEEDED, State.ASKED, State.PLANNED})
    WITHIN = timedelta(days=14)

    candidate = models.OneToOneField(
        Candidate, on_delete=models.CASCADE, related_name="alternative"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEEDED)
    due_on = models.DateField(_("due"))
    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("alternative delivery")
        verbose_name_plural = _("alternative deliveries")
        ordering = ["due_on", "id"]
        constraints = [
            RowPolicy(Category.CANDIDATES),
            models.CheckConstraint(
                name="delivery_asked_by_a_disclosure",
                condition=~Q(state="asked") | Q(disclosure__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_planned_says_when",
                condition=Q(state__in=["planned", "done"], planned_on__isnull=False)
                | (~Q(state__in=["planned", "done"]) & Q(planned_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_done_says_when",
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def may_become(self, state: str) -> bool:
        return state in self.TRANSITIONS[self.state]

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
