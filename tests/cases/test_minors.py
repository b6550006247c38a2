"""Minors: nobody under 15, and a second person's yes from 15 to 17."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases import minors
from cases.actions import identifiers, names
from cases.identity_numbers import age_on
from cases.minors import Standing, standing
from cases.models import GroupLink, Identifier, Individual
from partners.actions import approvals as asking
from partners.models import Approval
from tests.cases.pages import errors, text
from tests.cases.people import (
    LIST,
    NEW,
    TODAY,
    enter,
    found,
    link,
    number,
    pages,
    typed,
    years_ago,
)
from tests.cast import Cast
from tests.database import role


def test_nobody_under_fifteen_is_registered(cast: Cast) -> None:
    bosse = cast.client("bosse")
    child = number(years_ago(14))
    assert errors(bosse.post(NEW, typed(number=child.unmasked()))) == {"number": ["child"]}
    fields = typed(number="", born=str(years_ago(14)))
    assert errors(bosse.post(NEW, fields)) == {"born": ["child"]}
    with cast.looking("bosse"):
        assert not Individual.objects.exists()
        assert not Identifier.objects.exists()


def test_the_later_of_two_births_decides_who_is_a_child(cast: Cast) -> None:
    fields = typed(number=number(years_ago(14)).unmasked(), born=str(years_ago(30)))
    assert "child" in errors(cast.client("bosse").post(NEW, fields))["born"]


def test_a_minor_waits_for_a_second_person(cast: Cast) -> None:
    bosse = cast.client("bosse")
    minor = number(years_ago(16))
    page = bosse.post(NEW, typed(number=minor.unmasked()), follow=True)
    assert page.context["question"].asked_by == cast.bosse
    assert "Bosse Håkansson" in text(page)
    with cast.looking("bosse"):
        person = Individual.objects.get()
        approvals = list(Approval.objects.all())
    assert [(one.subject_pk, one.answer) for one in approvals] == [(person.pk, "")] * 2
    assert "Ali" not in approvals[0].question
    bosse.post(pages(person)[1], typed(number="", born=str(years_ago(16))))
    with cast.looking("bosse"):
        assert Approval.objects.count() == 2


def test_an_adult_waits_for_nobody(cast: Cast) -> None:
    cast.client("bosse").post(NEW, typed(number=number(years_ago(18)).unmasked()))
    with cast.looking("bosse"):
        assert not Approval.objects.exists()


def test_somebody_of_unknown_age_is_an_adult() -> None:
    assert standing(None, day=TODAY) is Standing.ADULT


def test_one_comes_of_age_on_the_birthday() -> None:
    born = date(2008, 11, 22)
    assert standing(born, day=date(2023, 11, 21)) is Standing.CHILD
    assert standing(born, day=date(2023, 11, 22)) is Standing.MINOR
    assert standing(born, day=date(2026, 11, 21)) is Standing.MINOR
    assert standing(born, day=date(2026, 11, 22)) is Standing.ADULT
    assert standing(date(1990, 1, 1), born, day=date(2026, 11, 21)) is Standing.MINOR


def minor(cast: Cast, by: str = "bosse") -> Individual:
    return enter(cast, by, number=number(years_ago(16)))


def answer(cast: Cast, person: Individual, name: str, *, yes: bool = True) -> None:
    with cast.looking(name):
        waiting = Approval.objects.answerable_by(getattr(cast, name))
        approval = waiting.filter(subject_pk=person.pk).first()
        asking.answer(approval, yes=yes, reason="Så", by=getattr(cast, name))


def is_draft(cast: Cast, person: Individual) -> bool:
    with cast.looking("bosse"):
        return Individual.objects.get(pk=person.pk).is_draft


def test_two_others_approve_a_minor_and_neither_of_them_twice(cast: Cast) -> None:
    person = minor(cast)
    assert is_draft(cast, person)
    answer(cast, person, "ella")
    assert is_draft(cast, person)
    with cast.looking("ella"):
        assert not Approval.objects.answerable_by(cast.ella).exists()
        other = Approval.objects.get(answer="")
        with pytest.raises(ValidationError):
            asking.answer(other, yes=True, reason="Så", by=cast.ella)
    with cast.looking("bosse"):
        assert not Approval.objects.answerable_by(cast.bosse).exists()
    answer(cast, person, "greta")
    assert not is_draft(cast, person)


def test_nothing_is_built_on_a_minor_who_waits(cast: Cast) -> None:
    person = minor(cast, "anna")
    group = found(cast)
    with pytest.raises(ValidationError) as refused:
        link(cast, person, group, months=3)
    assert refused.value.code == "draft"
    with cast.looking("anna"):
        assert not GroupLink.objects.exists()
    with cast.looking("anna"), pytest.raises(ValidationError):
        names.add_alias(person, name="Lillen", by=cast.anna)
    page = cast.client("anna").get(person.get_absolute_url())
    assert "Väntar på godkännande" in text(page)
    assert not any(page.context["disclosing"].values())
    assert reverse("cases:link_new", args=[person.pk]) not in text(page)
    assert "Väntar på godkännande" in text(cast.client("anna").get(LIST))


def test_a_no_can_be_asked_again(cast: Cast) -> None:
    person = minor(cast)
    answer(cast, person, "ella", yes=False)
    answer(cast, person, "greta")
    bosse = cast.client("bosse")
    page = bosse.get(person.get_absolute_url())
    ask = reverse("cases:individual_ask", args=[person.pk])
    assert ask in text(page)
    bosse.post(ask)
    answer(cast, person, "jonas")
    assert not is_draft(cast, person)


def test_a_minor_is_reviewed_every_third_month_and_the_latest_stands_first(cast: Cast) -> None:
    late, soon = minor(cast), enter(cast, "bosse", "Bo Ek", born=years_ago(17))
    with role("owner"):
        Individual.objects.filter(pk=late.pk).update(review_on=TODAY - timedelta(days=3))
    bosse = cast.client("bosse")
    page = bosse.get(reverse("cases:minors"))
    assert [one.pk for one in page.context["page"]] == [late.pk, soon.pk]
    assert 'data-state="late"' in text(page)
    address = reverse("cases:individual_review", args=[late.pk])
    assert "required" in errors(bosse.post(address, {"review": " "}))["review"]
    bosse.post(address, {"review": "Ny utredning"})
    with cast.looking("bosse"):
        reviewed = Individual.objects.get(pk=late.pk)
    assert (reviewed.review_on, reviewed.review) == (TODAY + timedelta(days=91), "Ny utredning")
    assert cast.client("cilla").get(reverse("cases:minors")).context["page"].paginator.count == 0


def test_whoever_comes_of_age_needs_no_approval_and_no_review(cast: Cast) -> None:
    person = minor(cast)
    with role("owner"):
        Individual.objects.filter(pk=person.pk).update(of_age_on=TODAY)
    assert not is_draft(cast, person)
    page = cast.client("bosse").get(reverse("cases:minors"))
    assert page.context["page"].paginator.count == 0


def test_a_number_that_is_added_later_makes_a_minor_of_whom_we_took_for_an_adult(
    cast: Cast,
) -> None:
    person = enter(cast, "bosse")
    assert not is_draft(cast, person)
    with cast.looking("bosse"):
        identifiers.add(person, number=number(years_ago(16)), by=cast.bosse)
    assert is_draft(cast, person)
    with cast.looking("bosse"), pytest.raises(ValidationError, match="15"):
        identifiers.add(person, number=number(years_ago(12)), by=cast.bosse)


@given(born=st.dates(date(1900, 1, 1), date(2026, 11, 22)))
def test_the_day_of_coming_of_age_is_the_first_on_which_one_is_eighteen(born: date) -> None:
    day = minors.of_age_on(born)
    assert day is not None
    assert age_on(born, day) == 18
    assert age_on(born, day - timedelta(days=1)) == 17
