"""Days as people type them: 2026-11-26, 26/11, 26 nov, torsdag 26 november 2026."""

import re
from datetime import date

from django.utils import timezone

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
WRITTEN = re.compile(
    r"(?:(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?:[^\W\d]+\.? )?(?P<d2>\d{1,2})(?:/| )(?P<m2>\d{1,2}|[^\W\d]{3,9})\.?(?: (?P<y2>\d{4}))?)"
)


def typed(text: str) -> date | None:
    """The day that is meant; without a year the one nearest to today."""
    match = WRITTEN.fullmatch(" ".join(text.casefold().split()))
    if match is None:
        return None
    year, month, day = (match[f"{part}1"] or match[f"{part}2"] for part in "ymd")
    return _day(int(year), _month(month), int(day)) if year else _nearest(_month(month), int(day))


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    english = text.replace("may", "maj").replace("oct", "okt")
    return MONTHS.index(english[:3]) + 1 if english[:3] in MONTHS else 0


def _nearest(month: int, day: int) -> date | None:
    today = timezone.localdate()
    near = [_day(today.year + shift, month, day) for shift in (-1, 0, 1)]
    return min((one for one in near if one), key=lambda one: abs(one - today), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
