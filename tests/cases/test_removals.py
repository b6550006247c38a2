"""A person removed is gone everywhere, and does not come back unnoticed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.actions import duplicates, identifiers, individuals, names, removals
from cases.models import (
    Alias,
    Contact,
    GroupLink,
    Identifier,
    Individual,
    Supervision,
    Tombstone,
)
from partners.actions import approvals
from partners.models import Approval, Disclosure, Grant
from tests.cases.pages import errors, logged, text
from tests.cases.people import BIRTH, LIST, NEW, enter, found, link, number, supervise, typed
from tests.cases.test_disclosed import to_police
from tests.cast import Cast
from tests.database import role
from tests.scene import Scene


def remove(cast: Cast, person: Individual, by: str = "jonas", reason: str = "not_needed") -> Any:
    address = reverse("cases:individual_remove", args=[person.pk])
    return cast.client(by).post(address, {"reason": reason}, follow=True)


def known(cast: Cast) -> Individual:
    """A person of probation's with a row of every kind that can be had."""
    person = enter(cast, "bosse", number=number())
    supervise(cast, person)
    with cast.looking("bosse"):
        names.add_alias(person, name="Allan", by=cast.bosse)
        names.add_contact(person, kind="address", value="Storgatan 1", by=cast.bosse)
    return person


def test_everything_about_the_person_goes_with_all_its_past(cast: Cast) -> None:
    person = known(cast)
    page = remove(cast, person)
    assert page.redirect_chain == [(LIST, 302)]
    assert "Ali Berg" not in text(page)
    kinds = (Individual, Identifier, Alias, Contact, Supervision)
    with role("owner"):
        for kind in kinds:
            assert not kind.objects.exists()
            assert not kind.pgh_event_model.objects.exists()  # type: ignore[attr-defined]
        stone = Tombstone.objects.get()
    assert stone.reason == "not_needed"
    assert number().value not in str(stone.__dict__)
    entry = next(e for e in logged("cases:individual_remove") if e.purpose == "remove")
    assert f"cases.individual:{person.pk}" in entry.detail["erased"]


def test_a_link_goes_too_also_one_whose_time_is_out(cast: Cast) -> None:
    person = enter(cast, "anna", subject_category="suspect", number=number())
    one = link(cast, person, found(cast))
    with cast.looking("anna"):
        one.expire()
        assert not GroupLink.objects.filter(pk=one.pk).exists()
    assert remove(cast, person, "inga").redirect_chain == [(LIST, 302)]
    with role("owner"):
        assert not GroupLink.objects.exists()
        assert not GroupLink.pgh_event_model.objects.exists()  # type: ignore[attr-defined]


def test_a_reason_is_chosen_from_the_list(cast: Cast) -> None:
    person = enter(cast, "bosse")
    response = remove(cast, person, reason="Han är snäll")
    assert errors(response) == {"reason": ["invalid_choice"]}
    with cast.looking("bosse"):
        assert Individual.objects.exists()


def test_whoever_had_been_told_is_told_that_it_no_longer_holds(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number())
    disclosure = to_police(cast, person)
    page = remove(cast, person)
    assert cast.police.short_name in text(page)
    with cast.looking("anna"):
        assert Disclosure.objects.get(pk=disclosure.pk).state == Disclosure.State.LAPSED
        assert not Grant.objects.filter(object_pk=str(person.pk)).exists()


def test_nobody_is_removed_who_is_a_candidate(cast: Cast) -> None:
    scene = Scene(cast).build()
    response = remove(cast, scene.individual)
    assert response.status_code == 200
    assert "personen finns där" in text(response)
    with cast.looking("jonas"):
        assert Individual.objects.filter(pk=scene.individual.pk).exists()
        assert not Tombstone.objects.exists()


def test_a_person_comes_back_only_on_a_new_basis_and_with_anothers_yes(cast: Cast) -> None:
    remove(cast, enter(cast, "bosse", number=number()))
    bosse = cast.client("bosse")
    refused = bosse.post(NEW, typed())
    assert errors(refused) == {"new_basis": ["removed"]}
    assert refused.context["form"]["number"].value() == number().unmasked()
    page = bosse.post(NEW, typed(new_basis="Ny dom i oktober"), follow=True)
    assert "Väntar på godkännande" in text(page)
    with cast.looking("ella"):
        person = Individual.objects.get()
        assert person.is_draft
        approvals.answer(Approval.objects.get(), yes=True, reason="Ja", by=cast.ella)
        assert not person.is_draft


def test_the_back_door_is_closed_too(cast: Cast) -> None:
    remove(cast, enter(cast, "bosse", number=number()))
    other = enter(cast, "bosse", "Bo Ek")
    with cast.looking("bosse"), pytest.raises(ValidationError) as refused:
        identifiers.add(other, number=number(), by=cast.bosse)
    assert set(refused.value.message_dict) == {"number"}


@pytest.mark.parametrize("persona", ["anna", "cilla"])
def test_another_agency_neither_sees_nor_meets_the_tombstone(cast: Cast, persona: str) -> None:
    remove(cast, enter(cast, "bosse", number=number()))
    with cast.looking(persona):
        assert not Tombstone.objects.exists()
        person = individuals.register(
            name="Ali Berg", born=None, subject_category="other", purpose="P",
            number=number(), by=getattr(cast, persona),
        )  # fmt: skip
        assert not person.is_draft


def test_the_same_number_has_another_digest_with_another_agency(cast: Cast) -> None:
    remove(cast, enter(cast, "bosse", number=number()))
    remove(cast, enter(cast, "anna", number=number()), "inga")
    with role("owner"):
        assert len({stone.digest for stone in Tombstone.objects.all()}) == 2


def test_a_tombstone_is_never_changed_and_never_removed(cast: Cast) -> None:
    remove(cast, enter(cast, "bosse", number=number()))
    with cast.looking("jonas"):
        assert Tombstone.objects.update(reason="objection") == 0
        stone = Tombstone.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            stone.purge()
        assert Tombstone.objects.get().reason == "not_needed"


def test_every_number_leaves_its_mark_and_a_code_of_ours_leaves_none(cast: Cast) -> None:
    person = enter(cast, "bosse", number=number(), is_unknown=True)
    with cast.looking("bosse"):
        identifiers.add(person, number=number(BIRTH + timedelta(days=1)), by=cast.bosse)
        assert Identifier.objects.count() == 3
    remove(cast, person)
    with cast.looking("jonas"):
        assert Tombstone.objects.count() == 2


def test_the_kept_one_of_two_is_removed_only_after_the_other(cast: Cast) -> None:
    kept, other = enter(cast, "bosse"), enter(cast, "bosse", "Ali Bergh")
    with cast.looking("bosse"):
        duplicates.merge(other, into=kept, by=cast.bosse)
    assert "sammanförd" in text(remove(cast, kept))
    remove(cast, other)
    remove(cast, kept)
    with role("owner"):
        assert not Individual.objects.exists()


@pytest.mark.parametrize("persona", ["bosse", "greta", "anna", "inga", "karin", "lars", "eva"])
def test_only_a_decision_maker_of_the_own_agency_removes(cast: Cast, persona: str) -> None:
    person = enter(cast, "bosse")
    assert remove(cast, person, persona).status_code == 404
    with cast.looking("bosse"), pytest.raises(DatabaseError), transaction.atomic():
        removals.remove(person, reason="not_needed", by=cast.bosse)
    with cast.looking("bosse"):
        assert Individual.objects.filter(pk=person.pk).exists()
