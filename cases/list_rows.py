"""Rows of a list judged against each other and against whom the agency has registered.

Only own records count, and only those that the person at the keyboard may see: a number that
somebody else holds, or that belongs to somebody withheld, changes nothing here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases import likenesses
from cases.models import Identifier, ImportRow, Individual, ListImport, Supervision
from cases.spreadsheets import dates, person_names
from cases.spreadsheets.facts import Facts, Rules, understood
from cases.spreadsheets.headers import DAYS, Target
from cases.spreadsheets.reasons import Verdict, strongest
from partners.models import User

NEW_PERSON, SAME, OTHER = "new", "same", "other"
USE, KEEP, CHANGE, ADD = "use", "keep", "change", "add"
AT_ONCE = 500

STATES = {
    Verdict.REFUSE: ImportRow.State.REFUSED,
    Verdict.ASK: ImportRow.State.NEEDS_DECISION,
    Verdict.SKIP: ImportRow.State.SKIPPED,
    Verdict.TELL: ImportRow.State.READY,
}
JUDGED = ["cells", "facts", "identity", "name_key", "state", "reasons", "plan", "individual",
          "is_new_person"]  # fmt: skip


def texts_of(row: ImportRow, columns: Sequence[str]) -> dict[str, str]:
    """What the row says about each thing: the cell, or what somebody wrote instead of it."""
    told = {target: "" for target in columns if target in Target.values}
    for target, cell in zip(columns, row.cells, strict=False):
        if target in told:
            told[target] = told[target] or cell
    return told | row.typed


def rules_of(list_import: ListImport, colleagues: Iterable[User]) -> Rules:
    """How this list is read today."""
    return Rules(
        today=timezone.localdate(),
        orders=list_import.answers.get("orders", {}),
        officers={person_names.key(user.name): str(user.pk) for user in colleagues},
        answers=list_import.answers,
        defaults={
            "supervised_from": list_import.supervised_from.isoformat()
            if list_import.supervised_from
            else ""
        },
    )


def orders_of(rows: Iterable[ImportRow], columns: Sequence[str]) -> dict[str, str]:
    """For each column of days, what its own cells prove of how it writes 11/9."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for target, text in texts_of(row, columns).items():
            if target in DAYS and "/" in text:
                found[target].append(text)
    orders = {target: dates.order_of(texts) for target, texts in found.items()}
    return {target: order.value for target, order in orders.items() if order}


def understand(row: ImportRow, list_import: ListImport, rules: Rules) -> None:
    """The row knows what it says by itself; whom it is about is asked next."""
    facts, reasons = understood(texts_of(row, list_import.columns), row.decisions, rules)
    if row.decisions.get("leave"):
        reasons = ["left_out"]
    row.facts, row.identity, row.name_key = facts.stored(), facts.number, facts.key
    row.reasons, row.plan, row.individual, row.is_new_person = reasons, "", None, False
    row.state = STATES[strongest(reasons)]


@dataclass
class Neighbours:
    """What a number of rows are compared with, asked for all of them at once."""

    by_number: dict[str, list[ImportRow]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[ImportRow]] = field(default_factory=lambda: defaultdict(list))
    known: dict[str, Individual] = field(default_factory=dict)
    alike: dict[str, list[Individual]] = field(default_factory=dict)
    supervisions: dict[Any, list[Supervision]] = field(default_factory=lambda: defaultdict(list))


def compare(rows: Sequence[ImportRow], list_import: ListImport) -> None:
    """Each row that could be read in knows whom it is about, and what it adds."""
    open_rows = [row for row in rows if row.state in (ImportRow.State.READY, *UNDECIDED)]
    near = _neighbours(open_rows, list_import)
    for row in open_rows:
        _settle(row, near)


UNDECIDED = (ImportRow.State.NEEDS_DECISION,)


def save(rows: Sequence[ImportRow]) -> None:
    """All at once: as many rows as there are cost as little as one of them allows."""
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=JUDGED
    )


def _neighbours(rows: Sequence[ImportRow], list_import: ListImport) -> Neighbours:
    near = Neighbours()
    numbers = {row.identity for row in rows if row.identity}
    _find_twins(near, list_import, rows, numbers)
    held = Identifier.objects.own().filter(kind__in=_KINDS, value__in=numbers)
    held = held.select_related("individual__same_as")
    near.known = {one.value: one.individual for one in held}
    near.alike = likenesses.persons([row for row in rows if row.identity not in near.known])
    found = [one.same_as or one for one in near.known.values()]
    found += [one for many in near.alike.values() for one in many]
    chosen = {row.decisions.get("person") for row in rows} - {None, "", NEW_PERSON, SAME}
    pks = {one.pk for one in found} | chosen
    for supervision in _held_by(pks).select_related("individual"):
        person = supervision.individual
        near.supervisions[person.same_as_id or person.pk].append(supervision)
    return near


def _held_by(pks: Iterable[Any]) -> QuerySet[Supervision]:
    """The supervisions of these persons, also those written on a record merged with theirs."""
    pks = list(pks)
    own = Supervision.objects.own()
    return own.filter(Q(individual__in=pks) | Q(individual__same_as__in=pks))


_KINDS = (Identifier.Kind.PERSONNUMMER, Identifier.Kind.SAMORDNINGSNUMMER)


def _find_twins(
    near: Neighbours, list_import: ListImport, rows: Sequence[ImportRow], numbers: set[str]
) -> None:
    for twin in ImportRow.objects.of(list_import).filter(identity__in=numbers):
        if _counts(twin):
            near.by_number[twin.identity].append(twin)
    names = {row.name_key for row in rows if not row.identity} - {""}
    for key, named in likenesses.rows_named(list_import, names).items():
        near.by_name[key] = [twin for twin in named if _counts(twin)]


def _counts(twin: ImportRow) -> bool:
    return twin.state != ImportRow.State.IMPORTED and not twin.decisions.get("leave")


def _settle(row: ImportRow, near: Neighbours) -> None:
    row.reasons = [*row.reasons, *_twins(row, near)]
    if strongest(row.reasons) is not Verdict.SKIP:
        row.reasons = [*row.reasons, *_person(row, near)]
        if "recognised" in row.reasons:
            row.plan = ImportRow.Plan.NONE
        elif row.individual is not None:
            row.reasons = [*row.reasons, *_supervision(row, near)]
        elif Facts.of(row.facts).has_supervision:
            row.plan = ImportRow.Plan.NEW
    row.is_new_person = row.individual is None
    if row.plan == ImportRow.Plan.NEW and _awaits_approval(row):
        row.reasons = [*row.reasons, "draft"]
    row.state = STATES[strongest(row.reasons)]


def _awaits_approval(row: ImportRow) -> bool:
    return "minor" in row.reasons if row.individual is None else row.individual.is_draft


def _twins(row: ImportRow, near: Neighbours) -> Iterator[str]:
    """Other rows of the list about the same person, or perhaps the same."""
    if row.identity:
        yield from _same_number(row, near.by_number[row.identity])
        return
    if "number_century" in row.reasons:
        return
    told = row.decisions.get("twin")
    earlier = [one for one in near.by_name[row.name_key] if one.identity or one.number < row.number]
    if earlier and told == SAME:
        yield "repeated"
    elif earlier and told != OTHER:
        yield "repeated_name"


def _same_number(row: ImportRow, rows: Sequence[ImportRow]) -> Iterator[str]:
    others = [one for one in rows if one.pk != row.pk]
    if not others or row.decisions.get("twin") == USE:
        return
    if any(one.decisions.get("twin") == USE for one in others):
        yield "replaced"
    elif len({Facts.of(one.facts).said() for one in (row, *others)}) > 1:
        yield "repeated_differently"
    elif min(one.number for one in others) < row.number:
        yield "repeated"


def _person(row: ImportRow, near: Neighbours) -> Iterator[str]:
    """The own record this row is about: by number beyond doubt, by name only when told so."""
    told = row.decisions.get("person", "")
    if holder := near.known.get(row.identity):
        row.individual = holder.same_as or holder
        if told != SAME and not _is_called(Facts.of(row.facts).name, holder, row.individual):
            yield "name_differs"
        return
    alike = {str(one.pk): one for one in near.alike.get(row.name_key, [])}
    if told in alike:
        row.individual = alike[told]
    elif told != NEW_PERSON and (recognised := _recognised(row, near)):
        row.individual = recognised
        yield "recognised"
    elif alike and told != NEW_PERSON:
        yield "known_by_name"
    elif not row.identity and told != NEW_PERSON and "number_century" not in row.reasons:
        yield "number_missing"


def _is_called(name: str, *people: Individual) -> bool:
    return any(person_names.share_a_name(one.name, name) for one in people)


def _recognised(row: ImportRow, near: Neighbours) -> Individual | None:
    """Without a number: the one who has just this name, and of whom the row says nothing new."""
    facts = Facts.of(row.facts)
    alike = [] if row.identity else near.alike.get(row.name_key, [])
    named = [one for one in alike if person_names.key(one.name) == row.name_key]
    if len(named) != 1:
        return None
    [person] = named
    held = near.supervisions[person.pk]
    if facts.has_supervision:
        return person if any(_is_told_by(one, facts) for one in held) else None
    return person if facts.born and person.born == facts.day("born") else None


def _supervision(row: ImportRow, near: Neighbours) -> Iterator[str]:
    """What the row adds to somebody who is registered already."""
    facts = Facts.of(row.facts)
    held = near.supervisions[row.individual_id]
    gains_number = bool(row.identity) and row.identity not in near.known
    if not facts.has_supervision or any(_is_told_by(one, facts) for one in held):
        row.plan = ImportRow.Plan.NONE
        if not gains_number:
            yield "known"
        return
    told = row.decisions.get("supervision", "")
    overlapping = [one for one in held if _overlaps(one, facts)]
    if overlapping and told == KEEP:
        yield "known"
    elif overlapping and told == CHANGE and len(overlapping) == 1:
        row.plan = ImportRow.Plan.CHANGE
        yield "changed"
    elif overlapping:
        yield "supervision_differs"
    else:
        row.plan = ImportRow.Plan.NEW
        yield "further"


def _is_told_by(supervision: Supervision, facts: Facts) -> bool:
    same = supervision.sanction == facts.sanction
    return same and supervision.supervised_until == facts.day("supervised_until")


def overlapped(row: ImportRow) -> Supervision | None:
    """The one supervision that the row would change."""
    facts = Facts.of(row.facts)
    held = _held_by([row.individual_id])
    return next((one for one in held if _overlaps(one, facts)), None)


def _overlaps(supervision: Supervision, facts: Facts) -> bool:
    start, end = facts.day("supervised_from"), facts.day("supervised_until")
    if start is None or end is None:
        return False
    return supervision.supervised_from <= end and supervision.supervised_until >= start
