"""The list that an office has kept for years, half-way read in: some rows wait for somebody."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta

from cases.actions import imports as reading
from cases.models import ImportRow, ListImport, Supervision
from cases.spreadsheets import person_names
from partners.models import User
from sluta_skjut.town.numbers import Numbers
from sluta_skjut.town.scene import Scene

HEADINGS = ("Personnummer", "Namn", "Frivårdsinspektör", "Påföljd", "Övervakning t.o.m.",
            "Gruppering (kod)", "Anm.")  # fmt: skip
NEW_CLIENTS = (
    "Sagosson, Anton", "Drömqvist, Bilal", "Påhittberg, Cem", "Låtsaslund, Dino",
    "Fantasisson, Emil", "Sagolund, Filip", "Drömberg, Goran", "Påhittlund, Hugo",
)  # fmt: skip
SOMEBODY_GONE = "Kim Slutade"
LISTS_NUMBERS = 23


def keep(scene: Scene, supervised: Sequence[Supervision]) -> None:
    """Half of the questions have got an answer; nothing is registered before somebody confirms."""
    with scene.by("greta") as by:
        content = _written(_rows(scene.now.date(), supervised))
        draft = reading.upload(
            io.BytesIO(content), name="Klienter enhet 2.csv", size=len(content), by=by
        )
        reading.map_columns(
            draft,
            columns=draft.columns,
            subject_category="convicted",
            purpose="Verkställighet av påföljd i frihet",
            supervised_from=scene.now.date() - timedelta(days=90),
            by=by,
        )
        _look_through(draft)
        draft.refresh_from_db()
        reading.answer(
            draft, answers={"officers": {person_names.key(SOMEBODY_GONE): "unit"}}, by=by
        )
        _look_through(draft)
        _leave_out(draft, by=by)


def _rows(today: date, supervised: Sequence[Supervision]) -> list[Sequence[str]]:
    """People the register has, people it has not, and what offices' lists are full of."""
    numbers, until = Numbers(LISTS_NUMBERS), today + timedelta(days=300)
    rows: list[Sequence[str]] = [
        (_number(one), str(one.individual), str(one.officer), one.get_sanction_display(),
         one.supervised_until.isoformat(), "", "")
        for one in supervised[:4]
    ]  # fmt: skip
    for index, name in enumerate(NEW_CLIENTS):
        value = numbers.issue(date(1985 + index, 3, 7 + index)).value
        officer = ("Bosse Håkansson", SOMEBODY_GONE)[index % 2]
        last = until + timedelta(days=30 * index)
        rows.append((value, name, officer, "ST", f"{last:%y%m%d}", "?", ""))
    wrong = rows[-1][0][:-1] + str((int(rows[-1][0][-1]) + 1) % 10)
    double = str(supervised[10].individual)
    return [
        *rows,
        (wrong, "Sagoberg, Ivan", "Bosse Håkansson", "VF", until.isoformat(), "", "fel siffra?"),
        ("", "Drömström, Jonas", "", "skyddstillsyn", until.isoformat(), "", "nr saknas"),
        ("", "Drömstrom, Jonnas", "", "skyddstillsyn", until.isoformat(), "", "dubblett?"),
        ("", double, "Bosse Håkansson", "ST", until.isoformat(), "", ""),
        ("Summa", str(len(rows) + 4)),
    ]


def _number(supervision: Supervision) -> str:
    return supervision.individual.identifiers.all()[0].value


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    """As the office's program saves it: semicolons, and letters as Windows writes them."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([HEADINGS, *rows])
    return file.getvalue().encode("cp1252")


def _look_through(draft: ListImport) -> None:
    """What the worker does while people wait."""
    while reading.read_on(draft.pk):
        pass
    draft.refresh_from_db()


def _leave_out(draft: ListImport, *, by: User) -> None:
    """One row with a wrong number is put aside, until somebody has looked in the papers."""
    refused = ImportRow.objects.of(draft).filter(state=ImportRow.State.REFUSED)[0]
    reading.correct(refused, typed={}, decisions={"leave": "yes"}, by=by)
