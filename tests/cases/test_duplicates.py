"""Two records of one person: suggested, merged so that it can be undone, or told apart."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases import lookalikes
from cases.actions import duplicates, protections
from cases.models import Individual
from tests.cases import lists
from tests.cases.pages import cost, text
from tests.cases.people import BIRTH, LIST, TODAY, enter, number, supervise, years_ago
from tests.cast import Cast

ADDRESS = "/personer/dubbletter/"


def twins(cast: Cast, by: str = "bosse", **more: Any) -> tuple[Individual, Individual]:
    return (
        enter(cast, by, "Mohammed Åkesson", born=BIRTH, **more),
        enter(cast, by, "Mohamed Åkeson", born=BIRTH, **more),
    )


def suggested(cast: Cast, persona: str = "bosse") -> list[tuple[str, str]]:
    page = cast.client(persona).get(ADDRESS).context["page"]
    return [(pair.first.name, pair.second.name) for pair in page]


def merge(cast: Cast, one: Individual, into: Individual, by: str = "bosse") -> Any:
    address = reverse("cases:duplicate_merge", args=[one.pk, into.pk])
    return cast.client(by).post(address, follow=True)


def test_the_same_birth_and_a_similar_name_are_suggested_side_by_side(cast: Cast) -> None:
    first, second = twins(cast)
    assert suggested(cast) == [("Mohammed Åkesson", "Mohamed Åkeson")]
    page = text(cast.client("bosse").get(ADDRESS))
    assert "samma födelsedatum" in page
    assert first.get_absolute_url() in page
    assert second.get_absolute_url() in page


def test_a_birthday_in_a_number_counts_as_well(cast: Cast) -> None:
    enter(cast, "bosse", "Ali Berg", number=number())
    enter(cast, "bosse", "Ali Bergh", born=BIRTH)
    assert len(suggested(cast)) == 1


def test_neither_a_shared_name_nor_a_shared_birthday_is_enough(cast: Cast) -> None:
    enter(cast, "bosse", "Ali Berg", born=BIRTH)
    enter(cast, "bosse", "Ali Berg", born=BIRTH - timedelta(days=400))
    enter(cast, "bosse", "Sven Öst", born=BIRTH)
    assert suggested(cast) == []


def test_another_agencys_record_is_never_suggested(cast: Cast) -> None:
    enter(cast, "bosse", "Ali Berg", born=BIRTH)
    enter(cast, "anna", "Ali Berg", born=BIRTH)
    assert suggested(cast) == suggested(cast, "anna") == []


def test_a_protected_person_is_suggested_only_to_whoever_is_assigned(cast: Cast) -> None:
    first, _second = twins(cast)
    with cast.looking("bosse"):
        protections.protect(first, assigned_to=[cast.bosse], by=cast.bosse)
    assert len(suggested(cast, "bosse")) == 1
    assert suggested(cast, "ella") == []


def test_a_new_identity_is_never_suggested_and_never_merged(cast: Cast) -> None:
    first, second = twins(cast)
    with cast.looking("bosse"):
        protections.protect(first, assigned_to=[cast.bosse], level="new_identity", by=cast.bosse)
        for one, into in ((first, second), (second, first)):
            with pytest.raises(ValidationError):
                duplicates.merge(one, into=into, by=cast.bosse)
            with pytest.raises(DatabaseError), transaction.atomic():
                Individual.objects.filter(pk=one.pk).update(same_as=into)
    assert suggested(cast) == []


def test_a_new_identity_parts_what_was_merged(cast: Cast) -> None:
    kept, other = twins(cast)
    merge(cast, other, kept)
    with cast.looking("bosse"):
        kept.refresh_from_db()
        protections.protect(kept, assigned_to=[cast.bosse], level="new_identity", by=cast.bosse)
        assert not Individual.objects.exclude(same_as=None).exists()


def test_the_merged_record_leaves_the_lists_and_the_kept_one_shows_both(cast: Cast) -> None:
    kept, other = twins(cast)
    supervise(cast, other)
    page = merge(cast, other, kept)
    assert page.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert "Skyddstillsyn" in text(page)
    assert other.get_absolute_url() in text(page)
    assert reverse("cases:duplicate_undo", args=[other.pk]) in text(page)
    bosse = cast.client("bosse")
    assert [one.pk for one in bosse.get(LIST).context["page"]] == [kept.pk]
    assert suggested(cast) == []
    merged = text(bosse.get(other.get_absolute_url()))
    assert kept.get_absolute_url() in merged
    assert reverse("cases:individual_change", args=[other.pk]) not in merged


def test_a_merge_is_undone_with_nothing_lost(cast: Cast) -> None:
    kept, other = twins(cast)
    merge(cast, other, kept)
    cast.client("ella").post(reverse("cases:duplicate_undo", args=[other.pk]))
    with cast.looking("bosse"):
        assert {one.pk for one in Individual.objects.kept()} == {kept.pk, other.pk}
    assert len(suggested(cast)) == 1


def test_three_records_of_one_person_stand_in_one_step(cast: Cast) -> None:
    first, second = twins(cast)
    third = enter(cast, "bosse", "Mohammed Åkesson", born=BIRTH)
    merge(cast, second, first)
    assert "redan sammanförd" in text(merge(cast, second, third))
    merge(cast, first, third)
    with cast.looking("bosse"):
        assert {one.same_as_id for one in Individual.objects.exclude(pk=third.pk)} == {third.pk}


def test_whoever_is_told_apart_is_not_suggested_again(cast: Cast) -> None:
    first, second = twins(cast)
    for one, other in ((first, second), (second, first)):
        cast.client("bosse").post(reverse("cases:duplicate_tell_apart", args=[one.pk, other.pk]))
    assert suggested(cast) == suggested(cast, "greta") == []


def test_nothing_is_merged_across_agencies(cast: Cast) -> None:
    ours, theirs = enter(cast, "bosse"), enter(cast, "anna")
    assert merge(cast, ours, theirs).status_code == 404
    assert merge(cast, theirs, ours).status_code == 404
    with cast.looking("bosse"), pytest.raises(IntegrityError), transaction.atomic():
        Individual.objects.filter(pk=ours.pk).update(same_as=theirs)


def test_the_list_costs_the_same_for_two_pairs_and_for_eight(cast: Cast) -> None:
    client = cast.client("bosse")
    for years in range(2):
        enter(cast, "bosse", "Ali Berg", born=BIRTH + timedelta(days=years))
        enter(cast, "bosse", "Ali Bergh", born=BIRTH + timedelta(days=years))
    client.get(ADDRESS)
    few = cost(lambda: client.get(ADDRESS))
    for years in range(2, 8):
        enter(cast, "bosse", "Ali Berg", born=BIRTH + timedelta(days=years))
        enter(cast, "bosse", "Ali Bergh", born=BIRTH + timedelta(days=years))
    assert cost(lambda: client.get(ADDRESS)) == few
    assert len(suggested(cast)) == 8


@given(at=st.integers(0, 9), value=st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_two_neighbouring_digits_that_differ_are_a_swap(at: int, value: str) -> None:
    swapped = value[:at] + value[at + 1] + value[at] + value[at + 2 :]
    assert lookalikes.digits_swapped(value, swapped) == (value[at] != value[at + 1])
    assert not lookalikes.digits_swapped(value, value)


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("ali berg", "berg ali", True),
        ("ali berg", "ali mohammed berg", True),
        ("mohammed }st", "mohamed }st", True),
        ("ali berg", "sven ek", False),
        ("", "ali", False),
    ],
)
def test_names_are_alike_in_any_order_and_nearly_spelled(
    one: str, other: str, are_alike: bool
) -> None:
    assert lookalikes.names_alike(one, other) is are_alike


def test_that_two_are_not_the_same_can_be_taken_back_and_said_again(cast: Cast) -> None:
    first, second = twins(cast)
    bosse = cast.client("bosse")
    apart = reverse("cases:duplicate_tell_apart", args=[first.pk, second.pk])
    for _time in range(2):
        bosse.post(apart)
        assert suggested(cast) == []
        [distinction] = bosse.get(ADDRESS).context["apart"]
        back = reverse("cases:duplicate_take_back", args=[distinction.pk])
        for other in ("anna", "jonas", "karin", "cilla"):
            assert cast.client(other).post(back).status_code == 404
        page = cast.client("ella").post(back, follow=True)
        assert "De kan föreslås igen" in text(page)
        assert len(suggested(cast)) == 1
        assert not page.context["apart"]
        assert bosse.post(back).status_code == 302
        assert len(suggested(cast)) == 1


def test_nothing_new_is_written_on_a_merged_record(cast: Cast) -> None:
    """No page has a button for it, and whoever has the address is told where to write it."""
    kept, other = enter(cast, "bosse"), enter(cast, "bosse", "Ali Bergh", number=number())
    held = supervise(cast, other)
    merge(cast, other, kept)
    day = {"on": "2026-01-01", "valid_from": "2026-02-01", "valid_until": "2026-03-01"}
    supervision = {"sanction": "other", "supervised_from": "2026-01-01",
                   "supervised_until": "2026-02-01", "officer": "", "unit": ""}  # fmt: skip
    further = number(years_ago(40)).unmasked()
    acts = {
        "alias_new": {"name": "Lillen"},
        "contact_new": {"kind": "phone", "value": "070-174 06 05"},
        "condition_new": {"supervision": str(held.pk), "kind": "programme", "text": "x", **day},
        "supervision_new": supervision,
        "identifier_new": {"number_kind": "registered", "number": further, "issuer": ""},
    }
    bosse = cast.client("bosse")
    for name, typed in acts.items():
        response = bosse.post(reverse(f"cases:{name}", args=[other.pk]), typed)
        assert response.status_code == 200, name
        assert "Skriv det på den i stället" in text(response), name


def test_a_list_finds_the_kept_record_by_the_number_and_name_of_the_merged(cast: Cast) -> None:
    born = BIRTH - timedelta(days=9)
    kept, other = enter(cast, "bosse"), enter(cast, "bosse", "Sven Alm", number=number(born))
    merge(cast, other, kept)
    ends = (TODAY + timedelta(days=90)).isoformat()
    rows = [lists.HEADINGS[:5], [number(born).value, "Sven Alm", "", "ST", ends],
            ["", "Svenn Alm", "", "ST", ends]]  # fmt: skip
    draft = lists.previewed(cast, rows)
    assert lists.standing(cast, draft)[2] == ("ready", ["further"])
    assert "known_by_name" in lists.standing(cast, draft)[3][1]
    lists.correct(cast, draft, 3, leave="yes")
    lists.carried_out(cast, draft)
    with cast.looking("bosse"):
        assert kept.supervisions.count() == 1
        assert kept.identifiers.count() == 0
