"""Small lists with the mess that offices' own lists have; every number belongs to nobody."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import Workbook

from cases import tasks
from cases.actions import imports
from cases.models import ImportRow, ListImport
from tests.cases.people import number
from tests.cast import Cast

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADINGS = ["Personnummer", "Namn", "Frivårdsinspektör", "Påföljd", "Övervakning t.o.m.",
            "Gruppering (kod)", "Kallad", "Närvaro", "Anm."]  # fmt: skip
COLUMNS = ["number", "name", "officer", "sanction", "supervised_until", "group", "call_in",
           "call_in", "note"]  # fmt: skip
SOON = date(date.today().year + 1, 6, 26)
LATER = SOON + timedelta(days=400)


def pnr(born: date, seed: int = 7) -> str:
    return number(born, seed).value


A, B, C, D = (pnr(date(1990 + n, 5, 17)) for n in range(4))
ROWS: list[list[Any]] = [
    HEADINGS,
    [f" {A[:8]} {A[8:]}", "Berg, Ali", "Bosse Håkansson", "VF", SOON, "Ask", "2/11", "ja", "ring"],
    [B, "Åsa Öhman", "Kim Okänd", "Skyddstillsyn m. samhällstj.", f"{SOON:%y%m%d}", "?"],
    [f"{C[2:8]}-{C[8:]}", "Cem Dahl", "Kim Okänd", "ST", f"{SOON.day}/{SOON.month} {SOON.year}",
     "ask ", "ja", "X", '=HYPERLINK("http://x","y")'],
    [D[2:], "Dag Ek", "", "skyddstillsyn", LATER.isoformat(), "", "", "", "kom sent"],
    [],
    [C[:-1] + str((int(C[-1]) + 1) % 10), "Elis Frid", "", "ST", LATER, "", "", "", ""],
    ["", "Farid Gren", "", "ST", LATER, "", "", "", ""],
    [A, "Ali Berg", "Bosse Håkansson", "villk. frig.", SOON, "", "", "", ""],
    ["Summa", 7],
]  # fmt: skip


def xlsx(rows: Sequence[Sequence[Any]] = ROWS, *, title: str = "Blad1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append([datetime(v.year, v.month, v.day) if isinstance(v, date) else v for v in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(
    rows: Sequence[Sequence[Any]] = ROWS, *, separator: str = ";", code: str = "cp1252"
) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(code)


def upload(
    cast: Cast, content: bytes | None = None, *, by: str = "greta", name: str = "lista.xlsx"
):
    content = xlsx() if content is None else content
    with cast.looking(by):
        return imports.upload(
            io.BytesIO(content), name=name, size=len(content), by=getattr(cast, by)
        )


def mapped(cast: Cast, draft: ListImport, *, by: str = "greta", **told: Any) -> ListImport:
    """Every row is looked through, as the worker would."""
    values = {"subject_category": "convicted", "purpose": "Övervakning",
              "supervised_from": date(2026, 1, 1), "columns": draft.columns} | told  # fmt: skip
    with cast.looking(by):
        imports.map_columns(draft, by=getattr(cast, by), **values)
    tasks.read_list(str(draft.pk), str(getattr(cast, by).pk))
    return fresh(cast, draft.pk, by=by)


def answered(cast: Cast, draft: ListImport, *, by: str = "greta", **answers: Any) -> ListImport:
    with cast.looking(by):
        imports.answer(draft, answers=answers, by=getattr(cast, by))
    tasks.read_list(str(draft.pk), str(getattr(cast, by).pk))
    return fresh(cast, draft.pk, by=by)


def previewed(cast: Cast, rows: Sequence[Sequence[Any]] = ROWS, *, by: str = "greta") -> ListImport:
    return mapped(cast, upload(cast, xlsx(rows), by=by), by=by)


def fresh(cast: Cast, pk: UUID, *, by: str = "greta") -> ListImport:
    with cast.looking(by):
        return ListImport.objects.get(pk=pk)


def row(cast: Cast, draft: ListImport, number: int, *, by: str = "greta") -> ImportRow:
    with cast.looking(by):
        return ImportRow.objects.of(draft).get(number=number)


def standing(
    cast: Cast, draft: ListImport, *, by: str = "greta"
) -> dict[int, tuple[str, list[str]]]:
    """How every row stands, and why."""
    with cast.looking(by):
        return {one.number: (one.state, one.reasons) for one in ImportRow.objects.of(draft)}


TYPED = {*COLUMNS, "born", "supervised_from"}


def correct(cast: Cast, draft: ListImport, place: int, *, by: str = "greta", **told: str) -> Any:
    decisions = {k: told.pop(k) for k in list(told) if k not in TYPED}
    with cast.looking(by):
        found = ImportRow.objects.of(draft).get(number=place)
        return imports.correct(found, typed=told, decisions=decisions, by=getattr(cast, by))


def carried_out(cast: Cast, draft: ListImport, *, by: str = "greta") -> ListImport:
    user = getattr(cast, by)
    with cast.looking(by):
        imports.confirm(draft, by=user)
    tasks.carry_out_list(str(draft.pk), str(user.pk))
    return fresh(cast, draft.pk, by=by)
