"""Identity numbers: one owner's own, masked, and no channel to another agency."""

import json

from django.urls import reverse

from cases.models import Identifier, Individual
from tests.cases.pages import cost, errors, logged, shape, text
from tests.cases.people import (
    BIRTH,
    LIST,
    NEW,
    enter,
    number,
    pages,
    typed,
    years_ago,
)
from tests.cast import Cast


def test_a_number_that_another_agency_holds_is_registered_like_a_new_one(cast: Cast) -> None:
    enter(cast, "bosse", number=number())
    anna = cast.client("anna")
    fresh = number(BIRTH, seed=5)
    assert fresh != number()
    seen = []
    for one in (number(), fresh):
        form = shape(anna.get(NEW))
        answer = anna.post(NEW, typed(number=one.unmasked()))
        record = anna.get(answer.url)
        seen.append((form, answer.status_code, shape(answer), shape(record), record.status_code))
        assert answer.url.startswith(LIST)
    assert seen[0] == seen[1]
    with cast.looking("anna"):
        assert Individual.objects.count() == 2


def test_a_number_that_another_agency_holds_costs_as_many_queries_as_a_new_one(
    cast: Cast,
) -> None:
    enter(cast, "bosse", number=number())
    anna = cast.client("anna")
    anna.post(NEW, typed(number=number(years_ago(50)).unmasked()))
    fields = [typed(number=one.unmasked()) for one in (number(), number(years_ago(40)))]
    assert cost(lambda: anna.post(NEW, fields[0])) == cost(lambda: anna.post(NEW, fields[1]))


def test_a_number_of_the_own_agency_leads_to_its_record(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    response = cast.client("ella").post(NEW, typed(name="A. Berg"))
    assert errors(response) == {"number": ["taken"]}
    assert f'<a href="{person.get_absolute_url()}">Ali Berg</a>' in text(response)
    with cast.looking("ella"):
        assert Individual.objects.count() == 1


def test_the_number_of_a_protected_colleague_case_is_taken_and_says_no_more(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number(), assigned_to=[cast.bosse])
    response = cast.client("ella").post(NEW, typed(name="A. Berg"))
    assert errors(response) == {"number": ["taken"]}
    assert str(person.pk) not in text(response)
    assert "Ali" not in text(response)


def test_a_reserve_number_has_an_issuer_and_no_check_digit(cast: Cast) -> None:
    bosse = cast.client("bosse")
    fields = typed(number_kind="reserve", number="ab 12-34", issuer="Region Skåne")
    assert errors(bosse.post(NEW, fields | {"issuer": ""})) == {"issuer": ["issuer"]}
    page = text(bosse.post(NEW, fields, follow=True))
    assert "AB1234" not in page
    with cast.looking("bosse"):
        identifier = Identifier.objects.get()
    assert (identifier.value, identifier.issuer) == ("AB1234", "Region Skåne")


def test_a_further_number_stands_beside_the_first(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    bosse = cast.client("bosse")
    other = number(years_ago(33))
    bosse.post(pages(person)[1], typed(number=other.unmasked()))
    page = text(bosse.get(person.get_absolute_url()))
    assert number().masked() in page
    assert other.masked() in page
    response = bosse.post(pages(person)[1], typed(name="Ny", number=other.unmasked()))
    assert errors(response) == {"number": ["taken"]}
    with cast.looking("bosse"):
        assert Individual.objects.get().name == "Ali Berg"


def test_the_whole_number_is_shown_once_and_logged_with_the_person(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    ella = cast.client("ella")
    address = reverse("cases:individual_unmask", args=[person.pk])
    assert ella.get(address).status_code == 405
    response = ella.post(address)
    assert number().unmasked() in text(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert number().unmasked() not in text(ella.get(person.get_absolute_url()))
    entry = next(e for e in logged("cases:individual_unmask") if e.purpose == "unmask")
    assert entry.user_id == cast.ella.pk
    assert person.pk in entry.subjects
    with cast.looking("bosse"):
        assert entry.detail == {"identifiers": [str(Identifier.objects.get().pk)]}
    assert number().value[-4:] not in json.dumps(entry.detail)


def test_no_number_is_ever_in_an_address(cast: Cast) -> None:
    response = cast.client("bosse").post(NEW, typed(), follow=True)
    for address, _status in response.redirect_chain:
        assert number().value not in address.replace("-", "")
