"""Which persons a text may mean, the likeliest first: by the tokens of their names."""

from collections import defaultdict
from functools import reduce
from operator import add, or_
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    Lookup,
    Min,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cases.spelling import Sought, readings

WHOLE, BEGUN, NEARLY_WHOLE, NEARLY_BEGUN = range(4)
FARTHEST = 100


@CharField.register_lookup
@UUIDField.register_lookup
class AnyOf(Lookup):  # type: ignore[type-arg]
    """Equal to one of many values, told to the database as one list."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        return sorted(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, self.rhs]


def ranked[Rows: QuerySet[Any]](persons: Rows, text: str) -> Rows:
    """Those whose name has every word of the text, or nearly; equals stand in Swedish order.

    The tokens are asked first, and the persons then by their ids: in one question the database
    would ask the policy about every person, as it cannot guess how few are meant.
    """
    tokens: Any = persons.model._meta.get_field("name_tokens").related_model
    found = _with_kept(persons, _meant(tokens._default_manager.all(), text))
    distance = Case(
        *(When(pk__any_of=pks, then=Value(far)) for far, pks in sorted(found.items())),
        default=Value(FARTHEST),
        output_field=IntegerField(),
    )
    meant = persons.filter(pk__any_of=[pk for pks in found.values() for pk in pks])
    return meant.annotate(distance=distance).order_by("distance", "sort_key", "id")


def _with_kept(persons: QuerySet[Any], found: dict[int, list[UUID]]) -> dict[int, list[UUID]]:
    """Whoever is known by the name of a merged record is meant too, within the own agency."""
    everybody: Any = persons.model._default_manager
    pks = [pk for some in found.values() for pk in some]
    merged = everybody.own().filter(pk__any_of=pks).exclude(same_as=None)
    kept = {one.pk: one.same_as_id for one in merged}
    return {far: [*some, *(kept[pk] for pk in some if pk in kept)] for far, some in found.items()}


def _meant(tokens: QuerySet[Any], text: str) -> dict[int, list[UUID]]:
    """Distance → persons; of a person, only that there is one to ask about."""
    alternatives = readings(text)
    words = list(dict.fromkeys(word for reading in alternatives for word in reading))
    if not words:
        return {}
    names = {word: f"word_{number}" for number, word in enumerate(words)}
    told = [[names[word] for word in reading] for reading in alternatives]
    heard = tokens.filter(token__any_of=frozenset().union(*(w.near | w.begun for w in words)))
    matched = (
        heard.values("individual")
        .annotate(**{names[word]: _closeness(word) for word in words})
        .filter(reduce(or_, map(_has_all, told)))
        .annotate(distance=Coalesce(*map(_sum, told), Value(FARTHEST)))
    )
    found = defaultdict(list)
    for match in matched:
        found[match["distance"]].append(match["individual"])
    return found


def _closeness(word: Sought) -> Min:
    """The best of a person's tokens for this word; nothing when none will do."""
    return Min(
        Case(
            When(token=word.heard, is_whole=True, then=WHOLE),
            When(token=word.heard, then=BEGUN),
            When(token__any_of=word.near, is_whole=True, then=NEARLY_WHOLE),
            When(token__any_of=word.begun, then=NEARLY_BEGUN),
        )
    )


def _has_all(names: list[str]) -> Q:
    return Q(**{f"{name}__isnull": False for name in names})


def _sum(names: list[str]) -> Any:
    """Nothing when one of the words is missing."""
    return reduce(add, map(F, names))
