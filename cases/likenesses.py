"""By name alone: which own persons, and which other rows of its list, a row may be about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import batched, combinations
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat

from cases.models import ImportRow, Individual, ListImport
from cases.names import sort_key
from cases.spreadsheets import person_names
from cases.spreadsheets.facts import Facts

NAMES_AT_ONCE = 50
FIRST_LETTERS = 2
SHORTEST_REST = 2
TWINS_SHOWN = 10


def persons(rows: Sequence[ImportRow]) -> dict[str, list[Individual]]:
    """Name key → own persons whose names are like it.

    A person who has a number is another one than somebody with another number, so that rows with
    one ask only for persons without, and only for those who are called just that.
    """
    own = Individual.objects.own().select_related("same_as").prefetch_related("identifiers")
    spelled = {name for row in rows if row.identity for name in _spellings(row)}
    found = list(own.filter(identifiers__isnull=True, sort_key__in=spelled)) if spelled else []
    found += _named_alike(own, "sort_key", {row.name_key for row in rows if not row.identity})
    by_key = [(person_names.key(one.name), one.same_as or one) for one in dict.fromkeys(found)]
    return {
        key: _once(person for theirs, person in by_key if person_names.are_alike(theirs, key))
        for key in {row.name_key for row in rows}
    }


def _once(people: Iterable[Individual]) -> list[Individual]:
    """A merged record stands for the one that is kept."""
    return list(dict.fromkeys(people))


def persons_of(row: ImportRow) -> list[Individual]:
    """The own persons whom the row may be about."""
    return persons([row])[row.name_key] if row.name_key else []


def rows_named(draft: ListImport, keys: Collection[str]) -> dict[str, list[ImportRow]]:
    """Name key → rows of the list with such a name, the one itself among them."""
    found: dict[str, dict[UUID, ImportRow]] = defaultdict(dict)
    rows = ImportRow.objects.of(draft).exclude(state=ImportRow.State.IMPORTED)
    for few in batched(keys, NAMES_AT_ONCE):
        for row in _named_alike(rows, "name_key", few):
            for key in few:
                if person_names.are_alike(row.name_key, key):
                    found[key][row.pk] = row
    return {key: list(rows.values()) for key, rows in found.items()}


def twins(row: ImportRow, draft: ListImport) -> list[ImportRow]:
    """The other rows of the list with the same number; of a row without, with such a name."""
    if row.identity:
        same = ImportRow.objects.of(draft).filter(identity=row.identity)
        return list(same.exclude(pk=row.pk)[:TWINS_SHOWN])
    named = rows_named(draft, [row.name_key]).get(row.name_key, [])
    return [one for one in named if one.pk != row.pk][:TWINS_SHOWN]


def _spellings(row: ImportRow) -> set[str]:
    words = sort_key(Facts.of(row.facts).name).split()
    return {" ".join(words), " ".join(words[1:] + words[:1]), " ".join(words[-1:] + words[:-1])}


def _named_alike(rows: Any, field: str, keys: Iterable[str]) -> Iterator[Any]:
    """Those that may be: the database narrows down, and the names themselves decide."""
    padded = rows.annotate(padded=Concat(Value(" "), field, Value(" ")))
    for few in batched(filter(None, keys), NAMES_AT_ONCE):
        yield from padded.filter(reduce(or_, map(_has_two_words_of, few)))


def _has_two_words_of(key: str) -> Q:
    """A name of one word is like none but itself."""
    words = [_has_word_like(word) for word in key.split()]
    if len(words) == 1:
        return Q(padded=f" {key} ")
    return reduce(or_, (one & other for one, other in combinations(words, 2)))


def _has_word_like(word: str) -> Q:
    """A slip is among the first letters, after them or across: the other part is as it was."""
    begins, rest = word[:FIRST_LETTERS], word[FIRST_LETTERS:]
    like = Q(padded__contains=f" {begins}")
    if len(rest) >= SHORTEST_REST:
        swapped = begins[:-1] + rest[0] + begins[-1]
        like |= Q(padded__contains=f"{rest} ") | Q(padded__contains=f" {swapped}")
    return like
