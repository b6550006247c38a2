"""Summonses: on which ground, in which words, and how they reach the person."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import SpecialCondition, Supervision
from interventions.actions import candidates, letters, pickups, summonses
from interventions.models import Candidate, PickUp, ServiceAttempt, Summons
from tests.cast import Cast
from tests.evening import Evening

Ground = Summons.Ground
STRANGERS = ["hugo", "anna", "inga", "cilla", "siv", "david", "eva", "karin", "lars"]


@pytest.fixture
def evening(cast: Cast) -> Evening:
    return Evening.at(people=0, doors_open=Evening.noon(days=30))


def summoned(evening: Evening, name: str = "Ali Berg", *, ground: str = "", **more: object):
    """The pk of a summons that nobody has tried to serve."""
    pk = evening.review(name, **more)
    evening.set_aside(pk)
    with evening.looking("jonas"):
        candidates.approve(Candidate.objects.get(pk=pk), by=evening.people["jonas"])
    with evening.looking("greta"):
        row = Candidate.objects.get(pk=pk)
        return candidates.summon(row, by=evening.people["greta"], ground=ground).pk


def attempt(evening: Evening, pk: object, outcome: str, *, at: datetime | None = None) -> None:
    with evening.looking("bosse"):
        summonses.attempt(
            Summons.objects.get(pk=pk), method="in_person", outcome=outcome, at=at,
            by=evening.people["bosse"],
        )  # fmt: skip


def state(evening: Evening, pk: object) -> str:
    with evening.looking("greta"):
        return Candidate.objects.get(summons=pk).state


@pytest.mark.parametrize("outcome", ServiceAttempt.Outcome.values)
def test_only_what_is_received_is_served(evening: Evening, outcome: str) -> None:
    pk = summoned(evening)
    attempt(evening, pk, outcome)
    with evening.looking("greta"):
        is_served = Summons.objects.get(pk=pk).served_on is not None
        assert ServiceAttempt.objects.get().outcome == outcome
    assert is_served == (outcome == "served") == (state(evening, pk) == "served")


def test_every_attempt_is_kept_and_nothing_is_served_twice(evening: Evening) -> None:
    pk = summoned(evening)
    for outcome in ("not_found", "wrong_address", "served"):
        attempt(evening, pk, outcome)
    with pytest.raises(ValidationError):
        attempt(evening, pk, "served")
    with evening.looking("greta"):
        assert ServiceAttempt.objects.count() == 3


@pytest.mark.parametrize("days", [-1, 1])
def test_an_attempt_is_made_at_a_time_that_can_be_true(evening: Evening, days: int) -> None:
    pk = summoned(evening)
    with pytest.raises(ValidationError):
        attempt(evening, pk, "served", at=timezone.now() + timedelta(days=days))
    assert state(evening, pk) == "summoned"


def test_who_served_is_whoever_is_named(cast: Cast, evening: Evening) -> None:
    pk = summoned(evening)
    now = timezone.localtime()
    sent = {
        "method": "appointment", "by": cast.bosse.pk, "day": now.date(), "time": "00:00",
        "outcome": "served",
    }  # fmt: skip
    answer = cast.client("greta").post(f"/kallelser/{pk}/delgivning/", sent)
    assert answer.status_code == 302
    with evening.looking("greta"):
        assert ServiceAttempt.objects.get().by == cast.bosse


def test_a_wrong_attempt_says_what_to_do_and_keeps_what_was_typed(
    cast: Cast, evening: Evening
) -> None:
    pk = summoned(evening)
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {
        "method": "post", "by": cast.bosse.pk, "day": tomorrow, "time": "09:15",
        "outcome": "no_answer",
    }  # fmt: skip
    page = cast.client("bosse").post(f"/kallelser/{pk}/delgivning/", sent).content.decode()
    assert "Välj en tidigare" in page
    assert 'value="09:15"' in page
    assert str(tomorrow) in page


def test_a_duty_is_that_of_the_sanction(evening: Evening) -> None:
    """However the form was got round."""
    with pytest.raises(ValidationError):
        summoned(evening, ground=Ground.DUTY_VF, sanction=Supervision.Sanction.SKYDDSTILLSYN)


def test_a_special_condition_is_a_ground_while_it_is_in_force(evening: Evening) -> None:
    with pytest.raises(ValidationError):
        summoned(evening, ground=Ground.CONDITION)
    with evening.looking("greta"):
        candidate = Candidate.objects.select_related("call_in").get()
        day = timezone.localdate(candidate.call_in.starts_at)
        SpecialCondition.objects.create(
            individual_id=candidate.individual_id, supervision_id=candidate.supervision_id,
            kind="contact", text="Kontakt varje vecka", valid_from=day, valid_until=day,
        )  # fmt: skip
        made = candidates.summon(candidate, by=evening.people["greta"], ground=Ground.CONDITION)
        assert made.ground == Ground.CONDITION


def test_a_summons_keeps_the_words_it_was_issued_in(cast: Cast, evening: Evening) -> None:
    told = {"kind": Ground.DUTY_ST, "language": "sv", "body": "{dag} {tid} {plats}"}
    with evening.looking("greta"):
        first = letters.publish(subject="Första", by=cast.greta, **told)
    pk = summoned(evening)
    with evening.looking("greta"):
        letters.publish(subject="Andra", by=cast.greta, **told)
        assert Summons.objects.get(pk=pk).text == first


def test_what_is_made_voluntary_is_said_in_other_words(cast: Cast, evening: Evening) -> None:
    told = {"language": "sv", "subject": "Möte", "body": "{dag} {tid} {plats}", "by": cast.greta}
    with evening.looking("greta"):
        for kind in (Ground.DUTY_ST, Ground.VOLUNTARY):
            letters.publish(kind=kind, **told)
    pk = summoned(evening)
    assert cast.client("greta").post(f"/kallelser/{pk}/frivillig/").status_code == 302
    with evening.looking("greta"):
        summons = Summons.objects.select_related("text").get(pk=pk)
        assert (summons.ground, summons.text.kind) == (Ground.VOLUNTARY, Ground.VOLUNTARY)
        with pytest.raises(ValidationError):
            summonses.make_voluntary(summons, by=cast.greta)


def test_somebody_is_fetched_or_no_longer(cast: Cast, evening: Evening) -> None:
    pk = summoned(evening)
    with evening.looking("bosse"):
        candidate = Candidate.objects.select_related("call_in").get()
        at, told = candidate.call_in.doors_open_at, {"place": "home", "fetched_by": cast.bosse}
        pickups.arrange(candidate, at=at, **told)
        pickups.arrange(candidate, at=at - timedelta(hours=1), **told)
        assert PickUp.objects.get().at == at - timedelta(hours=1)
        with pytest.raises(ValidationError):
            pickups.arrange(candidate, at=candidate.call_in.starts_at, **told)
    assert "Hämtas av Bosse" in cast.client("greta").get(f"/kallelser/{pk}/").content.decode()
    cast.client("bosse").post(f"/kallelser/{pk}/hamtning/av/")
    page = cast.client("greta").get(f"/kallelser/{pk}/").content.decode()
    assert "Hämtas av" not in page


@pytest.mark.parametrize("name", STRANGERS)
def test_no_other_agency_learns_of_a_summons(cast: Cast, evening: Evening, name: str) -> None:
    pk = summoned(evening)
    attempt(evening, pk, "not_found")
    with evening.looking(name):
        assert not Summons.objects.exists()
        assert not ServiceAttempt.objects.exists()
    for path in ("", "delgivning/", "forhinder/", "hamtning/"):
        assert cast.client(name).get(f"/kallelser/{pk}/{path}").status_code == 404
    path = f"/call-in/{evening.call_in_id}/kallelser/"
    assert cast.client(name).get(path).status_code == 404


def test_a_protected_person_has_no_summons_to_look_at(cast: Cast, evening: Evening) -> None:
    pk = summoned(evening)
    with evening.looking("greta"):
        person = Candidate.objects.select_related("individual").get().individual
        person.protection_level = "marked"
        person.save()
    assert cast.client("bosse").get(f"/kallelser/{pk}/").status_code == 404
    listed = cast.client("greta").get(f"/call-in/{evening.call_in_id}/kallelser/")
    assert "Ali Berg" not in listed.content.decode()


def test_nothing_more_is_written_when_the_evening_is_over(evening: Evening) -> None:
    late = Evening.at(people=1)
    late.close()
    with late.looking("greta"):
        summons = Summons.objects.get(candidate__call_in=late.call_in_id)
        for write in (
            lambda: summonses.attempt(
                summons, method="post", outcome="no_answer", by=late.people["greta"]
            ),
            lambda: summonses.make_voluntary(summons, by=late.people["greta"]),
        ):
            with pytest.raises(ValidationError):
                write()


@pytest.mark.parametrize("number", [2, 12])
def test_a_longer_list_takes_no_more_queries(
    cast: Cast, evening: Evening, number: int, django_assert_max_num_queries
) -> None:
    for one in range(number):
        attempt(evening, summoned(evening, f"Ali Berg {one}"), "not_found")
    client = cast.client("greta")
    path = f"/call-in/{evening.call_in_id}/kallelser/"
    client.get(path)
    with django_assert_max_num_queries(32):
        client.get(path)
