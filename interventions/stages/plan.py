"""The plan: when, where and why, which groups to reach, what has to be done, and who speaks."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions import readiness
from interventions.models import Milestone, TargetGroup
from interventions.readiness import Readiness
from interventions.run_sheets import RunSheet
from interventions.stages.stage import Stage
from partners import explain
from partners.explain import Reason
from partners.mandates import Action, Category


class Plan(Stage):
    """Everybody who reads the call-in reads its practical matters; of the rest what is theirs."""

    key = "plan"
    title = gettext_lazy("Plan")

    @property
    def is_there(self) -> bool:
        return True

    @property
    def line(self) -> str:
        if self.readiness is not None:
            return _("%(per_cent)d per cent ready") % {"per_cent": self.readiness.per_cent}
        if not self.milestones:
            return ""
        told = {"done": len(self.done), "number": len(self.milestones)}
        return _("%(done)d of %(number)d done") % told

    @cached_property
    def why(self) -> list[Reason]:
        return explain.why(self.call_in, *self.targets[:1], *self.milestones[:1])

    @cached_property
    def milestones(self) -> Sequence[Milestone]:
        """By the day they are due, and in the order of the list."""
        order = list(Milestone.Kind)
        found = self.call_in.milestones.all()
        return sorted(found, key=lambda one: (one.due_on, order.index(Milestone.Kind(one.kind))))

    @cached_property
    def targets(self) -> Sequence[TargetGroup]:
        """Those whose code can be read."""
        return list(self.call_in.target_groups.select_related("group"))

    @cached_property
    def sheet(self) -> RunSheet:
        return RunSheet(self.call_in, is_own=self.is_own)

    @property
    def done(self) -> set[str]:
        return {one.kind for one in self.milestones if one.is_done}

    @cached_property
    def readiness(self) -> Readiness | None:
        """For the agency that leads, which alone sees the whole plan; while it can still act."""
        if not self.is_own or self.call_in.is_closed:
            return None
        groups, speaking = len(self.targets), self.sheet.speaking
        return readiness.of(done=self.done, groups=groups, speaking=speaking)

    @property
    def may_change(self) -> bool:
        return self.can(Action.CHANGE, Category.CALL_IN)

    @property
    def may_tick(self) -> bool:
        return self.can(Action.CHANGE, Category.CALL_IN_PLAN)
