"""Eligibility: each criterion answers for itself, and unknown is never yes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interventions.eligibility import (
    HARD,
    Attested,
    Combination,
    Criterion,
    Custody,
    Facts,
    Finding,
    Rules,
    Verdict,
    assess,
    months_before,
)

DAY, TODAY = date(2026, 11, 26), date(2026, 10, 1)
RULES = Rules(rest_months=6, most_per_group=3, custody_days=14)
ATTESTED = Attested(True, "Alm", TODAY, date(2027, 1, 1), "police", "alm")
EVERYTHING = Facts(
    day=DAY,
    today=TODAY,
    own="probation",
    sanction="skyddstillsyn",
    gives_duty=True,
    supervised_from=date(2026, 1, 1),
    supervised_until=date(2027, 1, 1),
    is_protected=False,
    of_age_on=date(2008, 1, 1),
    targets=frozenset({"alm"}),
    attested=ATTESTED,
    combination=Combination((), True, TODAY, "police"),
    custody=Custody(False, TODAY, "Häktets lista"),
    of_the_group=3,
)


def found(criterion: Criterion, **known: Any) -> Finding:
    findings = assess(replace(EVERYTHING, **known), RULES)
    return next(one for one in findings if one.criterion == criterion)


def test_whoever_meets_everything_meets_each() -> None:
    findings = assess(EVERYTHING, RULES)
    assert [one.criterion for one in findings] == list(Criterion)
    assert all(one.verdict is Verdict.YES and one.words and one.source for one in findings)


@pytest.mark.parametrize(
    ("criterion", "known", "verdict"),
    [
        (Criterion.SUPERVISED, {"supervised_until": DAY}, "yes"),
        (Criterion.SUPERVISED, {"supervised_until": DAY - timedelta(days=1)}, "no"),
        (Criterion.SUPERVISED, {"supervised_from": DAY}, "yes"),
        (Criterion.SUPERVISED, {"supervised_from": DAY + timedelta(days=1)}, "no"),
        (Criterion.SUPERVISED, {"gives_duty": False}, "no"),
        (Criterion.LINKED, {"attested": None}, "unknown"),
        (Criterion.LINKED, {"attested": replace(ATTESTED, is_attested=False, group=None)}, "no"),
        (Criterion.LINKED, {"targets": frozenset({"björk"})}, "no"),
        (Criterion.LINKED, {"targets": frozenset()}, "no"),
        (Criterion.TOGETHER, {"combination": None}, "unknown"),
        (Criterion.TOGETHER, {"combination": Combination(("B",), True, TODAY, "p")}, "no"),
        (Criterion.TOGETHER, {"combination": Combination(("B",), False, TODAY, "p")}, "no"),
        (Criterion.TOGETHER, {"combination": Combination((), False, TODAY, "p")}, "unknown"),
        (Criterion.AT_LIBERTY, {"custody": None}, "unknown"),
        (Criterion.AT_LIBERTY, {"custody": Custody(True, TODAY, "s")}, "no"),
        (Criterion.AT_LIBERTY, {"custody": Custody(False, TODAY - timedelta(14), "s")}, "yes"),
        (Criterion.AT_LIBERTY, {"custody": Custody(False, TODAY - timedelta(15), "s")}, "unknown"),
        (Criterion.UNPROTECTED, {"is_protected": True}, "no"),
        (Criterion.OF_AGE, {"of_age_on": None}, "unknown"),
        (Criterion.OF_AGE, {"of_age_on": DAY}, "yes"),
        (Criterion.OF_AGE, {"of_age_on": DAY + timedelta(days=1)}, "no"),
        (Criterion.RESTED, {"last_called_on": date(2026, 5, 26)}, "no"),
        (Criterion.RESTED, {"last_called_on": date(2026, 5, 25)}, "yes"),
        (Criterion.ROOM, {"of_the_group": 4}, "no"),
    ],
)
def test_each_criterion_answers_by_its_own_facts(
    criterion: Criterion, known: dict[str, Any], verdict: str
) -> None:
    assert found(criterion, **known).verdict == verdict


@pytest.mark.parametrize(("days", "is_warned"), [(0, True), (14, True), (15, False)])
def test_a_supervision_about_to_end_is_a_yes_with_a_warning(days: int, is_warned: bool) -> None:
    finding = found(Criterion.SUPERVISED, supervised_until=DAY + timedelta(days=days))
    assert (finding.verdict, finding.is_warning) == (Verdict.YES, is_warned)


def test_where_no_group_is_attested_nothing_is_said_of_its_room() -> None:
    told = {one.criterion for one in assess(replace(EVERYTHING, attested=None), RULES)}
    assert told == set(Criterion) - {Criterion.ROOM}


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
facts = st.builds(
    Facts,
    day=days,
    today=days,
    own=st.just("probation"),
    sanction=st.just("skyddstillsyn"),
    gives_duty=st.booleans(),
    supervised_from=days,
    supervised_until=days,
    is_protected=st.booleans(),
    of_age_on=st.none() | days,
    targets=st.frozensets(st.sampled_from(["alm", "björk"])),
    attested=st.none()
    | st.builds(
        Attested, st.booleans(), st.just("Alm"), days, days, st.just("police"),
        st.none() | st.sampled_from(["alm", "björk"]),
    ),
    combination=st.none()
    | st.builds(
        Combination, st.sampled_from([(), ("B",)]), st.booleans(), days, st.just("police")
    ),
    custody=st.none() | st.builds(Custody, st.booleans(), days, st.just("s")),
    last_called_on=st.none() | days,
    of_the_group=st.integers(0, 9),
)  # fmt: skip


@given(facts)
def test_what_nobody_said_is_never_a_yes(known: Facts) -> None:
    told = {one.criterion: one.verdict for one in assess(known, RULES)}
    for criterion, fact in (
        (Criterion.LINKED, known.attested),
        (Criterion.TOGETHER, known.combination),
        (Criterion.AT_LIBERTY, known.custody),
        (Criterion.OF_AGE, known.of_age_on),
    ):
        if fact is None:
            assert told[criterion] is Verdict.UNKNOWN
    if known.is_protected:
        assert told[Criterion.UNPROTECTED] is Verdict.NO


@given(facts, st.sampled_from([one for one in Criterion if one not in HARD]))
def test_each_answer_has_words_and_a_yes_says_where_it_comes_from(
    known: Facts, criterion: Criterion
) -> None:
    for one in assess(known, RULES):
        assert one.words
        assert one.verdict is Verdict.UNKNOWN or (one.source and one.owner and one.on)


@given(days, st.integers(1, 24))
def test_months_back_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or (earlier + timedelta(days=1)).day == 1
