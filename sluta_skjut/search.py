"""One question to everything that may be read: persons, groups, incidents, call-ins.

Nothing here asks who is looking: each room's own question answers with visible rows only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, Incident, Individual
from cases.sought_numbers import SoughtNumber, has_digit, sought
from interventions.models import CallIn
from partners import audience
from partners.mandates import Action, Category
from sluta_skjut.addresses import address

AT_MOST, ALL_AT_MOST, SUGGESTED_AT_MOST = 8, 100, 5
FEWEST_LETTERS = 3
LONGEST = 120


@dataclass(frozen=True)
class Kind:
    """Something that is sought; for those who may read rows of its category."""

    name: str
    title: Promise
    word: Promise
    category: Category
    page: str
    ask: Callable[["Search"], QuerySet[Any]]

    @property
    def template(self) -> str:
        return f"sluta_skjut/search/{self.name}.html"


@dataclass(frozen=True)
class Part:
    """What was found of one kind, the first of it."""

    kind: Kind
    rows: list[Any]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


@dataclass
class Search:
    """A text, and what it finds for whoever is looking; `only` one kind, then more of it."""

    text: str
    only: str = ""
    at_most: int = AT_MOST
    kinds: list["Kind"] = field(default_factory=lambda: list(kinds()))

    def __post_init__(self) -> None:
        self.text = " ".join(self.text.split())[:LONGEST]

    @cached_property
    def parts(self) -> list[Part]:
        return [part for part in self._parts() if part.total] if self.text else []

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def has_number(self) -> bool:
        return has_digit(self.text)

    @property
    def problem(self) -> Promise | None:
        """What is wrong with a number, for those who may seek persons by one."""
        finds_persons = any(kind is PERSONS for kind in self.kinds)
        return self.number.problem if finds_persons and not self.total else None

    @cached_property
    def number(self) -> SoughtNumber:
        return sought(self.text, today=timezone.localdate())

    @property
    def exactly(self) -> Individual | None:
        """The one person whose whole number this is."""
        if not self.number.values or self.total != 1 or self.parts[0].kind is not PERSONS:
            return None
        return self.parts[0].rows[0]

    def persons(self) -> QuerySet[Individual]:
        """By the whole number or by name, never by a part of a number."""
        everybody = Individual.objects.kept().select_related("owner")
        if self.has_number:
            return everybody.known_by(self.number.values)
        return everybody.resembling(self.text)

    def _parts(self) -> Iterator[Part]:
        for kind in self.kinds:
            if self.only in ("", kind.name):
                found = kind.ask(self)
                yield Part(kind, list(found[: self.at_most]), found.count())


PERSONS = Kind(
    "persons", _("People"), _("person"), Category.IDENTITY, "cases:individuals", Search.persons
)
KINDS = (
    PERSONS,
    Kind(
        "groups",
        _("Groups"),
        _("group"),
        Category.GROUP_CODE,
        "cases:groups",
        lambda search: CriminalGroup.objects.resembling(search.text).select_related("owner"),
    ),
    Kind(
        "incidents",
        _("Incidents"),
        _("incident"),
        Category.INCIDENT_FACTS,
        "cases:incidents",
        lambda search: Incident.objects.standing().resembling(search.text).select_related("owner"),
    ),
    Kind(
        "callins",
        _("Call-ins"),
        _("call-in"),
        Category.CALL_IN,
        "interventions:callins",
        lambda search: CallIn.objects.resembling(search.text).select_related("owner"),
    ),
)


def kinds() -> Iterator[Kind]:
    """What whoever is looking may seek at all: of anything else there is no word on the page."""
    if audience.is_set():
        me = audience.current()
        for kind in KINDS:
            if me.may(Action.READ, kind.category) and address(kind.page):
                yield kind
