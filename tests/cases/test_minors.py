"""Minors: nobody under 15, and a second person's yes from 15 to 17."""

from datetime import date

from cases.minors import Standing, standing
from cases.models import Identifier, Individual
from partners.models import Approval
from tests.cases.pages import errors, text
from tests.cases.people import NEW, TODAY, number, pages, typed, years_ago
from tests.cast import Cast


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
        approval, person = Approval.objects.get(), Individual.objects.get()
    assert (approval.subject_pk, approval.answer) == (person.pk, "")
    assert "Ali" not in approval.question
    bosse.post(pages(person)[1], typed(number="", born=str(years_ago(16))))
    with cast.looking("bosse"):
        assert Approval.objects.count() == 1


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
