"""The plan: when, where and why."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from interventions.stages.stage import Stage
from partners import explain
from partners.explain import Reason
from partners.mandates import Action, Category


class Plan(Stage):
    """Everybody who reads the call-in reads its practical matters."""

    key = "plan"
    title = _("Plan")

    @property
    def is_there(self) -> bool:
        return True

    @cached_property
    def why(self) -> list[Reason]:
        return explain.why(self.call_in)

    @property
    def may_change(self) -> bool:
        return self.can(Action.CHANGE, Category.CALL_IN)
