"""A number as somebody types it to find a person: found whole and exact, or not at all."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.identity_numbers import (
    LONGEST_TEXT,
    RESERVE,
    CenturyUnknown,
    IdentityNumber,
    IdentityNumberError,
    parse,
)

OLDEST = 115
CENTURIES = ("19", "20")
# Digits, and what people write between them.
ONLY_DIGITS = re.compile(r"[\d\s+\-\u2010-\u2015\u2212]+")
SEPARATORS = re.compile(r"[\W_]+")
FEWEST_DIGITS = 6
NOT_WHOLE = _("Write the whole number with twelve digits, for example 19900101-1234.")


@dataclass(frozen=True, slots=True, repr=False)
class SoughtNumber:
    """The values it may be known by, and what to tell whoever typed something that is no number."""

    values: frozenset[str] = frozenset()
    problem: Promise | None = None


def has_digit(text: str) -> bool:
    """No name has one, so such a text is never sought among names."""
    return any(character.isdigit() for character in text)


def sought(text: str, *, today: date) -> SoughtNumber:
    """Twelve digits, in any written form, or a reserve number as it was issued."""
    values: set[str] = set()
    problem = None
    try:
        values.add(_parsed(text, today).value)
    except IdentityNumberError as error:
        problem = _problem(text, error)
    reserve = SEPARATORS.sub("", text[:LONGEST_TEXT]).upper()
    if has_digit(reserve) and RESERVE.fullmatch(reserve):
        values.add(reserve)
    return SoughtNumber(frozenset(values), problem)


def _parsed(text: str, today: date) -> IdentityNumber:
    """Ten digits are enough where only one century is possible for somebody alive."""
    try:
        return parse(text, today=today)
    except CenturyUnknown:
        possible = [number for century in CENTURIES if (number := _in(century, text, today))]
        if len(possible) == 1:
            return possible[0]
        raise


def _in(century: str, text: str, today: date) -> IdentityNumber | None:
    try:
        number = parse(century + text.strip(), today=today)
    except IdentityNumberError:
        return None
    return number if int(number.value[:4]) >= today.year - OLDEST else None


def _problem(text: str, error: IdentityNumberError) -> Promise | None:
    digits = sum(character.isdigit() for character in text)
    if digits < FEWEST_DIGITS or not ONLY_DIGITS.fullmatch(text):
        return None
    return error.message if digits in (10, 12) else NOT_WHOLE
