"""Today: what waits for one person, asked only of what that person may read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Supervision
from interventions.actions import tasks
from interventions.models import CallIn, Task
from partners.mandates import Category
from partners.models import Disclosure, LegalBasis, RoleAssignment
from sluta_skjut.today import Today
from tests import database
from tests.cast import Cast
from tests.evening import Evening
from tests.paperwork import Town


@pytest.fixture
def town(cast: Cast) -> Town:
    return Town.settle(cast)


def page(cast: Cast, name: str) -> str:
    answer = cast.client(name).get(reverse("today"))
    assert answer.status_code == 200
    return answer.content.decode()


def request(cast: Cast, *, by: str) -> Disclosure:
    with cast.looking(by) as asking:
        return Disclosure.objects.create(
            recipient=cast.police, purpose="Hotbilden i kväll",
            legal_basis=LegalBasis.objects.get(code="MEN"),
            valid_until=timezone.now() + timedelta(days=9), requested_by_id=asking.user_id,
        )  # fmt: skip


def test_everybody_has_a_day_and_sees_in_it_what_they_may_read(town: Town) -> None:
    town.call("police", title="Möte med polisen")
    seen = {
        name: ("Kvällsmötet" in content, "Möte med polisen" in content)
        for name in ("greta", "hugo", "inga", "david", "eva", "karin", "lars")
        if (content := page(town.cast, name))
    }
    assert seen == {
        "greta": (True, True), "hugo": (True, True), "inga": (True, True), "david": (True, False),
        "eva": (False, False), "karin": (False, False), "lars": (False, False),
    }  # fmt: skip


def test_tonights_door_is_one_press_away_for_those_who_stand_at_it(cast: Cast) -> None:
    evening = Evening.at(people=2, doors_open=timezone.localtime().replace(hour=0, minute=0))
    door = reverse("interventions:door", args=[evening.call_in_id])
    assert door in page(cast, "greta")
    assert door in page(cast, "bosse")
    for name in ("jonas", "hugo", "david", "karin"):
        assert door not in page(cast, name)


def test_no_door_is_offered_for_another_day(cast: Cast) -> None:
    evening = Evening.at(people=2, doors_open=timezone.now() + timedelta(days=3))
    assert reverse("interventions:door", args=[evening.call_in_id]) not in page(cast, "greta")


def test_tonights_call_in_stays_when_its_list_is_closed_and_says_what_is_next(cast: Cast) -> None:
    evening = Evening.at(people=2, doors_open=timezone.localtime().replace(hour=0, minute=0))
    record = reverse("interventions:callin", args=[evening.call_in_id])
    cast.let_read(cast.police, Category.CALL_IN, owner=cast.probation)
    evening.close()
    for name, is_next in (("greta", True), ("bosse", True), ("jonas", True), ("hugo", False)):
        content = page(cast, name)
        assert "Call-in i november" in content
        assert "Listan stängd" in content
        assert (f"{record}#attendance" in content) is is_next
        assert reverse("interventions:door", args=[evening.call_in_id]) not in content


def test_a_late_task_is_late_in_words_with_its_day(cast: Cast) -> None:
    day = timezone.localdate() - timedelta(days=2)
    with cast.looking("greta"):
        tasks.add(title="Boka lokal", assignee=cast.bosse, due_on=day, by=cast.greta)
    content = page(cast, "bosse")
    assert "Boka lokal" in content
    assert 'data-state="late"' in content
    assert f">{day.day} " in content or f" {day.day} " in content


def test_a_disclosure_waits_for_deciders_other_than_the_one_who_asked(cast: Cast) -> None:
    request(cast, by="greta")
    assert "Hotbilden i kväll" in page(cast, "jonas")
    assert "Hotbilden i kväll" in page(cast, "judit")
    for name in ("greta", "bosse", "inga", "siv", "karin"):
        assert "Hotbilden i kväll" not in page(cast, name)


def test_whoever_asked_is_not_asked_to_decide(cast: Cast) -> None:
    with database.role("owner"):
        RoleAssignment.objects.create(
            user=cast.jonas, role="caseworker", reason="Vikarierar",
            valid_until=timezone.now() + timedelta(days=9),
        )  # fmt: skip
    request(cast, by="jonas")
    assert "Hotbilden i kväll" not in page(cast, "jonas")
    assert "Hotbilden i kväll" in page(cast, "judit")


def test_a_disclosure_that_ended_by_a_change_is_shown_to_its_owner_to_decide_again(
    town: Town,
) -> None:
    with town.cast.looking("greta"):
        before = Today(town.cast.greta).to_decide_again
    with town.cast.looking("bosse"):
        supervision = Supervision.objects.get(pk=town.supervisions[0].pk)
        supervision.unit = "Lund"
        supervision.save()
    with town.cast.looking("greta"):
        assert len(Today(town.cast.greta).to_decide_again) == len(before) + 1
        assert Today(town.cast.greta).lost == []
    assert "Säkerheten" in page(town.cast, "greta")


def test_deciders_see_how_many_candidates_wait_the_protected_apart(town: Town) -> None:
    with town.cast.looking("jonas"):
        (call_in,) = Today(town.cast.jonas).candidacies
        assert (str(call_in), call_in.waiting) == ("Kvällsmötet", 2)
    for name in ("greta", "inga"):
        with town.cast.looking(name):
            assert Today(getattr(town.cast, name)).candidacies == []


def test_a_briefing_asked_for_is_on_its_authors_day_alone(town: Town) -> None:
    briefing = town.ask(town.call("police"))
    address = reverse("interventions:briefing", args=[briefing.pk])
    assert address in page(town.cast, "greta")
    for name in ("bosse", "hugo", "jonas"):
        assert address not in page(town.cast, name)


def test_a_day_without_cases_says_so(cast: Cast) -> None:
    for name in ("lars", "karin"):
        assert 'class="empty"' in page(cast, name)
        assert "<table" not in page(cast, name)


@pytest.mark.parametrize("name", ["greta", "jonas", "hugo", "eva", "lars"])
def test_the_day_costs_the_same_with_2_of_each_and_with_20(town: Town, name: str) -> None:
    client, costs = town.cast.client(name), []
    for upto in (2, 20):
        fill(town, upto)
        client.get(reverse("today"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("today"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def fill(town: Town, upto: int) -> None:
    with town.cast.looking("greta"):
        there = Task.objects.filter(assignee=town.cast.greta).count()
        starts = timezone.now() + timedelta(days=20)
        for number in range(there, upto):
            CallIn.objects.create(title="C", venue="V", starts_at=starts, doors_open_at=starts)
            due = timezone.localdate() + timedelta(days=number)
            tasks.add(title="T", assignee=town.cast.greta, due_on=due, by=town.cast.greta)
    for _ in range(there, upto):
        town.ask(town.call("police", "civil_society"))
        request(town.cast, by="greta")
