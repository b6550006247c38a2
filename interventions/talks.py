"""One custom notification as its page shows it: the parts, and which buttons there are."""

from functools import cached_property

from cases.views.ownership import can, is_own
from interventions.actions import notifications
from interventions.models import (
    ContentPack,
    LegalExposure,
    Notification,
    NotificationOutcome,
    SafetyPlan,
    TeamMember,
)
from partners import explain
from partners.explain import Reason
from partners.mandates import Action, Category
from partners.models import User

State = Notification.State


class Talk:
    """Each part is what the reader may see of it; buttons stand on own rows alone."""

    def __init__(self, notification: Notification, *, reader: User) -> None:
        self.notification = notification
        self.reader = reader
        self.is_own = is_own(notification)

    @cached_property
    def team(self) -> list[TeamMember]:
        return list(self.notification.team.standing().select_related("user__agency"))

    @cached_property
    def safety(self) -> SafetyPlan | None:
        plans = SafetyPlan.objects.filter(notification=self.notification)
        return plans.select_related("written_by", "approved_by").first()

    @cached_property
    def content(self) -> ContentPack | None:
        return ContentPack.objects.filter(notification=self.notification).first()

    @cached_property
    def exposure(self) -> LegalExposure | None:
        found = LegalExposure.objects.filter(notification=self.notification)
        return found.select_related("owner", "drafted_by", "checked_by").first()

    @cached_property
    def outcome(self) -> NotificationOutcome | None:
        found = NotificationOutcome.objects.filter(notification=self.notification)
        return found.select_related("owner", "recorded_by", "reviewed_by").first()

    @cached_property
    def why(self) -> list[Reason]:
        return explain.why(self.notification)

    @property
    def spoke(self) -> list[TeamMember]:
        return [member for member in self.team if member.spoke]

    @cached_property
    def missing(self) -> list[str]:
        """What has to be there before somebody else can approve; told to those who can add it."""
        if not self.is_own or self.notification.state != State.PLANNED:
            return []
        lacks = notifications.missing(self.notification)
        return [message for lack in lacks for message in lack.messages]

    @property
    def may_change(self) -> bool:
        return self.notification.is_coming and self._can(Action.CHANGE, Category.NOTIFICATION_PLAN)

    @property
    def may_approve(self) -> bool:
        """A second person; whoever wrote a part is told so instead of having a button."""
        return self._is_waiting and not self.wrote_it

    @property
    def wrote_it(self) -> bool:
        writers = {self.notification.planned_by_id}
        return self.reader.pk in (writers | {self.safety.written_by_id} if self.safety else writers)

    @property
    def waits_for_another(self) -> bool:
        return self._is_waiting and self.wrote_it

    @property
    def may_expose(self) -> bool:
        return (
            self.notification.is_coming
            and self.notification.whom is not None
            and self._can(Action.CREATE, Category.LEGAL_EXPOSURE)
        )

    @property
    def may_check(self) -> bool:
        exposure = self.exposure
        if exposure is None or exposure.is_checked or exposure.drafted_by_id == self.reader.pk:
            return False
        return self._can(Action.DECIDE, Category.LEGAL_EXPOSURE)

    @property
    def may_tell(self) -> bool:
        return self.notification.is_coming and self._can(
            Action.CREATE, Category.NOTIFICATION_OUTCOME
        )

    @property
    def may_review(self) -> bool:
        outcome = self.outcome
        if outcome is None or outcome.is_reviewed or outcome.recorded_by_id == self.reader.pk:
            return False
        return self._can(Action.DECIDE, Category.NOTIFICATION_OUTCOME)

    @property
    def may_close(self) -> bool:
        is_done = self.notification.may_become(State.CLOSED)
        is_reviewed = self.outcome is not None and self.outcome.is_reviewed
        return is_done and is_reviewed and self._can(Action.CHANGE, Category.NOTIFICATION_PLAN)

    @property
    def _is_waiting(self) -> bool:
        is_planned = self.notification.state == State.PLANNED and not self.missing
        return is_planned and self._can(Action.DECIDE, Category.NOTIFICATION_PLAN)

    def _can(self, action: Action, category: Category) -> bool:
        return self.is_own and can(action, category, on=self.notification)
