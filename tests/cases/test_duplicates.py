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
from tests.cases.pages import cost, text
from tests.cases.people import BIRTH, LIST, enter, number, supervise
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
