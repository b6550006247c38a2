"""Minors: nobody under 15 is registered, and between 15 and 17 a second person approves."""

from datetime import date
from enum import StrEnum

from cases.identity_numbers import age_on

YOUNGEST = 15
OF_AGE = 18


class Standing(StrEnum):
    CHILD = "child"
    MINOR = "minor"
    ADULT = "adult"


def standing(*births: date | None, day: date) -> Standing:
    """How old a person is on the day by the latest birth we know; of an unknown age is adult."""
    known = [born for born in births if born is not None]
    if not known:
        return Standing.ADULT
    age = age_on(max(known), day)
    if age < YOUNGEST:
        return Standing.CHILD
    return Standing.MINOR if age < OF_AGE else Standing.ADULT


def age_of(of_age_on: date | None, *, day: date) -> int | None:
    """How old whoever comes of age on that day is; nothing when no birth is known."""
    if of_age_on is None:
        return None
    years = day.year - of_age_on.year - ((day.month, day.day) < (of_age_on.month, of_age_on.day))
    return OF_AGE + years


def of_age_on(*births: date | None) -> date | None:
    """The 18th birthday by the latest birth we know; one born on 29 February waits a day more."""
    known = [born for born in births if born is not None]
    if not known:
        return None
    latest = max(known)
    try:
        return latest.replace(year=latest.year + OF_AGE)
    except ValueError:
        return date(latest.year + OF_AGE, 3, 1)
