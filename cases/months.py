"""Accepted shootings per month: a count of the incidents that stand, and the picture of it.

Counts alone. Few events and chance between months make no trend, and none is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cases.models.incidents import SHOOTINGS

MOST_MONTHS = 60
# The picture: months side by side, so much apart, the bars so much wide and at most so high.
STEP, THICK, HIGHEST, FOOT, HEAD = 24, 16, 120, 34, 18


@dataclass(frozen=True)
class Month:
    """One calendar month in Sweden: shootings in all, and of those the merely suspected."""

    first: date
    total: int
    suspected: int

    @property
    def confirmed(self) -> int:
        return self.total - self.suspected


@dataclass(frozen=True)
class Bar:
    """A month as it is drawn: at zero nothing, and the number above."""

    month: Month
    left: float
    confirmed: float
    suspected: float

    @property
    def middle(self) -> float:
        return self.left + THICK / 2

    @property
    def year(self) -> int | None:
        """Told at each January, and at the first month when there is room before the next."""
        first = self.month.first
        is_told = first.month == 1 or (self.left < STEP and first.month < 11)
        return first.year if is_told else None

    @property
    def top(self) -> float:
        return HEAD + HIGHEST - self.confirmed - self.suspected

    @property
    def confirmed_top(self) -> float:
        return HEAD + HIGHEST - self.confirmed

    @property
    def number_at(self) -> float:
        return self.top - 4


@dataclass(frozen=True)
class Picture:
    bars: tuple[Bar, ...]
    thick: int = THICK
    base: int = HEAD + HIGHEST
    height: int = HEAD + HIGHEST + FOOT

    @property
    def width(self) -> int:
        return max(len(self.bars) * STEP, 10 * STEP)


def shootings(found: Any, first: date, last: date) -> list[Month]:
    """The months from that of `first` through that of `last`, those without any among them."""
    months = list(_between(first, last))
    counted = (
        found.standing()
        .filter(kind__in=SHOOTINGS, happened_at__gte=_start(months[0]))
        .filter(happened_at__lt=_start(_next(months[-1])))
        .annotate(month=TruncMonth("happened_at"))
        .values("month")
        .annotate(total=Count("id"), suspected=Count("id", filter=Q(kind=SHOOTINGS[1])))
        .order_by("month")
    )
    by_month = {row["month"].date(): (row["total"], row["suspected"]) for row in counted}
    return [Month(month, *by_month.get(month, (0, 0))) for month in months]


def picture(months: list[Month]) -> Picture:
    highest = max([month.total for month in months] + [1])
    unit = HIGHEST / highest
    return Picture(
        tuple(
            Bar(month, n * STEP + 4, month.confirmed * unit, month.suspected * unit)
            for n, month in enumerate(months)
        )
    )


def span(found: Any) -> tuple[date, date]:
    """From the first shooting that stands to now, at most five years back."""
    today = timezone.localdate().replace(day=1)
    first = found.standing().filter(kind__in=SHOOTINGS).order_by("happened_at").first()
    begun = timezone.localdate(first.happened_at).replace(day=1) if first else today
    return max(begun, _back(today, MOST_MONTHS - 1)), today


def _between(first: date, last: date) -> Iterator[date]:
    month, last = first.replace(day=1), last.replace(day=1)
    month = max(month, _back(last, MOST_MONTHS - 1))
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _back(month: date, months: int) -> date:
    years, number = divmod(month.year * 12 + month.month - 1 - months, 12)
    return date(years, number + 1, 1)


def _start(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, time.min))
