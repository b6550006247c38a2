"""The door: who is expected there, who came, and who stands at it."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions.doors import NAMES, came_afterwards, duties
from interventions.door_list import Card, DoorList
from interventions.models import DoorCard
from interventions.stages.stage import Stage
from partners import audience
from partners.mandates import Action, Category
from partners.models import Grant


class Door(Stage):
    """The agency that leads goes through it here; whoever has door duty has the door itself."""

    key = "door"
    title = _("Door")

    @cached_property
    def door_list(self) -> DoorList | None:
        return DoorList(self.call_in, timezone.now()) if self.is_own else None

    @property
    def cards(self) -> Sequence[Card]:
        return self.door_list.cards if self.door_list else ()

    @property
    def line(self) -> str:
        return " · ".join(f"{number} {word}" for number, word in self.counts)

    @cached_property
    def counts(self) -> Sequence[tuple[int, object]]:
        return list(self.door_list.counts) if self.door_list and self.cards else ()

    @property
    def moments(self) -> set[str]:
        is_expecting = self.cards and not self.call_in.is_closed
        return super().moments | ({"expecting"} if is_expecting else set())

    @cached_property
    def duties(self) -> Sequence[tuple[object, bool, object]]:
        """Who stands there, whether that one sees names, and until when."""
        held: Sequence[Grant] = list(duties(self.call_in)) if self.is_own else []
        with_names = {grant.user_id for grant in held if grant.codename == NAMES}
        return [
            (grant.user, grant.user_id in with_names, grant.valid_until)
            for grant in held
            if grant.codename != NAMES
        ]

    @cached_property
    def came_afterwards(self) -> int:
        """Events that devices handed in since the figures were put together."""
        return came_afterwards(self.call_in) if self.is_own else 0

    @property
    def me(self) -> UUID | None:
        return audience.current().user_id

    @property
    def may_settle(self) -> bool:
        return self.is_own and self._may(Action.CREATE, Category.DOOR_LIST)

    @cached_property
    def has_duty(self) -> bool:
        """Somebody of another agency who sees door cards here has been given the door."""
        return not self.is_own and DoorCard.objects.filter(call_in=self.call_in).exists()

    @property
    def is_open_to_me(self) -> bool:
        registers = self.can(Action.CREATE, Category.ATTENDANCE) and bool(self.cards)
        return registers or self.has_duty

    @property
    def may_end_duties(self) -> bool:
        return self.can(Action.CREATE, Category.DOOR_LIST)
