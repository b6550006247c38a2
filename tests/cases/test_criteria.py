"""What a link may rest on: the rule against a plain oracle, and the database against the rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cases import criteria
from cases.criteria import HARD, MEANING, SOFT, SUFFICIENT, Criterion, Lack
from tests.database import role

DAY = date(2026, 5, 4)
SOURCES = ["PM 12/26", "pm 12-26", "PM 13/26", "Dom B 7", "Källa Å", "källa å."]
SETTINGS = {"deadline": None}


@dataclass(frozen=True)
class Told:
    kind: str
    source: str
    source_date: date
    source_grade: str
    information_grade: str


def told(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[Told]:
    return st.builds(
        Told,
        kind=kinds,
        source=st.sampled_from(SOURCES),
        source_date=st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
        source_grade=st.sampled_from("ABCDEX"),
        information_grade=st.sampled_from("1234X"),
    )


ANY = told(st.sampled_from([str(one) for one in Criterion]))
SOFT_ONES = told(st.sampled_from([str(one) for one in SOFT]))
# The same three lists once more, by hand: what the oracle goes by.
ALONE = {"judgment", "own_statement"}
TWO = {
    "convicted_together", "suspected_together", "weapon", "acting", "tasked", "money", "named",
}  # fmt: skip


def counts(one: Told) -> bool:
    return one.kind in ALONE | TWO and one.source_grade in "ABCD" and one.information_grade in "123"


def letters(source: str) -> str:
    return "".join(sign for sign in source.lower() if sign.isalnum())


def oracle(grounds: list[Told]) -> bool:
    """Written to be read, not to be fast: every way to put two of them side by side."""
    for one in grounds:
        if counts(one) and one.kind in ALONE:
            return True
    for one, other in permutations(grounds, 2):
        if not (counts(one) and counts(other)):
            continue
        if one.kind == other.kind or one.source_date == other.source_date:
            continue
        if letters(one.source) != letters(other.source):
            return True
    return False


@given(st.lists(SOFT_ONES, max_size=40))
def test_soft_criteria_are_never_enough_in_any_combination_or_number(grounds: list[Told]) -> None:
    assert not criteria.is_enough(grounds)
    assert criteria.lack(grounds) is (Lack.ONLY_SOFT if grounds else Lack.NOTHING)


@given(st.lists(ANY, max_size=6), st.lists(SOFT_ONES, max_size=20))
def test_soft_criteria_add_nothing_to_what_is_there(hard: list[Told], soft: list[Told]) -> None:
    assert criteria.is_enough(hard + soft) == criteria.is_enough(hard)


@given(st.lists(ANY, max_size=8))
def test_the_rule_says_what_the_oracle_says(grounds: list[Told]) -> None:
    assert criteria.is_enough(grounds) == oracle(grounds)
    assert (criteria.lack(grounds) is None) == oracle(grounds)


@given(st.lists(ANY, max_size=5), ANY)
def test_more_never_takes_away(grounds: list[Told], one: Told) -> None:
    assert criteria.is_enough([*grounds, one]) >= criteria.is_enough(grounds)


@given(ANY, ANY)
def test_independence_has_no_direction_and_nothing_is_independent_of_itself(
    one: Told, other: Told
) -> None:
    assert criteria.are_independent(one, other) == criteria.are_independent(other, one)
    assert not criteria.are_independent(one, one)


def two(**different: object) -> list[Told]:
    """Two hard ones that are independent, but for what is said to be the same."""
    one = Told("acting", "PM 12", DAY, "B", "2")
    other = Told("weapon", "PM 13", DAY + timedelta(days=1), "B", "2")
    return [one, Told(**(vars(other) | different))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("different", "lack"),
    [
        ({}, None),
        ({"kind": "acting"}, Lack.DEPENDENT),
        ({"source": "pm-12"}, Lack.DEPENDENT),
        ({"source_date": DAY}, Lack.DEPENDENT),
        ({"source_grade": "E"}, Lack.TOO_WEAK),
        ({"source_grade": "X"}, Lack.TOO_WEAK),
        ({"information_grade": "4"}, Lack.TOO_WEAK),
        ({"information_grade": "X"}, Lack.TOO_WEAK),
        ({"kind": "area"}, Lack.ONE_HARD),
        ({"kind": "judgment", "source": "PM 12", "source_date": DAY}, None),
        ({"kind": "own_statement", "source_grade": "X"}, Lack.TOO_WEAK),
    ],
)
def test_two_hard_ones_differ_in_source_and_day_and_kind_and_are_good_enough(
    different: dict[str, object], lack: Lack | None
) -> None:
    assert criteria.lack(two(**different)) is lack


def test_every_criterion_is_of_one_weight_and_has_a_line_that_explains_it() -> None:
    assert set(Criterion) == SUFFICIENT | HARD | SOFT == set(MEANING)
    assert len(SUFFICIENT) + len(HARD) + len(SOFT) == len(Criterion)
    assert {str(one) for one in SUFFICIENT} == ALONE
    assert {str(one) for one in HARD} == TWO


def test_what_somebody_is_born_as_or_believes_in_is_no_choice() -> None:
    words = " ".join(f"{one.value} {one.label} {MEANING[one]}" for one in Criterion).lower()
    for word in ("ethnic", "origin", "nation", "relig", "etnisk", "härkomst", "race", "language"):
        assert word not in words


@given(held=st.lists(ANY, max_size=4), one=ANY, days=st.integers(-1, 4))
def test_news_is_later_than_the_review_and_not_held(held: list[Told], one: Told, days: int) -> None:
    since = DAY + timedelta(days=days)
    is_held = any(
        other.kind == one.kind and letters(other.source) == letters(one.source) for other in held
    )
    is_news = counts(one) and one.source_date > since and not is_held
    assert criteria.is_news(one, held, since=since) == is_news


def ask(function: str, *arguments: str) -> object:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(arguments))
        cursor.execute(f"SELECT {function}({marks})", arguments)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_weighs_a_criterion_as_the_rule_does() -> None:
    with role("owner"):
        for kind in Criterion:
            for source in criteria.SourceGrade:
                for information in criteria.InformationGrade:
                    one = Told(kind, "s", DAY, source, information)
                    answer = ask("cases_carries", str(kind), str(source), str(information))
                    assert answer == criteria.carries(one)


@pytest.mark.django_db
@given(st.text("ABÅÄÖåäö012 -/.,()éßİ", max_size=12))
def test_the_database_tells_sources_apart_as_the_rule_does(source: str) -> None:
    assert ask("cases_named", source) == criteria.named(source)
