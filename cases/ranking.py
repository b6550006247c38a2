"""Which group stands out: a count of incidents attributed to it, by weights anybody can check.

Pure, and for groups only: nothing here or anywhere else counts, weighs or ranks persons. The
answer for a day is made of what was held that day, so that it is the same when it is asked for
later. docs/ranking.md says what can change it all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

WINDOWS = (30, 90, 365)
DEFAULT_WINDOW = 90

# What an incident weighs by its kind, and what remains of that by how sure the attribution is.
KINDS = {
    "murder": Decimal(10),
    "murder_attempted": Decimal(8),
    "shooting_confirmed": Decimal(6),
    "explosion_detonated": Decimal(6),
    "shooting_suspected": Decimal(3),
    "explosion_attempted": Decimal(3),
    "explosion_prepared": Decimal(2),
    "aggravated_assault": Decimal(2),
    "threat": Decimal(1),
}
CONFIDENCES = {
    "confirmed": Decimal(1),
    "probable": Decimal("0.5"),
    "possible": Decimal("0.25"),
}


def tidy(points: Decimal) -> Decimal:
    """Without zeros that say nothing: 6, 6.5, 6.25."""
    whole = points.to_integral_value()
    return whole if points == whole else points.normalize()


@dataclass(frozen=True)
class Held:
    """That a group is behind an incident, and from when until when this was held."""

    incident: UUID
    group: UUID
    kind: str
    confidence: str
    happened_on: date
    held_from: datetime
    held_until: datetime | None = None

    def is_held(self, moment: datetime) -> bool:
        return self.held_from <= moment and (self.held_until is None or self.held_until > moment)

    @property
    def points(self) -> Decimal:
        return tidy(KINDS[self.kind] * CONFIDENCES[self.confidence])


@dataclass(frozen=True)
class Merged:
    """That a group had gone up in another one by a day, known since a moment."""

    predecessor: UUID
    successor: UUID
    on: date
    known_from: datetime


@dataclass(frozen=True)
class Period:
    """The days up to and including `day`, `window` of them; known at `moment`, the day's end."""

    day: date
    window: int
    moment: datetime

    @property
    def first(self) -> date:
        return self.day - timedelta(days=self.window - 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.day


@dataclass(frozen=True)
class Count:
    """One group's count: which attributions it is made of, each incident once."""

    group: UUID
    held: tuple[Held, ...] = ()

    @property
    def points(self) -> Decimal:
        return tidy(sum((one.points for one in self.held), Decimal(0)))

    @property
    def incidents(self) -> int:
        return len(self.held)


@dataclass(frozen=True)
class Place:
    """A count and its place; groups with the same points share one."""

    number: int
    count: Count


def counts(held: Iterable[Held], merged: Iterable[Merged], *, period: Period) -> dict[UUID, Count]:
    """Per group what it is made of; incidents of a merged group count with its successor."""
    heir = heirs(merged, day=period.day, moment=period.moment)
    counted = [
        (heir.get(one.group, one.group), one)
        for one in held
        if one.is_held(period.moment) and period.holds(one.happened_on)
    ]
    found: dict[UUID, dict[UUID, Held]] = {}
    for group, one in sorted(counted, key=lambda pair: (-pair[1].points, pair[1].group)):
        # The surest comes first; of two attributions of one incident only it counts.
        found.setdefault(group, {}).setdefault(one.incident, one)
    return {group: Count(group, tuple(_by_day(ones.values()))) for group, ones in found.items()}


def _by_day(held: Iterable[Held]) -> list[Held]:
    return sorted(held, key=attrgetter("happened_on", "incident"))


def heirs(merged: Iterable[Merged], *, day: date, moment: datetime) -> dict[UUID, UUID]:
    """Merged group → the group that holds it in the end, as far as was known that day."""
    steps = {
        one.predecessor: one.successor
        for one in merged
        if one.on <= day and one.known_from <= moment
    }
    return {group: _last(steps, group) for group in steps}


def _last(steps: dict[UUID, UUID], group: UUID) -> UUID:
    """Follows the steps; a circle, which no page lets anybody record, ends where it began."""
    seen = {group}
    while (following := steps.get(group)) is not None and following not in seen:
        seen.add(following)
        group = following
    return group


def places(counted: Iterable[Count]) -> Iterator[Place]:
    """Most points first; equal points share the lower number."""
    ordered = sorted(counted, key=lambda count: (-count.points, count.group))
    number = 1
    for _points, alike in groupby(ordered, key=attrgetter("points")):
        shared = list(alike)
        for count in shared:
            yield Place(number, count)
        number += len(shared)
