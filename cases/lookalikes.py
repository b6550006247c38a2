"""Records of the own agency that may be of the same person, with the reasons for thinking so."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Left, Reverse, Right
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Distinction, Identifier, Individual

ALIKE = 0.8
SUFFIX = 4
BEGINNING = 3
CHECKED = 11
SAME_BIRTH = _("same date of birth")
ALIKE_NAMES = _("similar names")
SAME_SUFFIX = _("same last four digits")
SWAPPED = _("digits that may have changed places")
NEW_IDENTITY = Individual.ProtectionLevel.NEW_IDENTITY


@dataclass(frozen=True)
class Pair:
    """Two records side by side, the older first."""

    first: Individual
    second: Individual
    reasons: list[Promise]


class _Word(Func):
    function = "SPLIT_PART"
    output_field = TextField()


def pairs() -> list[Pair]:
    """In alphabetical order. Never a new identity; a protected person only for the assigned."""
    found = _suspects()
    apart = _told_apart(found)
    numbers = _numbers(found)
    alike = [
        _pair(one, other, reasons)
        for one, other in combinations(found, 2)
        if frozenset([one.pk, other.pk]) not in apart and (reasons := _reasons(one, other, numbers))
    ]
    return sorted(alike, key=lambda pair: (pair.first.sort_key, str(pair.first.pk)))


def _pair(one: Individual, other: Individual, reasons: list[Promise]) -> Pair:
    is_older = (one.created_at, str(one.pk)) < (other.created_at, str(other.pk))
    first, second = (one, other) if is_older else (other, one)
    return Pair(first, second, reasons)


def names_alike(one: str, other: str) -> bool:
    """By their sort keys: the same words in any order, most of the letters, or a part of it."""
    ours, theirs = sorted(one.split()), sorted(other.split())
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return bool(ours and theirs)
    return SequenceMatcher(None, " ".join(ours), " ".join(theirs)).ratio() >= ALIKE


def digits_swapped(one: str, other: str) -> bool:
    """Two neighbours have changed places; the check digit, which follows, is not compared."""
    differ = [at for at in range(CHECKED) if one[at] != other[at]]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    at = differ[0]
    return one[at] == other[at + 1] and one[at + 1] == other[at]


def _mergeable() -> QuerySet[Individual]:
    own = Individual.objects.own().kept()
    return own.exclude(protection_level=NEW_IDENTITY).annotate(
        beginning=Left("sort_key", BEGINNING),
        first_word=_Word(F("sort_key"), Value(" "), Value(1)),
        last_word=Reverse(_Word(Reverse(F("sort_key")), Value(" "), Value(1))),
    )


def _suspects() -> list[Individual]:
    """Those with somebody else beside them, found by the database in three narrow questions."""
    found: dict[UUID, Individual] = {}
    shared = (
        Q(beginning=OuterRef("beginning"))
        | Q(last_word=OuterRef("last_word"))
        | Q(first_word=OuterRef("last_word"))
        | Q(last_word=OuterRef("first_word"))
    )
    for condition in (
        Q(born=OuterRef("born")) & shared,
        Q(of_age_on=OuterRef("of_age_on")) & shared,
    ):
        others = _mergeable().filter(condition).exclude(pk=OuterRef("pk"))
        found |= {one.pk: one for one in _mergeable().filter(Exists(others))}
    for one in _with_numbers_alike():
        found.setdefault(one.pk, one)
    return sorted(found.values(), key=lambda one: (one.sort_key, str(one.pk)))


def _with_numbers_alike() -> Any:
    """The same name, and four last digits that somebody else with that name has too."""
    suffixed = _suffixed().own()
    other = suffixed.filter(
        suffix=OuterRef("suffix"), individual__sort_key=OuterRef("individual__sort_key")
    ).exclude(individual=OuterRef("individual"))
    return _mergeable().filter(pk__in=suffixed.filter(Exists(other)).values("individual"))


def _suffixed() -> Any:
    numbers = Identifier.objects.exclude(
        kind__in=[Identifier.Kind.RESERVE, Identifier.Kind.UNKNOWN]
    )
    return numbers.annotate(suffix=Right("value", SUFFIX))


def _numbers(people: list[Individual]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {one.pk: [] for one in people}
    for number in _suffixed().filter(individual__in=people):
        found[number.individual_id].append(number.value)
    return found


def _told_apart(people: list[Individual]) -> set[frozenset[UUID]]:
    told = Distinction.objects.standing().filter(individual__in=people, other__in=people)
    return {frozenset([one.individual_id, one.other_id]) for one in told}


def _reasons(one: Individual, other: Individual, numbers: dict[UUID, list[str]]) -> list[Promise]:
    """Similar names alone are no reason, and neither is a day on which many are born."""
    if not names_alike(one.sort_key, other.sort_key):
        return []
    beside = [(ours, theirs) for ours in numbers[one.pk] for theirs in numbers[other.pk]]
    reasons = [SAME_BIRTH] if _same_birth(one, other) else []
    if any(ours[-SUFFIX:] == theirs[-SUFFIX:] for ours, theirs in beside):
        reasons.append(SAME_SUFFIX)
    if any(digits_swapped(ours, theirs) for ours, theirs in beside):
        reasons.append(SWAPPED)
    return [ALIKE_NAMES, *reasons] if reasons else []


def _same_birth(one: Individual, other: Individual) -> bool:
    births = {one.born, one.of_age_on} & {other.born, other.of_age_on}
    return bool(births - {None})
