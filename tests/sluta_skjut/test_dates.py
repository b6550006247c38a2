"""Days and times are written as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from sluta_skjut.templatetags import dates

DAY = date(2026, 11, 26)
EVENING = datetime(2026, 11, 26, 17, 5, tzinfo=UTC)
THIS_YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def swedish() -> object:
    with translation.override("sv"):
        yield


def words(html: str) -> str:
    return html.split(">")[1].split("<")[0] if "<" in html else html


def test_a_day_has_its_weekday_and_a_small_letter() -> None:
    assert words(dates.day(DAY)) == "tors 26 nov 2026"


def test_english_keeps_its_capitals() -> None:
    with translation.override("en"):
        assert words(dates.day(DAY)) == "Thu 26 Nov 2026"


def test_a_time_is_the_one_on_the_wall() -> None:
    assert words(dates.clock(EVENING)) == "18:05"
    assert words(dates.moment(EVENING)) == "tors 26 nov 2026 18:05"


def test_the_day_of_a_moment_is_the_one_on_the_wall() -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert words(dates.day(late)) == "fre 27 nov 2026"


def test_nothing_is_written_as_nothing() -> None:
    assert [f(None) for f in (dates.day, dates.shortday, dates.clock, dates.moment)] == [""] * 4


def test_a_short_day_names_another_year_only() -> None:
    assert words(dates.shortday(date(THIS_YEAR, 3, 1))) == "1 mar"
    assert words(dates.shortday(date(1999, 3, 1))) == "1 mar 1999"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(THIS_YEAR, 3, 1), date(THIS_YEAR, 5, 31), "1 mars–31 maj"),
        (date(THIS_YEAR, 5, 1), date(THIS_YEAR, 5, 31), "1–31 maj"),
        (date(THIS_YEAR, 5, 1), date(THIS_YEAR, 5, 1), "1 maj"),
        (date(1999, 3, 1), date(1999, 5, 31), "1 mars–31 maj 1999"),
        (date(1999, 12, 1), date(2000, 1, 31), "1 december 1999–31 januari 2000"),
    ],
)
def test_a_period_says_month_and_year_once(start: date, end: date, written: str) -> None:
    assert dates.period(start, end) == written


def test_an_open_period_says_which_end_it_has() -> None:
    with translation.override("en"):
        assert dates.period(DAY, None) == "from 26 November 2026"
        assert dates.period(None, DAY) == "until 26 November 2026"
        assert dates.period(None, None) == ""


@given(st.integers(min_value=-400, max_value=400))
def test_only_what_has_passed_is_late_and_what_is_done_never_is(days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    assert (dates.due(day)["state"] == "late") == (days < 0)
    assert (dates.due(day)["state"] == "soon") == (0 <= days <= dates.SOON_DAYS)
    assert dates.due(day, done=True)["state"] == "plain"
