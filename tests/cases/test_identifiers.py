"""A person's numbers over time: added, replaced, ended, put right; and found by the owner alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.actions import identifiers
from cases.identity_numbers import parse_reserve
from cases.models import Identifier, Individual
from tests.cases.pages import errors, text
from tests.cases.people import BIRTH, TODAY, enter, number
from tests.cast import Cast

OTHER_DAY = BIRTH + timedelta(days=1)


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "number_kind": "registered", "number": number(OTHER_DAY).unmasked(), "issuer": "",
        "level": "", "valid_from": "", "on": str(TODAY),
    } | fields  # fmt: skip


def the_number(cast: Cast, by: str = "bosse") -> Identifier:
    with cast.looking(by):
        return Identifier.objects.select_related("individual").earliest("created_at")


def post(cast: Cast, name: str, pk: Any, data: dict[str, Any], by: str = "bosse") -> Any:
    return cast.client(by).post(reverse(f"cases:{name}", args=[pk]), data, follow=True)


def test_a_number_stands_beside_those_that_were_known(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    page = post(cast, "identifier_new", person.pk, typed(valid_from="2020-01-01"))
    assert page.redirect_chain == [(person.get_absolute_url(), 302)]
    with cast.looking("bosse"):
        assert Identifier.objects.filter(status="current").count() == 2


def test_a_replaced_number_is_past_and_still_finds_the_person(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    old = the_number(cast)
    page = post(cast, "identifier_replace", old.pk, typed())
    assert "Ersatt" in text(page)
    with cast.looking("bosse"):
        old.refresh_from_db()
        assert (old.status, old.valid_until) == ("replaced", TODAY)
        new = Identifier.objects.get(status="current")
        assert (new.valid_from, new.individual_id) == (TODAY, person.pk)
        assert Individual.objects.get(identifiers__value=number().value) == person
    other = post(cast, "identifier_new", enter(cast, "bosse", "Bo Ek").pk, typed(
        number=number().unmasked()
    ))  # fmt: skip
    assert errors(other) == {"number": ["taken"]}
    assert person.get_absolute_url() in text(other)


def test_a_number_is_ended_on_a_day_it_was_in_use(cast: Cast) -> None:
    enter(cast, "bosse", number=number())
    one = the_number(cast)
    assert errors(post(cast, "identifier_end", one.pk, {"on": "2999-01-01"})) == {"on": ["future"]}
    post(cast, "identifier_end", one.pk, {"on": str(TODAY)})
    with cast.looking("bosse"):
        one.refresh_from_db()
        assert (one.status, one.valid_until) == ("ended", TODAY)
        with pytest.raises(ValidationError):
            identifiers.end(one, on=TODAY, by=cast.bosse)


def test_a_wrong_number_is_put_right_and_stands_in_the_history_masked(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    one = the_number(cast)
    page = text(post(cast, "identifier_correct", one.pk, typed()))
    assert number().value not in page
    assert number().unmasked() not in page
    with cast.looking("bosse"):
        assert Identifier.objects.get().value == number(OTHER_DAY).value
        past = Identifier.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
        assert past[0].value == number().value
        identifiers.add(person, number=number(), by=cast.bosse)


def test_only_a_samordningsnummer_sleeps_and_has_a_level(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    one = the_number(cast)
    refused = post(cast, "identifier_new", person.pk, typed(level="confirmed"))
    assert errors(refused) == {"level": ["level"]}
    refused = post(cast, "identifier_correct", one.pk, typed(is_dormant="on"))
    assert errors(refused) == {"is_dormant": ["dormant"]}
    with cast.looking("bosse"), pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.filter(pk=one.pk).update(status="dormant")


def test_the_same_reserve_number_of_two_issuers_is_two_numbers(cast: Cast) -> None:
    for name, issuer in (("Ali Berg", "Region Skåne"), ("Bo Ek", "Region Halland")):
        person = enter(cast, "bosse", name)
        with cast.looking("bosse"):
            identifiers.add(person, number=parse_reserve("99AB12", issuer), by=cast.bosse)
    with cast.looking("bosse"):
        assert Identifier.objects.filter(value="99AB12").count() == 2


def test_an_unknown_identity_has_a_code_and_gets_a_number_when_it_is_known(cast: Cast) -> None:
    person = enter(cast, "bosse", "Okänd man", is_unknown=True)
    code = the_number(cast)
    assert code.value in text(cast.client("bosse").get(person.get_absolute_url()))
    post(cast, "identifier_replace", code.pk, typed())
    with cast.looking("bosse"):
        assert Identifier.objects.get(status="current").value == number(OTHER_DAY).value


@pytest.mark.parametrize("name", ["identifier_replace", "identifier_correct", "identifier_end"])
@pytest.mark.parametrize("persona", ["anna", "inga", "jonas", "karin", "eva"])
def test_nobody_else_changes_a_number(cast: Cast, name: str, persona: str) -> None:
    enter(cast, "bosse", number=number())
    one = the_number(cast)
    assert post(cast, name, one.pk, typed(), by=persona).status_code == 404


def test_what_was_typed_wrong_is_kept_and_told_beside_its_field(cast: Cast) -> None:
    person = enter(cast, "bosse")
    wrong = typed(number="19900101-0000")
    response = post(cast, "identifier_new", person.pk, wrong)
    assert errors(response) == {"number": ["unreadable"]}
    assert response.context["form"]["number"].value() == "19900101-0000"
