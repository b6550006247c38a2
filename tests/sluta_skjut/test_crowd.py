"""The large town, here with fewer people: who is registered where, and who sees whom."""

import pytest

from cases.models import Identifier, Individual
from partners.models import Disclosure, Grant
from sluta_skjut.town import crowd
from sluta_skjut.town.people import persons
from tests.cast import Cast


@pytest.fixture
def town(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(crowd, "REGISTERED", {1: 20, 2: 40})
    monkeypatch.setattr(crowd, "DISCLOSED", {2: 8, 3: 3})
    monkeypatch.setattr(crowd, "ONE_IS_PROTECTED_IN", 10)
    monkeypatch.setattr(crowd, "ROWS_AT_A_TIME", 7)
    monkeypatch.setattr(crowd, "ROWS_PER_DISCLOSURE", 5)
    crowd.enter(say=lambda line: None)
    return cast


def seen_by(cast: Cast, name: str) -> list[Individual]:
    with cast.looking(name):
        return list(Individual.objects.all())


def test_each_agency_sees_its_own_but_the_protected_and_what_was_disclosed_to_it(town: Cast):
    assert len(seen_by(town, "anna")) == 20 - 2
    assert len(seen_by(town, "hugo")) == 20
    assert len(seen_by(town, "bosse")) == 40 - 4 + 8
    assert [row.owner_id for row in seen_by(town, "cilla")] == [crowd.POLICE] * 3
    assert not seen_by(town, "david")


def test_behind_every_grant_to_another_agency_stands_a_decision_of_inga(town: Cast):
    with town.looking("inga"):
        told = Grant.objects.filter(label="cases.individual").exclude(agency=town.police)
        assert told.count() == 8 + 3
        decisions = set(Disclosure.objects.filter(grants__in=told))
        assert {(d.requested_by_id, d.decided_by_id) for d in decisions} == {
            (town.anna.pk, town.inga.pk)
        }
        assert len(decisions) == 2 + 1


def test_the_crowd_is_the_same_every_time_and_in_alphabetical_order(town: Cast):
    first = [(row.pk, row.name) for row in seen_by(town, "hugo")]
    again = [person for person, _ in first_people(20)]
    assert set(first) == {(person.pk, person.name) for person in again}
    assert [row.sort_key for row in seen_by(town, "hugo")] == sorted(
        person.sort_key for person in again
    )


def test_nobody_has_a_number_of_the_ordinary_town(town: Cast):
    with town.looking("hugo"):
        numbers = {row.value for row in Identifier.objects.all()}
    assert len(numbers) == 20
    youngest = min(person.born for person in persons(200))
    assert all(person.born < youngest for person, _ in first_people(3000))


def first_people(number: int) -> list[crowd.Entry]:
    people = crowd.entries()
    return [next(people) for _ in range(number)]
