"""What the bench says of its measurements is right, and what is kept of the last one is whole."""

import json
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import report
from benchmarks.ratios import LIMITS, Limit, Ratio, Side, interleaved, p95

KEYS = {
    "list_page_over_unrestricted": ("at most", 1.5),
    "least_seeing_page_over_unrestricted": ("at most", 10),
    "guardian_over_list_page": ("at least", 4),
    "count_over_unrestricted": ("at most", 4),
    "search_over_unrestricted": ("at most", 2),
    "least_seeing_search_over_unrestricted": ("at most", 2),
    "door_tap_over_bare_insert": ("at most", 2.5),
    "briefing_over_weasyprint": ("at most", 1.25),
    "import_10x_over_1x": ("at most", 12),
}


def ratio(over: list[float], under: list[float], *, key: str, **more: object) -> Ratio:
    return Ratio(key, Side("a", over), Side("b", under), **more)


def test_the_limits_are_those_that_were_promised():
    promised = {key: Limit(value, bound == "at least") for key, (bound, value) in KEYS.items()}
    assert promised == LIMITS


def test_a_ratio_is_one_median_over_the_other_and_a_rare_hiccup_changes_nothing():
    calm = ratio([3, 3, 3, 3, 3], [2, 2, 2, 2, 2], key="list_page_over_unrestricted")
    disturbed = ratio([3, 3, 900, 3, 3], [2, 2, 2, 700, 2], key="list_page_over_unrestricted")
    assert calm.value == disturbed.value == 1.5


@pytest.mark.parametrize(
    ("key", "over", "is_within"),
    [
        ("count_over_unrestricted", 4.0, True),
        ("count_over_unrestricted", 4.01, False),
        ("guardian_over_list_page", 4.0, True),
        ("guardian_over_list_page", 3.99, False),
    ],
)
def test_the_limit_itself_is_within(key: str, over: float, is_within: bool):
    assert ratio([over], [1.0], key=key).is_within is is_within


def test_the_95th_percentile_is_longer_than_all_but_the_slowest_twentieth():
    assert p95([float(number) for number in range(1, 102)]) == 96


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=50))
def test_the_95th_percentile_lies_within_what_was_measured(times: list[float]):
    low, high = min(times), max(times)
    assert low * 0.999 <= p95(times) <= high * 1.001


def test_both_sides_are_measured_in_turn_and_warming_up_is_not_counted():
    clock = count()
    over, under = interleaved(
        lambda: float(next(clock)), lambda: float(next(clock)), repetitions=3, warm_up=2
    )
    assert (over, under) == ([4, 6, 8], [5, 7, 9])


def test_the_table_says_within_or_over_the_limit_and_both_times():
    kept = ratio([12.0], [10.0], key="briefing_over_weasyprint")
    missed = ratio([30.0], [10.0], key="door_tap_over_bare_insert")
    _heading, first, second = report.lines([kept, missed])
    assert first.split()[1:] == ["1.20", "≤", "1.25", "within", "12.00", "10.00"]
    assert second.split()[1:] == ["3.00", "≤", "2.5", "OVER", "THE", "LIMIT", "30.00", "10.00"]


def test_what_is_kept_of_the_last_run_is_whole_and_agrees_with_itself():
    latest = json.loads(report.LATEST.read_text(encoding="utf-8"))
    assert set(latest["details"]) == set(KEYS)
    for key, (bound, limit) in KEYS.items():
        details = latest["details"][key]
        assert (details["bound"], details["limit"]) == (bound, limit)
        assert latest[key] == pytest.approx(details["over_ms"] / details["under_ms"], rel=0.01)
        assert details["within"] is LIMITS[key].allows(latest[key])
    assert latest["all_within"] is all(latest["details"][key]["within"] for key in KEYS)


def test_a_long_list_never_needed_more_than_500_megabytes():
    latest = json.loads(report.LATEST.read_text(encoding="utf-8"))
    assert latest["details"]["import_10x_over_1x"]["memory_mb"] <= 500


def test_it_was_measured_on_the_large_town():
    town = json.loads(report.LATEST.read_text(encoding="utf-8"))["town"]
    police, probation = town["individuals of agency 1"], town["individuals of agency 2"]
    assert police + probation >= 20_000
    # Lists that were read in to measure that came to be probation's too.
    assert police == pytest.approx(20_000 / 3, rel=0.05)
    assert town["grants"] >= 6_200
