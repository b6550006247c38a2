"""Identity numbers as they stand in lists, with what a spreadsheet program has done to them."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from cases.identity_numbers import (
    CenturyUnknown,
    IdentityNumber,
    IdentityNumberError,
    parse,
)

CENTURIES = ("19", "20")
TEN = 10
# Kept as a figure, a number has lost the zeros it began with.
FIGURE = re.compile(r"\d{7,9}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """The number, or why it was refused and the numbers it may be."""

    number: IdentityNumber | None = None
    error: IdentityNumberError | None = None
    candidates: tuple[IdentityNumber, ...] = ()


def read(text: str, *, today: date) -> Reading:
    """The number that the text means, with the century as written and never guessed."""
    typed = text.strip()
    if FIGURE.fullmatch(typed):
        typed = typed.zfill(TEN)
    try:
        return Reading(parse(typed, today=today))
    except CenturyUnknown as error:
        return _asking(error, typed, today)
    except IdentityNumberError as error:
        return Reading(error=error)


def _asking(error: IdentityNumberError, typed: str, today: date) -> Reading:
    """With the centuries in which there is such a number; in none it is written wrongly, and what
    is wrong in the first is told."""
    refused: list[IdentityNumberError] = []
    found: list[IdentityNumber] = []
    for century in CENTURIES:
        try:
            found.append(parse(century + typed, today=today))
        except IdentityNumberError as wrong:
            refused.append(wrong)
    return Reading(error=error, candidates=tuple(found)) if found else Reading(error=refused[0])


def likely(candidates: tuple[IdentityNumber, ...], *, today: date) -> IdentityNumber | None:
    """The one whose bearer is under 100, where there is exactly one."""
    young = [one for one in candidates if one.born and today.year - one.born.year < 100]
    with suppress(ValueError):
        (only,) = young
        return only
    return None
