"""Persons: each agency has its own record, and nothing tells of another's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Identifier, Individual
from tests.cases.pages import cost, errors, logged, shape, text
from tests.cases.people import (
    LIST,
    NEW,
    TODAY,
    enter,
    found,
    link,
    number,
    pages,
    statuses,
    supervise,
    typed,
    years_ago,
)
from tests.cast import Cast

WRONG = f"{number().value[:-1]}{(int(number().value[-1]) + 1) % 10}"


def test_an_officer_registers_a_person(cast: Cast) -> None:
    response = cast.client("bosse").post(NEW, typed(), follow=True)
    page = text(response)
    assert "Ali Berg" in page
    assert number().masked() in page
    assert number().unmasked() not in page
    with cast.looking("ella"):
        assert Identifier.objects.get().value == number().value


@pytest.mark.parametrize("persona", ["anna", "hugo", "greta", "bosse", "cilla"])
def test_caseworkers_and_coordinators_of_three_agencies_register_persons(
    cast: Cast, persona: str
) -> None:
    assert cast.client(persona).get(LIST).status_code == 200
    assert cast.client(persona).get(NEW).status_code == 200


@pytest.mark.parametrize("persona", ["inga", "jonas", "siv"])
def test_a_decision_maker_reads_the_own_persons_and_registers_nobody(
    cast: Cast, persona: str
) -> None:
    colleague = {1: "anna", 2: "bosse", 3: "cilla"}[getattr(cast, persona).agency_id]
    person, client = enter(cast, colleague), cast.client(persona)
    assert client.get(NEW).status_code == 404
    assert statuses(client, person) == [200, 404, 404, 404, 404]
    page = text(client.get(person.get_absolute_url()))
    assert not any(address in page for address in pages(person)[1:])


@pytest.mark.parametrize("persona", ["david", "eva", "mona", "petrus", "karin", "lars"])
def test_for_those_without_a_mandate_there_is_no_such_page(cast: Cast, persona: str) -> None:
    person, client = enter(cast, "bosse"), cast.client(persona)
    for page in (LIST, NEW, *pages(person)):
        assert client.get(page).status_code == 404
    assert client.post(f"{LIST}{person.pk}/nummer/").status_code == 404


@pytest.mark.parametrize("persona", ["anna", "hugo", "inga", "cilla", "siv"])
def test_another_agencys_person_is_nowhere(cast: Cast, persona: str) -> None:
    person, client = enter(cast, "bosse", number=number()), cast.client(persona)
    page = client.get(LIST)
    assert "Ali Berg" not in text(page)
    assert page.context["page"].paginator.count == 0
    assert statuses(client, person) == [404] * 5
    missing = client.get(f"{LIST}{uuid4()}/")
    assert shape(client.get(person.get_absolute_url())) == shape(missing)
    for name in ("individual_unmask", "individual_lift_protection"):
        assert client.post(reverse(f"cases:{name}", args=[person.pk])).status_code == 404


def test_whoever_is_not_logged_in_is_asked_to(cast: Cast) -> None:
    for page in (LIST, NEW, *pages(enter(cast, "bosse"))):
        assert Client().get(page).status_code == 302


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "x" * 121}, {"name": ["max_length"]}),
        ({"name": "Al\x00i"}, {"name": ["null_characters_not_allowed"]}),
        ({"subject_category": "gangster"}, {"subject_category": ["invalid_choice"]}),
        ({"purpose": ""}, {"purpose": ["required"]}),
        ({"purpose": "x" * 301}, {"purpose": ["max_length"]}),
        ({"purpose": "x" * 400_000}, {"purpose": ["max_length"]}),
        ({"born": "1990-02-30"}, {"born": ["invalid"]}),
        ({"born": str(TODAY + timedelta(days=1))}, {"born": ["future"]}),
        ({"number": WRONG}, {"number": ["check_digit"]}),
        ({"number": "19900230-9817"}, {"number": ["date"]}),
        ({"number": "9005179802"}, {"number": ["century"]}),
        ({"number": "hemligt"}, {"number": ["unreadable"]}),
        ({"number": "1" * 65}, {"number": ["max_length"]}),
        ({"issuer": "Region Skåne"}, {"issuer": ["issuer"]}),
        ({"number_kind": "reserve", "issuer": "R"}, {"number": ["not_reserve"]}),
        ({"is_protected": "on"}, {"assigned_to": ["required"]}),
        (
            {"is_protected": "on", "assigned_to": [str(uuid4())]},
            {"assigned_to": ["invalid_choice"]},
        ),
        ({"name": "", "born": "i går"}, {"name": ["required"], "born": ["invalid"]}),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_kept(
    cast: Cast, fields: dict[str, Any], wrong: dict[str, list[str]]
) -> None:
    response = cast.client("bosse").post(NEW, typed(**fields))
    assert response.status_code == 200
    assert errors(response) == wrong
    for name in wrong:
        assert f'id="id_{name}_error"' in text(response)
    for name in typed():
        assert response.context["form"][name].value() == typed(**fields)[name]
    with cast.looking("bosse"):
        assert not Individual.objects.exists()


def test_ten_megabytes_of_text_are_refused_kindly_and_save_nothing(cast: Cast) -> None:
    response = cast.client("bosse").post(NEW, typed(purpose="x" * 10_000_000))
    assert response.status_code == 400
    assert "<!doctype html>" in text(response)
    with cast.looking("bosse"):
        assert not Individual.objects.exists()


def test_markup_in_what_is_typed_stays_text(cast: Cast) -> None:
    mark = "<b onclick=x>&'"
    bosse = cast.client("bosse")
    first = bosse.post(NEW, typed(name=mark, purpose=mark), follow=True)
    again = bosse.post(NEW, typed(name=mark, purpose=mark))
    with cast.looking("bosse"):
        person = Individual.objects.get()
    for page in (first, again, bosse.get(LIST), *(bosse.get(at) for at in pages(person)[:4])):
        assert page.status_code == 200
        assert "<b onclick" not in text(page)
        assert "&lt;b onclick" in text(page)


def test_a_change_stands_in_the_history_with_who_and_from_what_to_what(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    ella = cast.client("ella")
    ella.post(pages(person)[1], typed(name="Ali Bergh", number=""))
    page = ella.get(person.get_absolute_url())
    told = page.context["changes"]
    (latest,) = [line for line in told if line.by == "Ella Rashid"]
    assert "Ali Berg → Ali Bergh" in latest.text
    assert "Samordning → Övervakning" in latest.text
    assert [line.by for line in told if line is not latest] == ["Bosse Håkansson"] * 2
    assert number().value not in text(page)


def test_whoever_becomes_an_injured_party_has_no_link_to_a_group(cast: Cast) -> None:
    person = enter(cast, "anna", subject_category="suspect")
    link(cast, person, found(cast))
    response = cast.client("anna").post(
        pages(person)[1], typed(number="", subject_category="victim")
    )
    assert errors(response) == {"subject_category": ["linked"]}


def test_the_list_and_the_record_cost_the_same_with_two_and_with_twenty(cast: Cast) -> None:
    bosse, days = cast.client("bosse"), iter(range(100))
    first = enter(cast, "bosse", number=number())

    def grow(times: int) -> None:
        for day in (next(days) for _ in range(times)):
            born = years_ago(40) + timedelta(days=day)
            supervise(cast, enter(cast, "bosse", f"Person {day}", number=number(born)))
            supervise(cast, first, officer=cast.bosse, sanction="other")

    def costs() -> list[int]:
        return [
            cost(lambda at=at: bosse.get(at)) for at in (LIST, pages(first)[0], pages(first)[1])
        ]

    grow(1)
    costs()
    few = costs()
    grow(18)
    assert costs() == few


def test_reading_a_record_is_logged_with_the_person(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    cast.client("ella").get(person.get_absolute_url())
    entry = logged("cases:individual")[0]
    assert (entry.user_id, entry.subjects) == (cast.ella.pk, [person.pk])


def test_a_sought_person_who_is_not_found_is_logged_too(cast: Cast) -> None:
    person = enter(cast, "bosse")
    cast.client("anna").get(person.get_absolute_url())
    entry = logged("cases:individual")[0]
    assert (entry.result, entry.detail) == ("not found", {"sought": [str(person.pk)]})
