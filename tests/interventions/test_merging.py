"""Taps made without network: in any order, however often, before and after the list is closed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions import arrivals
from interventions.actions import doors
from interventions.arrivals import Event, Kind
from interventions.door_list import DoorList
from interventions.models import Attendance, DoorCard
from partners.models import Grant, Tally
from tests.cast import Cast
from tests.database import role
from tests.evening import Evening

SCRIPT = {"X-Requested-With": "door"}
DEVICES = ("greta", "bosse", "hugo", "eva")
OF_DUTY = ("hugo", "eva")
PEOPLE = 3
TAPS = [kind for kind in Kind if kind is not Kind.ANNULLED]
MINUTE = 60_000


@pytest.fixture
def evening(cast: Cast) -> Evening:
    evening = Evening.at(people=PEOPLE)
    for name in OF_DUTY:
        evening.give_duty(name)
    with role("owner"):
        Grant.objects.filter(object_pk=str(evening.call_in_id)).update(
            valid_from=timezone.now() - timedelta(minutes=30)
        )
    return evening


def send(client: Client, evening: Evening, number: int = 0, rest: str = "", **sent: object) -> int:
    path = f"/call-in/{evening.call_in_id}/dorren/{evening.card_ids[number]}/{rest}"
    body = {"kind": "arrived", "nonce": str(uuid4())} | sent
    return client.post(path, body, headers=SCRIPT).status_code


def backdate(evening: Evening, by: timedelta) -> None:
    """The list was closed, and the duties ended, that long ago."""
    with role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE interventions_callin SET closed_at = closed_at - %s WHERE id = %s",
            [by, evening.call_in_id],
        )
        cursor.execute(
            "UPDATE partners_grant SET valid_until = valid_until - %s, valid_from = valid_from - %s"
            " WHERE object_pk = %s",
            [by, by, str(evening.call_in_id)],
        )


def at_of(evening: Evening) -> datetime:
    with evening.looking("greta"):
        return Attendance.objects.get().at


def test_a_tap_that_waited_keeps_its_own_time(cast: Cast, evening: Evening) -> None:
    assert send(cast.client("bosse"), evening, ago=18 * MINUTE) == 204
    assert abs(timezone.now() - timedelta(minutes=18) - at_of(evening)) < timedelta(seconds=30)


@pytest.mark.parametrize("wrong", ["-1", "x", str(10**12), "1e3"])
def test_a_time_that_cannot_be_is_refused_in_words(
    cast: Cast, evening: Evening, wrong: str
) -> None:
    assert send(cast.client("bosse"), evening, ago=wrong) == 409


def test_a_tap_from_before_the_doors_opened_is_refused_however_late_it_comes(
    cast: Cast, evening: Evening
) -> None:
    assert send(cast.client("bosse"), evening, ago=40 * MINUTE) == 409


@pytest.mark.parametrize("name", DEVICES)
def test_what_was_tapped_before_closing_is_saved_afterwards(
    cast: Cast, evening: Evening, name: str
) -> None:
    client = cast.client(name)
    client.get(f"/call-in/{evening.call_in_id}/dorren/")
    evening.close()
    backdate(evening, timedelta(minutes=5))
    with evening.looking("greta"):
        before = evening.call_in().closed_at
    nonce = str(uuid4())
    for _again in range(2):
        assert send(client, evening, ago=7 * MINUTE, nonce=nonce) == 204
    with evening.looking("greta"):
        event = Attendance.objects.get()
        assert event.registered_by_id == evening.people[name].pk
        assert event.owner_id == cast.probation.pk
        assert event.at < before
        assert DoorList(evening.call_in(), timezone.now()).cards[0].is_here
    late = 410 if name in OF_DUTY else 409
    assert send(client, evening, 1, ago=4 * MINUTE) == late
    with evening.looking("greta"):
        assert Attendance.objects.count() == 1


@pytest.mark.parametrize("name", OF_DUTY)
def test_handing_in_opens_nothing_to_read(cast: Cast, evening: Evening, name: str) -> None:
    client = cast.client(name)
    evening.close()
    assert send(client, evening, ago=MINUTE) == 204
    with evening.looking(name):
        assert not DoorCard.objects.exists()
        assert not Attendance.objects.exists()
        assert not Grant.objects.filter(codename="door_duty").exists()


def test_an_undone_tap_is_undone_afterwards_too(cast: Cast, evening: Evening) -> None:
    nonce = evening.tap(0, by="hugo", at=timezone.now() - timedelta(minutes=10))
    evening.close()
    backdate(evening, timedelta(minutes=5))
    client = cast.client("hugo")
    assert send(client, evening, 0, f"{nonce}/", reason="fel person", ago=6 * MINUTE) == 204
    with evening.looking("greta"):
        assert Attendance.objects.get(annuls=nonce).registered_by_id == cast.hugo.pk


@pytest.mark.parametrize("name", ["hugo", "bosse"])
def test_after_two_hours_nothing_more_is_handed_in(cast: Cast, evening: Evening, name: str) -> None:
    evening.close()
    backdate(evening, timedelta(hours=2, minutes=1))
    assert send(cast.client(name), evening, ago=130 * MINUTE) in {404, 409}
    with evening.looking("greta"):
        assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["anna", "cilla", "david", "mona", "inga", "ivar"])
def test_who_never_had_the_duty_hands_nothing_in(cast: Cast, evening: Evening, name: str) -> None:
    evening.close()
    backdate(evening, timedelta(minutes=5))
    assert send(cast.client(name), evening, ago=7 * MINUTE) == 404


def test_a_duty_hands_in_for_its_own_evening_only(cast: Cast, evening: Evening) -> None:
    other = Evening.at(people=1)
    evening.close()
    backdate(evening, timedelta(minutes=5))
    path = f"/call-in/{evening.call_in_id}/dorren/{other.card_ids[0]}/"
    sent = {"kind": "arrived", "nonce": str(uuid4()), "ago": 7 * MINUTE}
    assert cast.client("hugo").post(path, sent, headers=SCRIPT).status_code == 404
    assert send(cast.client("hugo"), other, ago=MINUTE) == 404


def test_what_came_afterwards_is_taken_into_outcomes_and_figures(
    cast: Cast, evening: Evening
) -> None:
    evening.tap(1)
    evening.close()
    backdate(evening, timedelta(minutes=5))
    assert send(cast.client("hugo"), evening, ago=7 * MINUTE) == 204
    record, greta = f"/call-in/{evening.call_in_id}/", cast.client("greta")
    assert "1 händelse lämnades in efter att listan stängdes" in greta.get(record).text
    for name, status in (("hugo", 404), ("bosse", 404), ("jonas", 404), ("greta", 302)):
        path = f"{record}dorren/efterat/"
        assert cast.client(name).post(path).status_code == status
    assert "lämnades in efter att listan stängdes" not in greta.get(record).text
    with evening.looking("greta"):
        states = {row.pk: row.state for row in evening.call_in().candidates.all()}
        assert states[evening.candidate_ids[0]] in {"present", "late"}
        assert states[evening.candidate_ids[2]] == "absent"
        assert Tally.objects.count() == 2
        assert Tally.objects.current().get().edition == 2


# -- Any interleaving ---------------------------------------------------------------------------


@dataclass
class Tap:
    """One tap on one device: queued there, delivered at least once."""

    device: str
    number: int
    kind: Kind
    minute: int
    nonce: UUID = field(default_factory=uuid4)
    annuls: UUID | None = None

    def event(self, start: datetime) -> Event:
        at = start + timedelta(minutes=self.minute)
        reason = "fel person" if self.annuls else ""
        return Event(self.nonce, self.kind, at, self.device, self.annuls, reason)


@st.composite
def nights(draw: Callable[..., object]) -> tuple[list[Tap], list[int], int]:
    """Taps on up to four devices, the order in which they arrive with repeats, and the closing.

    The closing falls between two deliveries; everything tapped by then counts.
    """
    taps: list[Tap] = []
    for minute in range(draw(st.integers(1, 9))):
        device = draw(st.sampled_from(DEVICES))
        known = [tap for tap in taps if tap.annuls is None]
        if known and draw(st.integers(0, 3)) == 0:
            of = draw(st.sampled_from(known))
            taps.append(Tap(device, of.number, Kind.ANNULLED, minute, annuls=of.nonce))
        else:
            number, kind = draw(st.integers(0, PEOPLE - 1)), draw(st.sampled_from(TAPS))
            taps.append(Tap(device, number, kind, minute))
    places = list(range(len(taps)))
    again = draw(st.lists(st.sampled_from(places), max_size=4))
    order = _after_what_they_undo(taps, draw(st.permutations(places + again)))
    return taps, order, draw(st.integers(0, len(order)))


def _after_what_they_undo(taps: list[Tap], order: Sequence[int]) -> list[int]:
    """Nobody undoes what the own device has not sent and no other device has shown."""
    by_nonce = {tap.nonce: number for number, tap in enumerate(taps)}
    return [
        place
        for number in order
        for place in ([by_nonce[taps[number].annuls], number] if taps[number].annuls else [number])
    ]


@contextmanager
def undone() -> Iterator[None]:
    """A night that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(night=nights())
def test_every_interleaving_gives_what_the_set_of_events_gives_and_no_tap_is_lost(
    evening: Evening, night: tuple[list[Tap], list[int], int]
) -> None:
    taps, order, closing = night
    start = timezone.now() - timedelta(minutes=15)
    with undone():
        for place, which in enumerate(order):
            if place == closing:
                evening.close(accept_contradictions=True)
            deliver(evening, taps[which], start)
        if closing == len(order):
            evening.close(accept_contradictions=True)
        with evening.looking("greta"):
            call_in = evening.call_in()
            found = DoorList(call_in, timezone.now())
            standings = {card.id: card.standing for card in found.cards}
            assert Attendance.objects.count() == len(taps)
            assert {row.nonce: row.at for row in Attendance.objects.all()} == {
                tap.nonce: tap.event(start).at for tap in taps
            }
        for number, card in enumerate(evening.card_ids):
            expected = arrivals.state(
                [tap.event(start) for tap in taps if tap.number == number],
                starts_at=call_in.starts_at,
                grace=call_in.grace,
                closed_at=call_in.closed_at,
            )
            assert (standings[card].kind, standings[card].at) == (expected.kind, expected.at)


def deliver(evening: Evening, tap: Tap, start: datetime) -> None:
    """As the page does it: at the door, or handed in by whoever's duty has ended."""
    by, at = evening.people[tap.device], start + timedelta(minutes=tap.minute)
    with evening.looking(tap.device):
        row = DoorCard.objects.filter(pk=evening.card_ids[tap.number]).first()
        card = row or DoorCard(pk=evening.card_ids[tap.number], call_in_id=evening.call_in_id)
        what = {"nonce": tap.nonce, "by": by, "at": at}
        if row is None:
            more = {"annuls": tap.annuls, "reason": "fel person"} if tap.annuls else {}
            doors.hand_in(card, kind=tap.kind, **what, **more)
        elif tap.annuls:
            doors.annul(card, event=tap.annuls, reason="fel person", **what)
        else:
            doors.register(card, kind=tap.kind, **what)
