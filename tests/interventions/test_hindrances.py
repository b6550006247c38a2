"""Hindrances: reported by one, judged by another role, and what follows."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from interventions.actions import hindrances, pickups
from interventions.models import Candidate, Hindrance, PickUp, Reminder
from tests.cast import Cast
from tests.evening import Evening

State = Hindrance.State
MOVES = {("reported", "accepted"), ("reported", "rejected")}


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=1, doors_open=Evening.noon(days=30))


def reported(evening: Evening) -> object:
    with evening.looking("bosse"):
        candidate = Candidate.objects.select_related("call_in").get()
        return hindrances.report(candidate, reason="illness", by=evening.people["bosse"]).pk


def decide(evening: Evening, pk: object, answer: str, *, by: str = "jonas") -> None:
    with evening.looking(by):
        action = {"accepted": hindrances.accept, "rejected": hindrances.reject}[answer]
        action(Hindrance.objects.get(pk=pk), by=evening.people[by])


@pytest.mark.parametrize(("before", "after"), list(product(State.values, State.values)))
def test_a_hindrance_is_decided_once(evening: Evening, before: str, after: str) -> None:
    row = Hindrance(state=before)
    assert row.may_become(after) == ((before, after) in MOVES)
    if after == "reported":
        return
    pk = reported(evening)
    if before != "reported":
        decide(evening, pk, before)
    if (before, after) in MOVES:
        decide(evening, pk, after)
    else:
        with pytest.raises(ValidationError):
            decide(evening, pk, after)
    with evening.looking("greta"):
        found = Hindrance.objects.get().state
        assert found == (after if (before, after) in MOVES else before)
        assert Candidate.objects.get().state == f"hindrance_{found}"


@pytest.mark.parametrize("name", ["greta", "bosse"])
def test_who_does_not_decide_accepts_nothing(cast: Cast, evening: Evening, name: str) -> None:
    pk = reported(evening)
    with pytest.raises(PermissionDenied):
        decide(evening, pk, "accepted", by=name)
    answer = cast.client(name).post(f"/kallelser/forhinder/{pk}/", {"answer": "accept"})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["hugo", "inga", "cilla", "siv", "david", "eva", "karin"])
def test_a_hindrance_exists_for_probation_alone(cast: Cast, evening: Evening, name: str) -> None:
    pk = reported(evening)
    with evening.looking(name):
        assert not Hindrance.objects.exists()
    answer = cast.client(name).post(f"/kallelser/forhinder/{pk}/", {"answer": "accept"})
    assert answer.status_code == 404


def test_one_hindrance_waits_at_a_time(evening: Evening) -> None:
    reported(evening)
    with pytest.raises(ValidationError):
        reported(evening)


def test_who_need_not_come_is_neither_fetched_nor_reminded(cast: Cast, evening: Evening) -> None:
    with evening.looking("bosse"):
        candidate = Candidate.objects.select_related("call_in", "summons").get()
        at = candidate.call_in.doors_open_at
        pickups.arrange(candidate, at=at, place="home", fetched_by=cast.bosse)
        Reminder.objects.create(summons=candidate.summons, due_at=at, planned_by=cast.bosse)
    pk = reported(evening)
    answer = cast.client("jonas").post(f"/kallelser/forhinder/{pk}/", {"answer": "accept"})
    assert answer.status_code == 302
    with evening.looking("greta"):
        assert Candidate.objects.get().state == Candidate.State.HINDRANCE_ACCEPTED
        assert PickUp.objects.get().called_off_at
        assert Reminder.objects.get().cancelled_at


def test_a_hindrance_is_reported_on_the_page_and_its_mistakes_told_there(
    cast: Cast, evening: Evening
) -> None:
    with evening.looking("greta"):
        pk = Candidate.objects.select_related("summons").get().summons.pk
    path, today = f"/kallelser/{pk}/forhinder/", timezone.localdate()
    client = cast.client("bosse")
    page = client.post(path, {"reason": "", "day": "i morgon", "time": "09:00"}).content.decode()
    assert 'value="i morgon"' in page
    assert client.post(path, {"reason": "work", "day": today, "time": "00:00"}).status_code == 302
    with evening.looking("greta"):
        assert Hindrance.objects.get().reported_to == cast.bosse
