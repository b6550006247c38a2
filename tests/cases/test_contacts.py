"""Contact details and aliases: kept only of people without protection, and gone when it comes."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.actions import names, protections
from cases.models import Alias, Contact, Individual
from partners.models import AccessLogEntry, Disclosure
from tests.cases.pages import errors, text
from tests.cases.people import enter, number
from tests.cases.test_disclosed import disclose, to_police
from tests.cast import Cast
from tests.database import role

KINDS = ("address", "phone", "email", "workplace", "school")


def living(cast: Cast) -> Individual:
    person = enter(cast, "bosse", number=number())
    with cast.looking("bosse"):
        for kind in KINDS:
            names.add_contact(person, kind=kind, value=f"Hemlig {kind}", by=cast.bosse)
    return person


def protect(cast: Cast, person: Individual, level: str = "marked") -> None:
    with cast.looking("bosse"):
        protections.protect(person, assigned_to=[cast.bosse], level=level, by=cast.bosse)


def past(cast: Cast) -> list[str]:
    with role("owner"):
        return [event.value for event in Contact.pgh_event_model.objects.all()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("level", ["marked", "protected_registration", "new_identity"])
def test_when_protection_comes_every_way_to_the_person_goes_with_its_past(
    cast: Cast, level: str
) -> None:
    person = living(cast)
    with cast.looking("bosse"):
        first = Contact.objects.filter(kind="address").get()
        names.change_contact(first, value="Hemlig ny gata", by=cast.bosse)
    assert "Hemlig address" in past(cast)
    protect(cast, person, level)
    with role("owner"):
        assert not Contact.objects.exists()
        assert not AccessLogEntry.objects.filter(detail__icontains="Hemlig").exists()
    assert past(cast) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ["marked", "protected_registration", "new_identity"])
def test_nothing_is_stored_of_a_protected_person_by_whatever_way(
    cast: Cast, level: str, kind: str
) -> None:
    person = enter(cast, "bosse")
    protect(cast, person, level)
    with cast.looking("bosse"):
        with pytest.raises(ValidationError):
            names.add_contact(person, kind=kind, value="Storgatan 1", by=cast.bosse)
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.create(individual=person, kind=kind, value="Storgatan 1")
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.bulk_create(
                [Contact(individual=person, kind=kind, value="x", owner_id=2)]
            )
    address = reverse("cases:contact_new", args=[person.pk])
    assert cast.client("bosse").get(address).status_code == 404
    with role("owner"):
        assert not Contact.objects.exists()


def test_no_short_cut_protects_a_person_whose_address_is_left(cast: Cast) -> None:
    person = living(cast)
    with cast.looking("bosse"), pytest.raises(IntegrityError), transaction.atomic():
        Individual.objects.filter(pk=person.pk).update(protection_level="marked")


def test_nobody_moves_an_address_to_a_protected_person(cast: Cast) -> None:
    living(cast)
    hidden = enter(cast, "bosse", "Bo Ek")
    protect(cast, hidden)
    with cast.looking("bosse"), pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.update(individual=hidden)


def test_whoever_had_been_told_an_address_is_told_that_it_is_over(cast: Cast) -> None:
    person = living(cast)
    with cast.looking("bosse"):
        contact = Contact.objects.get(kind="address")
    told = to_police(cast, person, contact)
    page = cast.client("anna").get(person.get_absolute_url())
    assert "Hemlig address" in text(page)
    assert "Hemlig phone" not in text(page)
    protect(cast, person)
    assert cast.client("anna").get(person.get_absolute_url()).status_code == 404
    with cast.looking("anna"):
        assert Disclosure.objects.get(pk=told.pk).state == Disclosure.State.LAPSED
    assert "Hemlig" not in text(cast.client("anna").get("/"))


def test_a_removed_address_leaves_no_past(cast: Cast) -> None:
    living(cast)
    with cast.looking("bosse"):
        pks = [one.pk for one in Contact.objects.all()]
    for pk in pks:
        address = reverse("cases:contact_remove", args=[pk])
        assert cast.client("anna").post(address).status_code == 404
        assert cast.client("bosse").get(address).status_code == 200
        cast.client("bosse").post(address)
    assert past(cast) == []


def test_the_page_of_a_protected_person_warns_and_has_no_place_for_an_address(cast: Cast) -> None:
    person = enter(cast, "bosse")
    protect(cast, person, "protected_registration")
    page = text(cast.client("bosse").get(person.get_absolute_url()))
    assert "Skyddad folkbokföring" in page
    assert "Skyddad identitet" in page
    assert reverse("cases:contact_new", args=[person.pk]) not in page


def typed(**fields: Any) -> dict[str, Any]:
    return {"kind": "phone", "value": "0701-740605", "valid_from": "", "valid_until": ""} | fields


def test_dates_in_the_wrong_order_are_told_beside_the_last(cast: Cast) -> None:
    person = enter(cast, "bosse")
    address = reverse("cases:contact_new", args=[person.pk])
    wrong = typed(valid_from="2026-02-01", valid_until="2026-01-01")
    assert errors(cast.client("bosse").post(address, wrong)) == {"valid_until": ["order"]}
    assert cast.client("bosse").post(address, typed()).status_code == 302


def test_an_alias_is_told_once_and_in_swedish_order(cast: Cast) -> None:
    person = enter(cast, "bosse")
    address = reverse("cases:alias_new", args=[person.pk])
    bosse = cast.client("bosse")
    for name in ("Öken", "Åsnan", "Zorro", "Ärlan"):
        assert bosse.post(address, {"name": name}).status_code == 302
    assert errors(bosse.post(address, {"name": "Zorro"})) == {"name": ["same"]}
    with cast.looking("bosse"):
        assert [one.name for one in Alias.objects.all()] == ["Zorro", "Åsnan", "Ärlan", "Öken"]


def test_what_others_have_told_of_the_same_number_stands_beside_ours_and_is_logged(
    cast: Cast,
) -> None:
    ours = enter(cast, "bosse", number=number())
    theirs = enter(cast, "anna", "Ali Bergh", subject_category="suspect", number=number())
    bosse = cast.client("bosse")
    assert "Ali Bergh" not in text(bosse.get(ours.get_absolute_url()))
    with cast.looking("anna"):
        told = theirs.identifiers.get()
    disclose(cast, theirs, told, to=cast.probation, asker="anna", decider="inga")
    page = bosse.get(ours.get_absolute_url())
    assert [one.pk for one in page.context["told"]] == [theirs.pk]
    assert 'data-kind="police"' in text(page)
    with role("owner"):
        entry = AccessLogEntry.objects.filter(purpose="combine").latest("at")
    assert entry.detail["combined"] == sorted([str(ours.pk), str(theirs.pk)])
    assert set(entry.subjects) == {ours.pk, theirs.pk}
    page = cast.client("anna").get(theirs.get_absolute_url())
    assert page.context["told"] == []
