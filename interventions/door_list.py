"""The door list as it stands: what each card says, what can be tapped, and the counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from cases.names import sort_key
from interventions import arrivals, door_counts
from interventions.arrivals import Kind, Standing, Status
from interventions.models import Attendance, CallIn, DoorCard

# A card's events with who registered each of them.
EVENTS = Prefetch("attendance", Attendance.objects.select_related("registered_by"))
# Longer than any tap takes from being written to being committed.
A_MOMENT = timedelta(seconds=10)
# What is known before anybody has come to the door.
BEFOREHAND = (Kind.IN_CUSTODY, Kind.CANCELLED)
MOVES: dict[Status, tuple[Kind, ...]] = {
    Status.EXPECTED: (Kind.TURNED_BACK, Kind.REFUSED_ENTRY, *BEFOREHAND),
    Status.ARRIVED: (Kind.LEFT,),
}
LOOKS = {Status.EXPECTED: "away", Status.ARRIVED: "here", Status.CONTRADICTORY: "conflict"}
TAPS: dict[Kind, Promise] = {
    Kind.ARRIVED: pgettext_lazy("door", "Present"),
    Kind.TURNED_BACK: pgettext_lazy("door", "Turned back"),
    Kind.REFUSED_ENTRY: pgettext_lazy("door", "Refused entry"),
    Kind.LEFT: pgettext_lazy("door", "Left"),
    Kind.IN_CUSTODY: pgettext_lazy("door", "In custody"),
    Kind.CANCELLED: pgettext_lazy("door", "Cancelled"),
}
WORDS: dict[Status, Promise] = {
    **{Status(kind.value): word for kind, word in TAPS.items()},
    Status.ABSENT: pgettext_lazy("door", "Absent"),
    Status.CONTRADICTORY: pgettext_lazy("door", "Contradictory"),
}


@dataclass(frozen=True)
class Tapped:
    """One event that can be taken back, with its own address."""

    label: Promise
    at: datetime
    by: str
    url: str


@dataclass(frozen=True)
class Undone:
    """One event that was taken back: what, of whom, and who undid it, when and why."""

    card: "Card"
    label: Promise
    at: datetime
    by: str
    undone_at: datetime
    undone_by: str
    reason: str


class Card:
    """One expected person: initials and seat, the name where it may be read, and a standing."""

    def __init__(self, row: DoorCard, call_in: CallIn, now: datetime) -> None:
        self.id = row.pk
        self.initials = row.initials
        self.seat = row.seat
        self.name = row.door_name.name if hasattr(row, "door_name") else ""
        self.officer = row.officer.name if row.officer else ""
        self.officer_id = row.officer_id
        self.nonce = uuid4()
        self._taps = list(row.attendance.all())
        self._call_in = call_in
        self._is_open = call_in.doors_open_at <= now

    @cached_property
    def standing(self) -> Standing:
        return arrivals.state(
            (tap.as_event() for tap in self._taps),
            starts_at=self._call_in.starts_at,
            grace=self._call_in.grace,
            closed_at=self._call_in.closed_at,
        )

    @property
    def place(self) -> tuple[str, int]:
        """By name where names may be read, otherwise by seat; nothing moves under a finger."""
        return sort_key(self.name), self.seat

    @property
    def taps(self) -> int:
        return len(self._taps)

    def is_touched_since(self, moment: datetime) -> bool:
        return any(tap.created_at >= moment for tap in self._taps)

    @property
    def version(self) -> str:
        """Another one whenever the card looks different: after an event, and when doors open."""
        return f"{self.taps}{'o' if self._is_open else 'b'}"

    @property
    def state(self) -> str:
        return LOOKS.get(self.standing.kind, "gone")

    @property
    def label(self) -> str | Promise:
        return WORDS.get(self.standing.kind, "")

    @property
    def at(self) -> datetime | None:
        """When it happened; nobody stays away at a certain minute."""
        return None if self.standing.kind is Status.ABSENT else self.standing.at

    @property
    def is_late(self) -> bool:
        return self.standing.is_late

    @property
    def is_here(self) -> bool:
        return self.standing.kind is Status.ARRIVED

    @property
    def url(self) -> str:
        return reverse("interventions:door_tap", args=[self._call_in.pk, self.id])

    @property
    def tap(self) -> tuple[str, Promise] | None:
        """The one big button; nobody can arrive before the doors open."""
        if self.standing.kind is not Status.EXPECTED or not self._is_open:
            return None
        return Kind.ARRIVED.value, TAPS[Kind.ARRIVED]

    @property
    def moves(self) -> list[tuple[str, Promise]]:
        kinds = MOVES.get(self.standing.kind, ())
        return [(kind.value, TAPS[kind]) for kind in kinds if self._is_open or kind in BEFOREHAND]

    @cached_property
    def events(self) -> list[Tapped]:
        """What stands and can be taken back; of a contradiction, the events to choose between."""
        annulled = {tap.annuls for tap in self._taps}
        standing = (tap for tap in self._taps if tap.kind in TAPS and tap.nonce not in annulled)
        return [
            Tapped(TAPS[Kind(tap.kind)], tap.at, str(tap.registered_by), self._undo(tap.nonce))
            for tap in standing
        ]

    @property
    def undone(self) -> list[Undone]:
        """What was taken back, each event once, by whoever took it back first."""
        earlier_last = sorted(self._taps, key=lambda tap: tap.at, reverse=True)
        undoing = {tap.annuls: tap for tap in earlier_last if tap.annuls}
        return [
            Undone(
                self, TAPS[Kind(tap.kind)], tap.at, str(tap.registered_by),
                undo.at, str(undo.registered_by), undo.reason,
            )
            for tap in self._taps if (undo := undoing.get(tap.nonce))
        ]  # fmt: skip

    def _undo(self, nonce: UUID) -> str:
        return reverse("interventions:door_annul", args=[self._call_in.pk, self.id, nonce])


class Version(NamedTuple):
    """Another one after every event, and when the doors open: none of it is ever taken away.

    `at` is when it was so, by the server's clock.
    """

    cards: int
    let_in: int
    taps: int
    at: float

    def __str__(self) -> str:
        return "_".join(str(part) for part in self)

    @classmethod
    def read(cls, text: str) -> "Version | None":
        """What a screen says it knows; None when it knows nothing that we can read."""
        parts = text.split("_")
        try:
            return cls(int(parts[0]), int(parts[1]), int(parts[2]), float(parts[3]))
        except (IndexError, TypeError, ValueError):
            return None

    def is_known_as(self, text: str) -> bool:
        known = Version.read(text)
        return known is not None and known[:3] == self[:3]


class DoorList:
    """Everybody expected at one call-in, as this audience may see them."""

    def __init__(self, call_in: CallIn, now: datetime) -> None:
        everybody = DoorCard.objects.filter(call_in=call_in).select_related("door_name", "officer")
        cards = [Card(row, call_in, now) for row in everybody.prefetch_related(EVENTS)]
        self.cards = sorted(cards, key=lambda card: card.place)
        self.is_open = call_in.doors_open_at <= now
        self.is_closed = call_in.is_closed
        let_in = len(cards) if self.is_open else 0
        taps = sum(card.taps for card in cards)
        self.version = Version(len(cards), let_in, taps, round(now.timestamp(), 3))

    def changed_since(self, known: str) -> list[Card]:
        """The cards with an event since then; all of them where nothing reliable is known.

        Events are written a moment before they can be seen, so the moment is counted in.
        """
        before = Version.read(known)
        if before is None or before[:2] != self.version[:2]:
            return self.cards
        since = datetime.fromtimestamp(before.at, UTC) - A_MOMENT
        return [card for card in self.cards if card.is_touched_since(since)]

    @cached_property
    def figures(self) -> arrivals.Counts:
        return arrivals.tally(card.standing for card in self.cards)

    @property
    def counts(self) -> list[tuple[int, str]]:
        return door_counts.told(self.figures, is_closed=self.is_closed)

    @property
    def undone(self) -> list[Undone]:
        """Everything that was taken back, in the order it was."""
        everything = (undone for card in self.cards for undone in card.undone)
        return sorted(everything, key=lambda undone: undone.undone_at)

    @property
    def missing(self) -> list[Card]:
        return [card for card in self.cards if card.standing.kind is Status.EXPECTED]

    @property
    def contradictory(self) -> list[Card]:
        return [card for card in self.cards if card.standing.is_contradictory]


def version(call_in_id: UUID) -> Version:
    """What the list's version is now. Loads no row, so asking every second leaves no reading."""
    number = DoorCard.objects.filter(call_in=call_in_id, call_in__closed_at=None).aggregate(
        cards=Count("pk", distinct=True),
        let_in=Count("pk", distinct=True, filter=Q(call_in__doors_open_at__lte=Now())),
        taps=Count("attendance"),
    )
    return Version(**number, at=0)
