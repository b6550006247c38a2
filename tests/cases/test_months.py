"""Shootings per month: the data's own numbers, in the picture as in the table."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import months
from cases.actions import incidents
from cases.models import Incident
from cases.months import Month
from partners.mandates import Category
from tests.cases import happenings
from tests.cases.pages import text
from tests.cast import Cast

PAGE = "/handelser/per-manad/"
WHOLE_2026 = {"fran": "2026-01-01", "till": "2026-06-30"}


def shot(cast: Cast, *at: int, **more: str) -> None:
    happenings.happen(cast, happened_at=datetime(*at, tzinfo=UTC), **more)  # type: ignore[misc,arg-type]


@pytest.fixture
def year(cast: Cast) -> Cast:
    shot(cast, 2026, 1, 31, 22, 30)
    shot(cast, 2026, 1, 31, 23, 30)  # February in Sweden
    shot(cast, 2026, 2, 10, 12, 0, kind="shooting_suspected")
    shot(cast, 2026, 4, 30, 21, 59)
    shot(cast, 2026, 4, 30, 22, 1)  # May in Sweden
    shot(cast, 2026, 3, 1, 12, 0, kind="threat")
    shot(cast, 2026, 3, 1, 12, 0, municipality="Lund")
    return cast


def shown(cast: Cast, name: str = "anna", **asked: str) -> list[tuple[int, int, int]]:
    answer = cast.client(name).get(PAGE, WHOLE_2026 | asked)
    return [(m.first.month, m.total, m.suspected) for m in answer.context["months"]]


def test_each_shooting_is_counted_in_its_swedish_month(year: Cast) -> None:
    assert shown(year) == [(1, 1, 0), (2, 2, 1), (3, 0, 0), (4, 1, 0), (5, 1, 0), (6, 0, 0)]
    assert shown(year, kommun="Lund")[2] == (3, 1, 0)
    assert sum(total for _month, total, _suspected in shown(year, kommun="alla")) == 6


def test_picture_table_and_sum_say_the_same(year: Cast) -> None:
    content = text(year.client("anna").get(PAGE, WHOLE_2026))
    drawn = [int(number) for number in re.findall(r'class="number" x[^>]*>(\d+)</text>', content)]
    rows = re.findall(r'data-label="Totalt" class="number">(\d+)<', content)
    assert drawn == [1, 2, 1, 1]
    assert sum(map(int, rows)) == sum(drawn) == 5
    assert "5 skjutningar" in content
    assert "style=" not in content


def test_a_duplicate_is_not_counted(year: Cast) -> None:
    with year.looking("anna"):
        first, second = Incident.objects.filter(happened_at__month__in=(1, 2)).order_by("number")[
            :2
        ]
        incidents.merge(second, into=first, by=year.anna)
    assert shown(year)[:2] == [(1, 1, 0), (2, 1, 1)]


def test_those_who_read_the_facts_see_the_same_numbers(year: Cast) -> None:
    before = shown(year, "greta")
    assert sum(total for _month, total, _suspected in before) == 0
    year.let_read(year.probation, Category.INCIDENT_FACTS, owner=year.police)
    assert shown(year, "greta") == shown(year, "anna")


def test_an_empty_town_has_a_page(cast: Cast) -> None:
    assert "0 skjutningar" in text(cast.client("anna").get(PAGE))


@pytest.mark.parametrize(
    "asked",
    [{"fran": "igår"}, {"fran": "2026-06-01", "till": "2020-01-01"}, {"fran": "1900-01-01"},
     {"till": "9999-12-31"}, {"kommun": "Atlantis"}],
)  # fmt: skip
def test_whatever_is_asked_gives_at_most_five_years(year: Cast, asked: dict[str, str]) -> None:
    answer = year.client("anna").get(PAGE, asked)
    assert answer.status_code == 200
    assert 1 <= len(answer.context["months"]) <= months.MOST_MONTHS


@given(counts=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=60))
def test_a_bar_is_as_high_as_its_number(counts: list[tuple[int, int]]) -> None:
    told = [Month(date(2020, 1, 1), one + other, other) for one, other in counts]
    picture = months.picture(told)
    highest = max([month.total for month in told] + [1])
    for bar in picture.bars:
        assert bar.confirmed + bar.suspected == pytest.approx(
            months.HIGHEST * bar.month.total / highest
        )
        assert months.HEAD - 0.01 <= bar.top <= picture.base + 0.01
