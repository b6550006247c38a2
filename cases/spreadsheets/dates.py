"""Days as people write them in lists: 2026-09-11, 20260911, 260911, 11/9 2026, 11 sep 2026.

A day is read only when it can be read in one way. Otherwise the ways are offered and a person
chooses; a year is never invented.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
# A year of two digits is the one nearest to today.
NEAR = 50
LEAP_YEAR = 2000

ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})(?:[ T]\d\d:\d\d(?::\d\d)?)?")
EIGHT = re.compile(r"(\d{4})(\d\d)(\d\d)")
SIX = re.compile(r"(\d\d)[-./ ]?(\d\d)[-./ ]?(\d\d)")
SLASHED = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(?:\s*[-/ ,]\s*(\d{4}|\d\d))?")
DOTTED = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})")
WORDED = re.compile(r"(?:den )?(\d{1,2})[:.e]* ([a-zå]{3,9})\.?(?: (\d{4}|\d\d))?")


class Problem(StrEnum):
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    YEARLESS = "yearless"


class Order(StrEnum):
    """Which of two numbers with a slash between them is the day."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


@dataclass(frozen=True)
class Reading:
    """The day, or what is wrong and the days it may be."""

    day: date | None = None
    problem: Problem | None = None
    candidates: tuple[date, ...] = ()


def read(text: str, *, today: date, order: Order | None = None) -> Reading:
    """The day that the text means; `order` says how the column writes 11/9."""
    text = " ".join(text.split()).casefold()
    if match := SLASHED.fullmatch(text):
        return _slashed(match, today, order)
    if match := ISO.fullmatch(text) or EIGHT.fullmatch(text):
        year, month, day = map(int, match.groups())
        return _one(_days([(year, month, day)]))
    if match := DOTTED.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _one(_days([(year, month, day)]))
    if match := WORDED.fullmatch(text):
        return _worded(match, today)
    if match := SIX.fullmatch(text):
        return _six(match, today)
    return Reading(problem=Problem.UNREADABLE)


def order_of(texts: Iterable[str]) -> Order | None:
    """What the slashed days of one column prove: 25/6 can only be a day first."""
    proven = {proof for text in texts if (proof := _proof(" ".join(text.split())))}
    return proven.pop() if len(proven) == 1 else None


def _proof(text: str) -> Order | None:
    match = SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first > len(MONTHS) >= second:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > len(MONTHS) >= first else None


def _slashed(match: re.Match[str], today: date, order: Order | None) -> Reading:
    first, second = int(match[1]), int(match[2])
    if match[3] is None:
        known = _days([(LEAP_YEAR, second, first), (LEAP_YEAR, first, second)])
        return Reading(problem=Problem.YEARLESS if known else Problem.UNREADABLE)
    year = _year(match[3], today)
    day_first, month_first = (year, second, first), (year, first, second)
    if order is not None:
        return _one(_days([day_first if order is Order.DAY_FIRST else month_first]))
    return _one(_days([day_first, month_first]))


def _worded(match: re.Match[str], today: date) -> Reading:
    month = next((n for n, name in enumerate(MONTHS, 1) if match[2].startswith(name)), 0)
    if not month:
        return Reading(problem=Problem.UNREADABLE)
    if match[3] is None:
        return Reading(problem=Problem.YEARLESS)
    return _one(_days([(_year(match[3], today), month, int(match[1]))]))


def _six(match: re.Match[str], today: date) -> Reading:
    """Year, month, day as authorities write; the other way round is offered, never taken."""
    one, two, three = match.groups()
    if found := _days([(_year(one, today), int(two), int(three))]):
        return Reading(found[0])
    found = _days([(_year(three, today), int(two), int(one))])
    return Reading(problem=Problem.AMBIGUOUS if found else Problem.UNREADABLE, candidates=found)


def _one(found: tuple[date, ...]) -> Reading:
    if not found:
        return Reading(problem=Problem.UNREADABLE)
    if len(found) > 1:
        return Reading(problem=Problem.AMBIGUOUS, candidates=found)
    return Reading(found[0])


def _year(text: str, today: date) -> int:
    if len(text) > len("26"):
        return int(text)
    earliest = today.year - NEAR
    return earliest + (int(text) - earliest) % 100


def _days(parts: Iterable[tuple[int, int, int]]) -> tuple[date, ...]:
    """Those that are in the calendar, each once."""
    return tuple(dict.fromkeys(_possible(parts)))


def _possible(parts: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in parts:
        with suppress(ValueError):
            yield date(year, month, day)
