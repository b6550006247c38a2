"""The page after a call-in: worked from to the end, for the owner alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.arrivals import Kind
from interventions.models import AbsenceCase, AlternativeDelivery, Candidate, FollowUp, HelpRequest
from tests.cast import Cast
from tests.evening import Evening
from tests.interventions.test_help_requests import COVERED
from tests.partners.test_consents import signed


@pytest.fixture
def evening(cast: Cast) -> Evening:
    evening = Evening.at(people=3)
    evening.tap(0)
    evening.close()
    return evening


def path(evening: Evening) -> str:
    return f"/call-in/{evening.call_in_id}/efterat/"


def test_it_is_worked_from_to_the_end(cast: Cast, evening: Evening) -> None:
    bosse, jonas, today = cast.client("bosse"), cast.client("jonas"), timezone.localdate()
    page = bosse.get(path(evening)).content.decode()
    assert "För 3 personer finns något kvar att göra" in page
    with cast.looking("bosse"):
        talk = FollowUp.objects.get()
    bosse.post(f"/uppfoljningar/{talk.pk}/", {"next_on": ""})
    for pk in evening.candidate_ids[1:]:
        case = bosse.post(f"/call-in/kandidat/{pk}/uteblivande/").url
        assert "Välj en dag" in bosse.post(case, {"step": "heard", "on": ""}).content.decode()
        bosse.post(case, {"step": "heard", "on": today})
        bosse.post(case, {"step": "decided", "on": today, "measure": "talk"})
        answer = jonas.post(case, {"step": "decided", "on": today, "measure": "forfeiture"})
        assert "Det beslutar bara övervakningsnämnden" in answer.content.decode()
        assert 'value="forfeiture" selected' in answer.content.decode(), "what was chosen is kept"
        jonas.post(case, {"step": "decided", "on": today, "measure": "talk"})
        with cast.looking("bosse"):
            assert AbsenceCase.objects.get(candidate=pk).decided_by == cast.jonas
            delivery = AlternativeDelivery.objects.get(candidate=pk)
        bosse.post(f"/leveranser/{delivery.pk}/", {"step": "planned", "on": today})
        bosse.post(f"/leveranser/{delivery.pk}/", {"step": "done", "on": today})
    assert "Alla är uppföljda" in bosse.get(path(evening)).content.decode()
    with cast.looking("bosse"):
        assert {one.state for one in Candidate.objects.all()} == {"followed_up"}


def test_where_the_door_contradicts_itself_somebody_says_what_was_true(cast: Cast) -> None:
    evening = Evening.at(people=1)
    evening.tap(0)
    evening.tap(0, Kind.TURNED_BACK)
    evening.close(accept_contradictions=True)
    greta = cast.client("greta")
    assert "Att reda ut" in greta.get(path(evening)).content.decode()
    greta.post(f"/call-in/kandidat/{evening.candidate_ids[0]}/utfall/", {"outcome": "present"})
    assert "Att reda ut" not in greta.get(path(evening)).content.decode()
    with cast.looking("greta"):
        assert FollowUp.objects.filter(candidate=evening.candidate_ids[0]).exists()


def test_a_wish_is_noted_passed_on_and_reached(cast: Cast, evening: Evening) -> None:
    bosse = cast.client("bosse")
    with cast.looking("bosse"):
        person = Candidate.objects.get(pk=evening.candidate_ids[0]).individual
    wish = bosse.post(f"/hjalp/ny/{person.pk}/").url
    assert "Det finns inget samtycke" in bosse.get(f"{wish}formedla/").content.decode()
    consent = signed(cast, categories=COVERED)
    shared = {"shared": f"{consent.pk}:{cast.social_services.pk}", "is_compared": "on"}
    assert bosse.post(f"{wish}formedla/", shared).status_code == 302
    assert person.name in cast.client("cilla").get("/hjalp/").content.decode()
    assert cast.client("cilla").get(wish).status_code == 200
    tomorrow = timezone.localtime() + timedelta(days=1)
    refused = bosse.post(wish, {"at": tomorrow.strftime("%Y-%m-%dT%H:%M")}).content.decode()
    assert "Den tiden har inte kommit" in refused
    bosse.post(wish, {"at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")})
    with cast.looking("bosse"):
        assert HelpRequest.objects.get().state == "contacted"


@pytest.mark.parametrize("name", ["hugo", "cilla", "david", "eva", "karin", "lars"])
def test_for_everybody_else_there_is_no_such_page(cast: Cast, evening: Evening, name: str) -> None:
    assert cast.client(name).get(path(evening)).status_code == 404


def test_however_many_were_called_it_asks_as_often(cast: Cast) -> None:
    def questions(people: int) -> int:
        evening = Evening.at(people=people)
        for number in range(people):
            evening.tap(number, Kind.ARRIVED if number % 2 else Kind.TURNED_BACK)
        evening.close()
        client = cast.client("greta")
        client.get(path(evening))
        with CaptureQueriesContext(connection) as asked:
            client.get(path(evening))
        return len(asked)

    assert questions(2) == questions(10)
