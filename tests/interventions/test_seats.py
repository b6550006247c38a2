"""The seat plan: who sits where, and which colleague sits behind."""

import pytest
from django.core.exceptions import ValidationError

from interventions.actions import seats
from interventions.actions.seats import Place
from interventions.models import DoorCard
from tests.cast import Cast
from tests.evening import Evening


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=3)


def arrange(evening: Evening, *places: tuple[int, str], by: str = "greta") -> int:
    named = {
        pk: Place(seat, evening.people[name] if name else None)
        for pk, (seat, name) in zip(evening.card_ids, places, strict=False)
    }
    with evening.looking(by):
        return seats.arrange(evening.call_in(), places=named, by=evening.people[by])


def plan(evening: Evening) -> list[tuple[int, str]]:
    with evening.looking("greta"):
        cards = DoorCard.objects.select_related("officer").in_bulk(evening.card_ids)
        return [
            (cards[pk].seat, cards[pk].officer.name if cards[pk].officer else "")
            for pk in evening.card_ids
        ]


def test_behind_a_seat_sits_the_persons_own_officer_until_somebody_else_does(
    evening: Evening,
) -> None:
    assert plan(evening)[0] == (1, "Bosse Håkansson")
    assert arrange(evening, (1, "ella")) == 1
    assert plan(evening)[0] == (1, evening.people["ella"].name)


def test_two_change_seats_and_only_they_are_changed(evening: Evening) -> None:
    assert arrange(evening, (2, "bosse"), (1, "bosse"), (3, "bosse")) == 2
    assert [seat for seat, _officer in plan(evening)] == [2, 1, 3]


def test_nobody_sits_on_anothers_seat(evening: Evening) -> None:
    before = plan(evening)
    for wrong in ([(2, "bosse")], [(4, ""), (4, "")]):
        with pytest.raises(ValidationError):
            arrange(evening, *wrong)
    assert plan(evening) == before


def test_only_colleagues_sit_behind_a_seat(evening: Evening) -> None:
    with pytest.raises(ValidationError):
        arrange(evening, (1, "hugo"))


def test_on_a_closed_list_everybody_keeps_the_seat(evening: Evening) -> None:
    evening.close()
    with pytest.raises(ValidationError):
        arrange(evening, (7, ""))


@pytest.mark.parametrize("name", ["hugo", "bosse", "jonas"])
def test_only_the_coordinator_changes_the_plan(evening: Evening, name: str) -> None:
    evening.give_duty("hugo")
    before = plan(evening)
    arrange(evening, (7, ""), by=name)
    assert plan(evening) == before


def test_the_plan_is_changed_on_one_page(cast: Cast, evening: Evening) -> None:
    client, path = cast.client("greta"), f"/call-in/{evening.call_in_id}/platser/"
    bosse, ella = str(cast.bosse.pk), str(cast.ella.pk)
    seats = dict(zip(evening.card_ids, (("2", bosse), ("1", ella), ("3", "")), strict=True))
    sent = {f"seat-{pk}": seat for pk, (seat, _officer) in seats.items()}
    sent |= {f"officer-{pk}": officer for pk, (_seat, officer) in seats.items()}
    assert client.post(path, sent).status_code == 302
    assert plan(evening) == [(2, "Bosse Håkansson"), (1, cast.ella.name), (3, "")]
    wrong = sent | {f"seat-{evening.card_ids[2]}": "2"}
    answer = client.post(path, wrong)
    assert f"seat-{evening.card_ids[0]}" in answer.context["form"].errors
    assert plan(evening)[2][0] == 3
    stranger = sent | {f"officer-{evening.card_ids[2]}": str(cast.hugo.pk)}
    assert client.post(path, stranger).status_code == 200


def test_the_door_says_who_sits_behind_each_seat(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    text = cast.client("hugo").get(f"/call-in/{evening.call_in_id}/dorren/").text
    assert text.count("Bosse Håkansson") == 3
