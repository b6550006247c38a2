"""Who came after whom, as far as it goes: pure, and safe against circles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, Self
from uuid import UUID


class Succession(Protocol):
    """One group after another."""

    @property
    def predecessor_id(self) -> UUID: ...

    @property
    def successor_id(self) -> UUID: ...


Steps = dict[UUID, set[UUID]]


@dataclass
class Lineage:
    """The successions as steps forwards and back."""

    forwards: Steps = field(default_factory=lambda: defaultdict(set))
    back: Steps = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, successions: Iterable[Succession]) -> Self:
        lineage = cls()
        for one in successions:
            lineage.forwards[one.predecessor_id].add(one.successor_id)
            lineage.back[one.successor_id].add(one.predecessor_id)
        return lineage

    def after(self, group: UUID) -> set[UUID]:
        """Every group that came after this one, however many steps away."""
        return _reached(self.forwards, group)

    def before(self, group: UUID) -> set[UUID]:
        """Every group that this one came after."""
        return _reached(self.back, group)


def _reached(steps: Steps, start: UUID) -> set[UUID]:
    reached: set[UUID] = set()
    waiting = [start]
    while waiting:
        for step in steps.get(waiting.pop(), set()) - reached:
            reached.add(step)
            waiting.append(step)
    return reached - {start}
