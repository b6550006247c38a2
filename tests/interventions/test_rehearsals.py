"""Rehearsals: the same door, made-up people, and nothing of it anywhere else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from interventions.actions import doors, rehearsals
from interventions.arrivals import Kind
from interventions.door_list import DoorList
from interventions.models import Attendance, CallIn, DoorCard, DoorName
from partners.models import Tally
from tests.cast import Cast
from tests.evening import Evening


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=3)


def begin(evening: Evening) -> CallIn:
    with evening.looking("greta"):
        return rehearsals.begin(evening.call_in(), by=evening.people["greta"])


def test_as_many_made_up_people_as_are_expected_sit_on_the_same_seats(evening: Evening) -> None:
    rehearsal = begin(evening)
    with evening.looking("greta"):
        real = DoorCard.objects.filter(call_in=evening.call_in_id)
        made_up = DoorCard.objects.filter(call_in=rehearsal)
        assert [card.seat for card in made_up] == [card.seat for card in real]
        assert [card.officer for card in made_up] == [card.officer for card in real]
        names = [card.name for card in DoorList(rehearsal, timezone.now()).cards]
        assert names == ["Adam Övning", "Bertil Övning", "Caesar Övning"]


def test_there_is_one_rehearsal_at_a_time_and_another_when_it_is_over(evening: Evening) -> None:
    first = begin(evening)
    assert begin(evening) == first
    with evening.looking("greta"):
        rehearsals.end(first, by=evening.people["greta"])
    assert begin(evening) != first


def test_a_rehearsal_is_in_no_list_and_leaves_no_figures(evening: Evening) -> None:
    rehearsal = begin(evening)
    with evening.looking("greta"):
        for card in DoorCard.objects.filter(call_in=rehearsal):
            now = timezone.now()
            doors.register(
                card, kind=Kind.ARRIVED, nonce=card.pk, by=evening.people["greta"], at=now
            )
        rehearsals.end(rehearsal, by=evening.people["greta"])
        assert not Tally.objects.exists()
        assert CallIn.objects.get().pk == evening.call_in_id
        assert not CallIn.objects.past().filter(pk=rehearsal.pk).exists()
        assert DoorList(evening.call_in(), timezone.now()).figures.came == 0


def test_whoever_has_the_door_has_it_in_the_rehearsal_too(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    evening.give_duty("eva", with_names=True)
    rehearsal = begin(evening)
    for name, sees in (("hugo", 0), ("eva", 3)):
        with evening.looking(name):
            assert DoorCard.objects.filter(call_in=rehearsal).count() == 3
            assert DoorName.objects.filter(call_in=rehearsal).count() == sees
    with evening.looking("anna"):
        assert not DoorCard.objects.exists()


def test_made_up_people_are_in_rehearsals_alone_and_real_ones_never(evening: Evening) -> None:
    rehearsal = begin(evening)
    with evening.looking("greta"):
        real = DoorName.objects.filter(call_in=evening.call_in_id).first()
        card = DoorCard.objects.create(call_in=rehearsal, seat=40, initials="XX")
        for wrong in (
            {"call_in": rehearsal, "card": card, "individual": real.individual},
            {"call_in": evening.call_in(), "card": evening.card(), "individual": None},
        ):
            with pytest.raises(IntegrityError, match="made up"), transaction.atomic():
                DoorName.objects.create(name="Fel", **wrong)


def test_nothing_is_rehearsed_when_the_list_is_closed(evening: Evening) -> None:
    rehearsal = begin(evening)
    with evening.looking("greta"), pytest.raises(ValidationError):
        rehearsals.begin(rehearsal, by=evening.people["greta"])
    evening.close()
    with pytest.raises(ValidationError):
        begin(evening)


def test_closing_the_rehearsal_leaves_the_real_door_open(evening: Evening) -> None:
    evening.give_duty("hugo")
    rehearsal = begin(evening)
    with evening.looking("greta"):
        rehearsals.end(rehearsal, by=evening.people["greta"])
    evening.tap(0, by="hugo")
    with evening.looking("greta"):
        assert Attendance.objects.filter(call_in=evening.call_in_id).count() == 1
