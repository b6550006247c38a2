"""The door of a call-in: a person's standing follows from the set of events alone."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What somebody registers at the door, or beforehand."""

    ARRIVED = "arrived"
    TURNED_BACK = "turned_back"
    REFUSED_ENTRY = "refused_entry"
    LEFT = "left"
    IN_CUSTODY = "in_custody"
    CANCELLED = "cancelled"
    ANNULLED = "annulled"


class Status(StrEnum):
    """Where a person stands; the words of the door screen and of the tally."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    LEFT = "left"
    TURNED_BACK = "turned_back"
    REFUSED_ENTRY = "refused_entry"
    IN_CUSTODY = "in_custody"
    CANCELLED = "cancelled"
    ABSENT = "absent"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class Event:
    """One tap, never changed; an annulment names the nonce it takes back and says why."""

    nonce: UUID
    kind: Kind
    at: datetime
    by: Hashable
    annuls: UUID | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "at", _instant(self.at))
        is_annulment = self.kind is Kind.ANNULLED
        if is_annulment != (self.annuls is not None):
            raise ValueError("An annulment, and nothing else, names the event it annuls.")
        if is_annulment and not self.reason.strip():
            raise ValueError("An annulment has a reason.")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands, since when, and the events to choose between if they disagree."""

    kind: Status
    at: datetime | None = None
    arrived_at: datetime | None = None
    is_late: bool = False
    conflicting: tuple[Event, ...] = ()

    @property
    def is_contradictory(self) -> bool:
        return self.kind is Status.CONTRADICTORY


@dataclass(frozen=True, slots=True)
class Counts:
    """A call-in in figures; those late and those who left early are among those who came."""

    called: int
    came: int
    late: int
    turned_back: int
    refused: int
    left_early: int
    in_custody: int
    cancelled: int
    absent: int
    contradictory: int
    expected: int


def state(
    events: Iterable[Event],
    *,
    starts_at: datetime,
    grace: timedelta,
    closed_at: datetime | None = None,
) -> Standing:
    """The same standing for the same set, in whatever order and however often it came."""
    counting = _counting(events)
    if conflicting := _conflicting(counting):
        return Standing(Status.CONTRADICTORY, conflicting=conflicting)
    if not counting:
        return Standing(Status.EXPECTED if closed_at is None else Status.ABSENT, at=closed_at)
    earliest = _earliest(counting)
    arrived_at = earliest.get(Kind.ARRIVED)
    # Free of contradiction, only an arrival has a second kind beside it: leaving.
    kind = Kind.LEFT if Kind.LEFT in earliest else next(iter(earliest))
    return Standing(
        Status(kind.value),
        at=earliest[kind],
        arrived_at=arrived_at,
        is_late=arrived_at is not None and arrived_at >= _instant(starts_at) + grace,
    )


def tally(standings: Iterable[Standing]) -> Counts:
    """Each person called is counted once; those whose events disagree only as contradictory."""
    everyone = tuple(standings)
    number = Counter(standing.kind for standing in everyone)
    return Counts(
        called=len(everyone),
        came=number[Status.ARRIVED] + number[Status.LEFT],
        late=sum(standing.is_late for standing in everyone),
        turned_back=number[Status.TURNED_BACK],
        refused=number[Status.REFUSED_ENTRY],
        left_early=number[Status.LEFT],
        in_custody=number[Status.IN_CUSTODY],
        cancelled=number[Status.CANCELLED],
        absent=number[Status.ABSENT],
        contradictory=number[Status.CONTRADICTORY],
        expected=number[Status.EXPECTED],
    )


def _instant(moment: datetime) -> datetime:
    """The moment in UTC: in local time the hour that comes twice in autumn compares wrongly."""
    if moment.tzinfo is None:
        raise ValueError("A time at the door has a time zone.")
    return moment.astimezone(UTC)


def _counting(events: Iterable[Event]) -> frozenset[Event]:
    """The events not annulled; an annulment is final, also when it comes before its event."""
    everything = frozenset(events)
    annulled = {event.annuls for event in everything}
    return frozenset(
        event
        for event in everything
        if event.kind is not Kind.ANNULLED and event.nonce not in annulled
    )


def _conflicting(counting: frozenset[Event]) -> tuple[Event, ...]:
    """Every event that cannot be true beside another, or that nobody's arrival explains."""
    has_arrival = any(event.kind is Kind.ARRIVED for event in counting)
    disputed = (
        event
        for event in counting
        if (event.kind is Kind.LEFT and not has_arrival)
        or any(_exclude_each_other(event, other) for other in counting)
    )
    return tuple(sorted(disputed, key=lambda event: (event.at, event.kind, event.nonce)))


def _exclude_each_other(one: Event, other: Event) -> bool:
    """Two taps of one kind are one fact, and who arrived may leave; nothing else goes together."""
    if one.kind is other.kind:
        return False
    at = {one.kind: one.at, other.kind: other.at}
    return at.keys() != {Kind.ARRIVED, Kind.LEFT} or at[Kind.LEFT] < at[Kind.ARRIVED]


def _earliest(counting: frozenset[Event]) -> dict[Kind, datetime]:
    times: dict[Kind, datetime] = {}
    for event in counting:
        times[event.kind] = min(event.at, times.get(event.kind, event.at))
    return times
