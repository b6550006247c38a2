"""The door: what a tap is, who may tap, what is logged, and how the evening ends."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Individual, Supervision
from interventions.actions import doors
from interventions.arrivals import Kind
from interventions.door_list import DoorList
from interventions.models import Attendance, Candidate, DoorCard, DoorName
from partners.mandates import Category
from partners.models import AccessLogEntry, Grant, Tally
from tests.cast import Cast
from tests.database import role
from tests.evening import Evening

SCRIPT = {"X-Requested-With": "door"}
# Session, user, transaction, audience: what every page costs; in a test one more, since whoever
# looked before looks again.
EVERY_PAGE = 6


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=3)


def door(evening: Evening, rest: str = "") -> str:
    return f"/call-in/{evening.call_in_id}/dorren/{rest}"


def press(
    client: Client,
    evening: Evening,
    number: int = 0,
    kind: str = "arrived",
    *,
    nonce: UUID | None = None,
    **headers: str,
) -> int:
    sent = {"kind": kind, "nonce": str(nonce or uuid4())}
    path = door(evening, f"{evening.card_ids[number]}/")
    return client.post(path, sent, headers=headers or SCRIPT).status_code


def states(client: Client, evening: Evening) -> list[str]:
    listed = client.get(door(evening)).context["door"]
    at = {card.id: card.standing.kind.value for card in listed.cards}
    return [at[pk] for pk in evening.card_ids]


def entries() -> int:
    with role("owner"):
        return AccessLogEntry.objects.count()


def test_one_tap_is_one_arrival(cast: Cast, evening: Evening) -> None:
    client = cast.client("greta")
    assert press(client, evening) == 204
    assert states(client, evening) == ["arrived", "expected", "expected"]
    with evening.looking("greta"):
        event = Attendance.objects.get()
        assert event.registered_by_id == cast.greta.pk
        assert event.owner_id == cast.probation.pk
        assert abs(timezone.now() - event.at) < timedelta(seconds=30)


def test_without_script_the_page_comes_back(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    path = door(evening, f"{evening.card_ids[0]}/")
    answer = client.post(path, {"kind": "arrived", "nonce": str(uuid4())})
    assert answer.status_code == 302
    assert answer.url == door(evening) + f"#card-{evening.card_ids[0]}"
    assert states(client, evening)[0] == "arrived"


def test_a_tap_sent_again_is_the_same_tap(cast: Cast, evening: Evening) -> None:
    client, nonce = cast.client("greta"), uuid4()
    for _again in range(3):
        assert press(client, evening, nonce=nonce) == 204
    with evening.looking("greta"):
        assert Attendance.objects.count() == 1


def test_of_two_taps_with_one_mark_the_first_is_kept(cast: Cast, evening: Evening) -> None:
    client, nonce = cast.client("greta"), uuid4()
    press(client, evening, nonce=nonce)
    assert press(client, evening, 1, "turned_back", nonce=nonce) == 204
    assert states(client, evening) == ["arrived", "expected", "expected"]


@pytest.mark.parametrize("kind", ["turned_back", "refused_entry", "in_custody", "cancelled"])
def test_the_other_states_are_one_step_away(cast: Cast, evening: Evening, kind: str) -> None:
    client = cast.client("greta")
    press(client, evening, 1, kind)
    assert states(client, evening)[1] == kind


def test_whoever_came_can_leave(cast: Cast, evening: Evening) -> None:
    client = cast.client("greta")
    press(client, evening)
    press(client, evening, kind="left")
    assert states(client, evening)[0] == "left"


@pytest.mark.parametrize("wrong", ["annulled", "absent", "", "arrived'--"])
def test_other_words_are_no_taps(cast: Cast, evening: Evening, wrong: str) -> None:
    assert press(cast.client("greta"), evening, kind=wrong) == 409
    with evening.looking("greta"):
        assert not Attendance.objects.exists()


def undo(client: Client, evening: Evening, event: UUID, number: int = 0, **sent: object) -> int:
    path = door(evening, f"{evening.card_ids[number]}/{event}/")
    return client.post(path, {"nonce": str(uuid4())} | sent, headers=SCRIPT).status_code


def test_an_undone_tap_says_why_and_stays(cast: Cast, evening: Evening) -> None:
    client, nonce = cast.client("greta"), evening.tap(0)
    assert undo(client, evening, nonce, reason="fel person") == 204
    assert states(client, evening)[0] == "expected"
    with evening.looking("greta"):
        assert Attendance.objects.get(annuls=nonce).reason == "fel person"
        assert Attendance.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "x" * 1_000_000])
def test_nothing_is_undone_without_a_reason_of_fitting_length(
    cast: Cast, evening: Evening, reason: str
) -> None:
    nonce = evening.tap(0)
    assert undo(cast.client("greta"), evening, nonce, reason=reason) == 409
    assert states(cast.client("greta"), evening)[0] == "arrived"


def test_only_an_event_of_that_card_is_undone(cast: Cast, evening: Evening) -> None:
    nonce = evening.tap(0)
    assert undo(cast.client("greta"), evening, uuid4(), reason="x") == 409
    assert undo(cast.client("greta"), evening, nonce, 1, reason="x") == 409


def test_events_that_exclude_each_other_are_shown_to_choose_between(
    cast: Cast, evening: Evening
) -> None:
    came = evening.tap(0)
    evening.tap(0, Kind.TURNED_BACK, by="bosse")
    text = cast.client("greta").get(door(evening)).content.decode()
    card = text.split(f'id="card-{evening.card_ids[0]}"')[1].split("</li>")[0]
    assert 'data-state="conflict"' in card
    assert card.count('class="undo"') == 2
    assert "Greta Nyberg" in card
    assert "Bosse Håkansson" in card
    undo(cast.client("greta"), evening, came, reason="fel person")
    assert states(cast.client("greta"), evening)[0] == "turned_back"


def test_late_follows_from_the_time(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        starts = evening.call_in().starts_at
    evening.tap(0, at=starts + timedelta(minutes=4, seconds=59))
    evening.tap(1, at=starts + timedelta(minutes=5))
    cards = {card.id: card for card in cast.client("greta").get(door(evening)).context["cards"]}
    assert [cards[pk].is_late for pk in evening.card_ids[:2]] == [False, True]


def test_before_the_doors_open_only_what_is_known_beforehand(cast: Cast) -> None:
    evening = Evening.at(people=2, doors_open=timezone.now() + timedelta(hours=2))
    client = cast.client("greta")
    answer = client.post(
        door(evening, f"{evening.card_ids[0]}/"),
        {"kind": "arrived", "nonce": str(uuid4())},
        headers=SCRIPT,
    )
    opens = timezone.localtime(timezone.now() + timedelta(hours=2))
    assert answer.status_code == 409
    assert f"{opens:%H:%M}" in answer.content.decode()
    assert press(client, evening, 0, "in_custody") == 204
    assert press(client, evening, 1, "cancelled") == 204
    listed = client.get(door(evening)).text.split('id="door-list"')[1].split("</ol>")[0]
    assert 'value="arrived"' not in listed


# -- The database itself ------------------------------------------------------------------------


def forge(evening: Evening, **fields: object) -> Callable[[], object]:
    def write() -> object:
        with transaction.atomic():
            right = {
                "call_in_id": evening.call_in_id,
                "card_id": evening.card_ids[0],
                "kind": "arrived",
                "registered_by": evening.people["greta"],
            }
            return Attendance.objects.create(**(right | fields))

    return write


def test_the_database_keeps_the_rules_of_the_door(cast: Cast, evening: Evening) -> None:
    other = Evening.at(people=1)
    with evening.looking("greta"):
        opened = evening.call_in().doors_open_at
        forge(evening)()
        for wrong, error in (
            ({"registered_by": cast.bosse}, ProgrammingError),
            ({"card_id": other.card_ids[0]}, IntegrityError),
            ({"at": opened - timedelta(seconds=1)}, IntegrityError),
        ):
            with pytest.raises(error):
                forge(evening, **wrong)()
        assert Attendance.objects.count() == 1


def test_an_event_is_never_changed_and_never_deleted(evening: Evening) -> None:
    evening.tap(0)
    for name in ("greta", "bosse", "jonas"):
        with evening.looking(name):
            assert Attendance.objects.update(kind="left") == 0
            assert Attendance.objects.all().delete()[0] == 0


# -- Cheap --------------------------------------------------------------------------------------


def test_a_tap_reads_nothing_and_costs_one_insert(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    for name, more in (("greta", 0), ("hugo", 1)):
        client = cast.client(name)
        client.get(door(evening))
        before = entries()
        with CaptureQueriesContext(connection) as queries:
            assert press(client, evening) == 204
        savepoint = 2
        assert len(queries) <= EVERY_PAGE + 1 + savepoint + more
        assert entries() == before


def test_news_of_nothing_loads_nothing_and_is_not_logged(cast: Cast, evening: Evening) -> None:
    client = cast.client("greta")
    known = client.get(door(evening)).context["door"].version
    before = entries()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(door(evening, "nytt/"), {"known": str(known)})
    assert answer.status_code == 204
    assert answer.content == b""
    assert len(queries) <= EVERY_PAGE + 1
    assert entries() == before


def test_news_holds_the_cards_that_were_touched_and_is_logged(cast: Cast, evening: Evening) -> None:
    client = cast.client("greta")
    known = client.get(door(evening)).context["door"].version
    evening.tap(1, by="bosse")
    before = entries()
    answer = client.get(door(evening, "nytt/"), {"known": str(known)})
    assert [card.id for card in answer.context["cards"]] == [evening.card_ids[1]]
    assert entries() == before + 1
    for strange in ("", "x", "1_2_3_nan", "1_2_3_1e999", "9_9_9_0"):
        everything = client.get(door(evening, "nytt/"), {"known": strange}).context["cards"]
        assert len(everything) == 3


def test_the_screen_costs_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    client = cast.client("greta")
    costs = []
    for people in (2, 20):
        evening = Evening.at(people=people)
        for number in range(people):
            evening.tap(number)
        with CaptureQueriesContext(connection) as queries:
            client.get(door(evening))
        costs.append(len(queries))
    assert costs[0] == costs[1]


# -- Door duty ----------------------------------------------------------------------------------


def test_on_duty_one_sees_initials_and_seats_and_nothing_else(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    client = cast.client("hugo")
    # Whole words: a token made by chance may hold any short name.
    words = set(re.findall(r"\w+", client.get(door(evening)).text))
    assert "AB" in words
    assert words.isdisjoint({"Ali", "Berg", "Ceder"})
    with evening.looking("hugo"):
        assert DoorCard.objects.count() == 3
        for model in (DoorName, Candidate, Individual, Supervision):
            assert not model.objects.exists()


def test_on_duty_one_registers_for_probation(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    nonce = uuid4()
    assert press(cast.client("hugo"), evening, nonce=nonce) == 204
    with evening.looking("greta"):
        event = Attendance.objects.get()
        assert (event.owner_id, event.registered_by_id) == (cast.probation.pk, cast.hugo.pk)
    assert undo(cast.client("hugo"), evening, nonce, reason="fel person") == 204
    assert states(cast.client("hugo"), evening)[0] == "expected"


def test_with_names_one_sees_names(cast: Cast, evening: Evening) -> None:
    evening.give_duty("eva", with_names=True)
    assert "Ali Berg" in cast.client("eva").get(door(evening)).content.decode()
    with evening.looking("eva"):
        assert not Individual.objects.exists()


def test_names_read_at_the_door_are_logged_as_read_about_persons(
    cast: Cast, evening: Evening
) -> None:
    evening.give_duty("eva", with_names=True)
    cast.client("eva").get(door(evening))
    with role("owner"):
        entry = AccessLogEntry.objects.filter(user=cast.eva).latest("id")
        assert len(entry.subjects) == 3


def test_who_becomes_protected_has_no_name_at_the_door(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        person = Candidate.objects.get(pk=evening.candidate_ids[0]).individual
        person.protection_level = "marked"
        person.save()
    text = cast.client("greta").get(door(evening)).content.decode()
    assert "Ali Berg" not in text
    assert "Bo Ceder" in text


@pytest.mark.parametrize("name", ["anna", "cilla", "david", "mona", "inga", "jonas", "karin"])
def test_without_duty_there_is_no_door(cast: Cast, evening: Evening, name: str) -> None:
    evening.give_duty("hugo")
    client = cast.client(name)
    assert client.get(door(evening)).status_code == 404
    assert client.get(door(evening, "nytt/")).status_code == 404
    assert press(client, evening) == 404
    with evening.looking("greta"):
        assert not Attendance.objects.exists()


def test_duty_is_for_one_evening_only(cast: Cast, evening: Evening) -> None:
    other = Evening.at(people=1)
    evening.give_duty("hugo")
    assert cast.client("hugo").get(door(other)).status_code == 404
    assert press(cast.client("hugo"), other) == 404
    client = cast.client("hugo")
    path = door(evening, f"{other.card_ids[0]}/")
    assert client.post(path, {"kind": "arrived", "nonce": str(uuid4())}).status_code == 404


def test_ended_duty_is_gone_at_once(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo", with_names=True)
    path = door(evening, f"tjanst/{cast.hugo.pk}/")
    assert cast.client("greta").post(path).status_code == 302
    assert cast.client("hugo").get(door(evening)).status_code == 404
    assert press(cast.client("hugo"), evening) == 404
    assert cast.client("greta").post(path).status_code == 404


@pytest.mark.parametrize("seen", ["door", "record", "today"])
def test_whoever_stood_at_the_door_is_told_in_words_that_it_is_over(
    cast: Cast, evening: Evening, seen: str
) -> None:
    evening.give_duty("hugo")
    record, client = f"/call-in/{evening.call_in_id}/", cast.client("hugo")
    client.get({"door": door(evening), "record": record, "today": "/"}[seen])
    with evening.looking("greta"):
        doors.end_duty(evening.call_in(), of=cast.hugo, by=cast.greta)
    for path in (door(evening), record):
        answer = client.get(path)
        assert answer.status_code == 410
        words = set(re.findall(r"\w+", answer.text))
        assert "Dörrtjänsten" in words
        assert words.isdisjoint({"AB", "BC", "Ali", "november", "Stadion"})
    assert client.get(door(evening, "nytt/"), headers=SCRIPT).status_code == 410
    assert press(client, evening) == 410
    assert client.post(door(evening, f"{evening.card_ids[0]}/")).status_code == 410
    with evening.looking("greta"):
        assert not Attendance.objects.exists()


def test_only_the_session_that_stood_there_is_told(cast: Cast, evening: Evening) -> None:
    """To everybody else there never was a door, also to those who read call-ins."""
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    evening.give_duty("hugo")
    hugo, anna, new = cast.client("hugo"), cast.client("anna"), cast.client("hugo")
    assert hugo.get(door(evening)).status_code == 200
    evening.close()
    assert hugo.get(door(evening)).status_code == 410
    for client in (anna, new, cast.client("cilla")):
        assert client.get(door(evening)).status_code == 404
        assert client.get(door(evening, "nytt/")).status_code == 404
        assert press(client, evening) == 404


def test_a_card_that_is_not_there_does_not_end_the_duty(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    client = cast.client("hugo")
    client.get(door(evening))
    assert client.post(door(evening, f"{uuid4()}/"), {"nonce": uuid4()}).status_code in {302, 404}
    path = door(evening, f"{uuid4()}/")
    sent = {"kind": "arrived", "nonce": str(uuid4())}
    assert client.post(path, sent, headers=SCRIPT).status_code == 404


def test_duty_given_twice_is_one_duty_and_names_can_come_later(evening: Evening) -> None:
    for with_names in (False, False, True, True):
        evening.give_duty("hugo", with_names=with_names)
    with evening.looking("greta"):
        held = doors.duties(evening.call_in())
        assert [grant.codename for grant in held] == ["door_duty", "door_names"]


def test_duty_is_given_on_a_page_and_logged(cast: Cast, evening: Evening) -> None:
    sent = {"user": cast.hugo.pk, "with_names": "on"}
    answer = cast.client("greta").post(door(evening, "tjanst/"), sent)
    assert answer.status_code == 302
    with role("owner"):
        entry = AccessLogEntry.objects.filter(operation="interventions:duty_new").latest("id")
        assert entry.detail["duty_given_to"] == str(cast.hugo.pk)
        assert entry.detail["with_names"] is True
    assert "Hugo Lindqvist" in cast.client("greta").get(f"/call-in/{evening.call_in_id}/").text


@pytest.mark.parametrize("name", ["bosse", "filip", "lars"])
def test_duty_is_not_for_colleagues_nor_for_those_without_case_roles(
    cast: Cast, evening: Evening, name: str
) -> None:
    answer = cast.client("greta").post(door(evening, "tjanst/"), {"user": getattr(cast, name).pk})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    with evening.looking("greta"):
        assert not Grant.objects.filter(codename="door_duty").exists()


@pytest.mark.parametrize("name", ["bosse", "jonas", "hugo", "anna", "cilla"])
def test_only_probations_coordinator_gives_duty_and_closes(
    cast: Cast, evening: Evening, name: str
) -> None:
    evening.give_duty("hugo")
    for path in ("tjanst/", "stang/", f"tjanst/{cast.hugo.pk}/"):
        assert cast.client(name).post(door(evening, path)).status_code == 404


# -- The end of the evening ---------------------------------------------------------------------


def test_closing_ends_duties_and_publishes_the_figures(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    hugo = cast.client("hugo")
    evening.tap(0)
    assert cast.client("greta").post(door(evening, "stang/")).status_code == 302
    assert hugo.get(door(evening)).status_code == 404
    assert press(hugo, evening, 1) == 404
    assert press(cast.client("greta"), evening, 1) == 409
    with evening.looking("greta"):
        call_in = evening.call_in()
        assert call_in.closed_by_id == cast.greta.pk
        assert Tally.objects.get().subject_pk == call_in.pk
        assert not doors.duties(call_in)
    assert cast.client("greta").get(door(evening)).status_code == 302


def test_what_came_in_time_may_be_sent_again_after_closing(cast: Cast, evening: Evening) -> None:
    nonce = evening.tap(0)
    evening.close()
    assert press(cast.client("greta"), evening, nonce=nonce) == 204


def test_contradictions_are_resolved_or_accepted_before_closing(
    cast: Cast, evening: Evening
) -> None:
    evening.tap(0)
    evening.tap(0, Kind.TURNED_BACK)
    client = cast.client("greta")
    answer = client.post(door(evening, "stang/"))
    assert answer.status_code == 200
    assert "accept_contradictions" in answer.context["form"].errors
    with pytest.raises(ValidationError):
        evening.close()
    sent = {"accept_contradictions": "on"}
    assert client.post(door(evening, "stang/"), sent).status_code == 302


def test_the_page_names_those_who_will_be_absent(cast: Cast, evening: Evening) -> None:
    evening.tap(0)
    text = cast.client("greta").get(door(evening, "stang/")).content.decode()
    assert "Ali Berg" not in text
    assert "Bo Ceder" in text


def test_no_tap_slips_in_while_the_list_is_being_closed(own_database: str) -> None:
    evening = Evening.at(people=1)
    answers: list[object] = []

    def tap() -> None:
        try:
            evening.tap(0)
        except ValidationError as refusal:
            answers.append(refusal.messages)
        finally:
            connection.close()

    late = Thread(target=tap)
    with evening.looking("greta"):
        doors.close(evening.call_in(), by=evening.people["greta"])
        late.start()
        late.join(0.5)
        assert late.is_alive()
    late.join(10)
    assert len(answers) == 1
    with evening.looking("greta"):
        assert not Attendance.objects.exists()
        assert evening.call_in().is_closed


def test_colleagues_of_a_closed_door_are_told_and_taken_to_how_it_stands(
    cast: Cast, evening: Evening
) -> None:
    client = cast.client("bosse")
    client.get(door(evening))
    evening.close()
    assert client.get(door(evening, "nytt/"), headers=SCRIPT).status_code == 404
    answer = client.get(door(evening), follow=True)
    assert answer.redirect_chain == [(f"/call-in/{evening.call_in_id}/", 302)]
    assert "Listan är stängd. Så här blev den." in answer.text


def test_the_list_can_be_closed_from_the_door_by_whoever_may(cast: Cast, evening: Evening) -> None:
    evening.give_duty("hugo")
    offers = {
        name: door(evening, "stang/") in cast.client(name).get(door(evening)).text
        for name in ("greta", "bosse", "hugo")
    }
    assert offers == {"greta": True, "bosse": False, "hugo": False}


def test_before_closing_one_is_told_that_it_is_for_good(cast: Cast, evening: Evening) -> None:
    text = cast.client("greta").get(door(evening, "stang/")).text
    assert "En stängd lista kan inte öppnas igen." in text


def test_whoever_was_missing_was_absent_once_the_list_is_closed(
    cast: Cast, evening: Evening
) -> None:
    evening.tap(0)
    evening.tap(0, Kind.LEFT)
    evening.tap(1)
    with evening.looking("greta"):
        meanwhile = DoorList(evening.call_in(), timezone.now()).counts
        assert meanwhile == [(3, "kallade"), (1, "på plats"), (1, "har gått"), (1, "saknas")]
    evening.close()
    with evening.looking("greta"):
        afterwards = DoorList(evening.call_in(), timezone.now()).counts
        assert afterwards == [
            (3, "kallade"),
            (2, "kom"),
            (1, "av dem gick i förtid"),
            (1, "uteblev"),
        ]


def test_what_was_undone_is_told_to_the_owner_with_who_when_and_why(
    cast: Cast, evening: Evening
) -> None:
    evening.give_duty("hugo")
    nonce = evening.tap(0, Kind.TURNED_BACK, by="hugo")
    undo(cast.client("bosse"), evening, nonce, reason="fel man i dörren")
    undo(cast.client("greta"), evening, nonce, reason="en gång till")
    evening.tap(1)
    evening.close()
    record = f"/call-in/{evening.call_in_id}/"
    answer = cast.client("greta").get(record)
    (undone,) = answer.context["stages"].door.door_list.undone
    assert (undone.by, undone.undone_by) == ("Hugo Lindqvist", "Bosse Håkansson")
    told = answer.text.split('id="undone"')[1].split("</table>")[0]
    for words in ("Ali Berg", "Vände i dörren", "Hugo Lindqvist", "Fel man i dörren"):
        assert words in told
    assert "En gång till" not in told
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    for name in ("hugo", "anna"):
        assert 'id="undone"' not in cast.client(name).get(record).text


def test_an_empty_list_publishes_nothing(cast: Cast) -> None:
    evening = Evening.at(people=0)
    evening.close()
    with evening.looking("greta"):
        assert not Tally.objects.exists()


def test_a_list_is_closed_once_and_not_before_the_doors(cast: Cast, evening: Evening) -> None:
    evening.close()
    with pytest.raises(ValidationError):
        evening.close()
    later = Evening.at(people=1, doors_open=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError):
        later.close()
