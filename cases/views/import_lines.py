"""A row of a list as a line on the page: what it means, how it stands, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases import list_rows
from cases.forms.imports import example
from cases.models import ImportRow, Individual, ListImport, Supervision
from cases.spreadsheets.facts import Facts
from cases.spreadsheets.headers import Target
from cases.spreadsheets.reasons import REASONS, strongest

SANCTIONS = dict(Supervision.Sanction.choices)
PILLS = {
    ImportRow.State.READY: "active",
    ImportRow.State.NEEDS_DECISION: "soon",
    ImportRow.State.REFUSED: "late",
    ImportRow.State.IMPORTED: "done",
}


@dataclass(frozen=True)
class Line:
    row: ImportRow
    name: str
    number: str
    sanction: Any
    until: date | str | None
    pill: str
    sentences: list[Any]


def line(row: ImportRow, draft: ListImport) -> Line:
    """What was understood; where nothing was, what stands there."""
    if row.state == ImportRow.State.IMPORTED and row.individual is not None:
        return _registered(row, row.individual, draft)
    facts, texts = Facts.of(row.facts), list_rows.texts_of(row, draft.columns)
    return Line(
        row=row,
        name=facts.name or _raw(texts, Target.NAME),
        number=f"{facts.number[:8]}-****" if facts.number else _raw(texts, Target.NUMBER),
        sanction=SANCTIONS.get(facts.sanction) or _raw(texts, Target.SANCTION),
        until=facts.day("supervised_until") or _raw(texts, Target.SUPERVISED_UNTIL),
        pill=PILLS.get(ImportRow.State(row.state), "plain"),
        sentences=list(_sentences(row, draft)),
    )


def _sentences(row: ImportRow, draft: ListImport) -> Iterator[str]:
    """Why the row stands as it does; in brief while there is a form that says what to do."""
    verdict = strongest(row.reasons)
    for code in row.reasons:
        if REASONS[code].verdict is verdict:
            sentence = str(REASONS[code].sentence)
            is_open = draft.state == ListImport.State.PREVIEWED
            yield sentence.split(". ")[0].rstrip(".") if is_open else sentence


def _registered(row: ImportRow, person: Individual, draft: ListImport) -> Line:
    """What is registered of the person by now, as nothing of the row is left."""
    numbers, held = list(person.identifiers.all()), list(person.supervisions.all())
    return Line(
        row=row,
        name=person.name,
        number=numbers[0].masked if numbers else "",
        sanction=held[-1].get_sanction_display() if held else "",
        until=held[-1].supervised_until if held else "",
        pill=PILLS[ImportRow.State.IMPORTED],
        sentences=list(_sentences(row, draft)),
    )


def lines(rows: Iterable[ImportRow], draft: ListImport) -> list[Line]:
    return [line(row, draft) for row in rows]


def _raw(texts: dict[str, str], target: str) -> str:
    text = texts.get(target, "")
    return example(text) if text else ""


def as_it_stood(row: ImportRow, headings: list[str]) -> Iterator[tuple[str, str]]:
    """Every cell that holds something, also those that are not read in."""
    for place, cell in enumerate(row.cells):
        if cell:
            heading = headings[place] if place < len(headings) else ""
            yield heading or str(place + 1), example(cell)


def reasons_of(rows: QuerySet[ImportRow]) -> list[tuple[str, Any, int]]:
    """Each reason there is, in words, and for how many rows; asked in one query."""
    counts = rows.order_by().aggregate(
        **{code: Count("id", filter=Q(reasons__contains=[code])) for code in REASONS}
    )
    return [(code, REASONS[code].sentence, counts[code]) for code in REASONS if counts[code]]


def plan_of(rows: QuerySet[ImportRow]) -> dict[str, int]:
    """What exactly happens when the rows that are ready are read in; asked in one query."""
    ready = rows.filter(state=ImportRow.State.READY).order_by()
    known, plan = Q(is_new_person=False), ImportRow.Plan
    counts: dict[str, int] = ready.aggregate(
        new=Count("id", filter=~known),
        known=Count("individual", filter=known, distinct=True),
        supervisions=Count("id", filter=Q(plan=plan.NEW)),
        changes=Count("id", filter=Q(plan=plan.CHANGE)),
        minors=Count("id", filter=Q(reasons__contains=["minor"])),
    )
    return counts
