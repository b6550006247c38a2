"""A tap at the door beside a bare insert, each a whole request, with many devices at once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched, chain, cycle, islice
from statistics import median
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from benchmarks import town, webs
from benchmarks.bare import urls as bare
from benchmarks.devices import Devices, Form
from benchmarks.ratios import Ratio, Side, p95, undisturbed
from interventions.actions import callins
from interventions.arrivals import Kind
from interventions.models import DoorCard
from partners.models import User

WHOLE, BARE = "sluta_skjut.wsgi:application", "benchmarks.bare.wsgi:application"
# How many devices tap at the same moment.
FLEETS = {"door_tap_over_bare_insert": 8}
AT_THE_DOOR = ("greta", "bosse", "ella")
ROUNDS, WARM_UP = 80, 10
SEATS = 40

Times = tuple[list[float], list[float]]


def measure() -> Iterator[Ratio]:
    _make_bare_table()
    for key, devices in FLEETS.items():
        yield _measured(key, [town.user(name) for name in islice(cycle(AT_THE_DOOR), devices)])


def _measured(key: str, people: list[User]) -> Ratio:
    cards = _cards(-(-(ROUNDS + WARM_UP) * len(people) // SEATS // 2), by=people[0])
    with webs.running(tap=WHOLE, bare=BARE) as ports:
        taps = batched(_taps(cards, ports["tap"]), len(people))
        inserts = [Form(ports["bare"], "/", {"kind": Kind.ARRIVED.value})] * len(people)
        over, under = _in_turn(Devices(people), taps, inserts)
    return Ratio(
        key,
        Side(f"a tap, {len(people)} devices at once, 95th percentile", over),
        Side("a bare view that commits one row, the same devices", under),
        statistic=p95,
        also={"a tap, median": median(over), "a bare insert, median": median(under)},
    )


def _in_turn(devices: Devices, taps: Iterator[tuple[Form, ...]], inserts: list[Form]) -> Times:
    """A round of taps, a round of inserts, and again."""
    over, under = [], []
    with undisturbed():
        for number, forms in enumerate(taps):
            times = devices.post(forms), devices.post(inserts)
            if WARM_UP <= number < WARM_UP + ROUNDS:
                over.append(times[0])
                under.append(times[1])
    return list(chain(*over)), list(chain(*under))


def _cards(evenings: int, *, by: User) -> list[DoorCard]:
    """Everybody expected at so many call-ins, whose doors are open."""
    now = timezone.now()
    cards: list[DoorCard] = []
    with town.as_user(by)():
        for number in range(evenings):
            call_in = callins.prepare(
                title=f"Kväll {number}",
                venue="Stadsbiblioteket, hörsalen",
                doors_open_at=now - timedelta(minutes=10),
                starts_at=now + timedelta(minutes=25),
                by=by,
            )
            cards += DoorCard.objects.bulk_create(
                DoorCard(owner_id=by.agency_id, call_in=call_in, initials="AB", seat=seat)
                for seat in range(1, SEATS + 1)
            )
    return cards


def _taps(cards: list[DoorCard], port: int) -> Iterator[Form]:
    """Everybody comes, then everybody leaves."""
    for kind in (Kind.ARRIVED, Kind.LEFT):
        for card in cards:
            path = reverse("interventions:door_tap", args=[card.call_in_id, card.pk])
            yield Form(port, path, {"nonce": str(uuid4()), "kind": kind.value})


def _make_bare_table() -> None:
    with town.as_owner(), connection.cursor() as cursor:
        cursor.execute(bare.MADE_BY_OWNER)
        cursor.execute(f'GRANT INSERT ON {bare.TABLE} TO "{settings.DATABASE_ROLES["app"]}"')
