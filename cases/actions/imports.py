"""A list is read in: chosen, understood, looked through, confirmed, and then carried out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import partial
from itertools import batched, islice
from typing import Any, BinaryIO
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import likenesses, list_rows
from cases.forms.colleagues import colleagues
from cases.models import ColumnMapping, ImportRow, ListImport
from cases.spreadsheets import headers, lists
from cases.spreadsheets.files import EmptyFile, Row, Sheet, UnreadableFile
from partners import audience
from partners.models import User
from partners.refusals import refusal

AT_ONCE = 500
LONGEST_HEADING = 100
# By name: whoever asks need not carry what it takes to do it.
READING, CARRYING_OUT = "cases.tasks.read_list", "cases.tasks.carry_out_list"
NOT_NOW = _("The list has moved on meanwhile. Look at it again.")
NOTHING_READY = _("No row is ready. Decide about at least one row first.")


@transaction.atomic
def upload(file: BinaryIO, *, name: str, size: int, by: User) -> ListImport:
    """The rows of the file are kept as a draft, and the file is not."""
    draft = ListImport(file_name=name[-120:], author=by)
    draft.save()
    try:
        with lists.opened(file, size=size) as sheets:
            for index, sheet in enumerate(sheets):
                _keep(draft, index, sheet)
    except UnreadableFile as error:
        raise refusal("file", error.message, code=error.code) from None
    if not any(sheet["rows"] for sheet in draft.sheets):
        raise refusal("file", EmptyFile.message, code=EmptyFile.code)
    draft.sheet = next(n for n, sheet in enumerate(draft.sheets) if sheet["rows"])
    _look_at(draft)
    draft.save()
    return draft


def _keep(draft: ListImport, index: int, sheet: Sheet) -> None:
    """Columns about groups are emptied before anything of them is stored."""
    beginning = list(islice(sheet.rows, headers.LOOKED_AT))
    heading = headers.header_row(beginning)
    cells = next((cells for number, cells in beginning if number == heading), [])
    erased = {place for place, cell in enumerate(cells) if headers.guess(cell) == GROUP}
    kept = 0
    for few in batched(_chained(beginning, sheet.rows), AT_ONCE):
        ImportRow.objects.bulk_create(
            ImportRow(
                owner_id=draft.owner_id,
                list_import=draft,
                sheet=index,
                number=number,
                cells=cells if number <= heading else without(cells, erased),
                kept_until=draft.kept_until,
            )
            for number, cells in few
        )
        kept += len(few)
    draft.sheets = [*draft.sheets, {"name": sheet.name, "rows": kept, "header_row": heading}]


GROUP = headers.LeftOut.GROUP.value


def _chained(beginning: Sequence[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from beginning
    yield from rest


def without(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    gone = set(places)
    return ["" if place in gone else cell for place, cell in enumerate(cells)]


def _look_at(draft: ListImport) -> None:
    """The chosen sheet's headings, and what they are about."""
    draft.header_row = draft.sheets[draft.sheet]["header_row"]
    draft.columns = guessed(draft)


def headings(draft: ListImport) -> list[str]:
    """What stands in the row with headings; as many as the list has columns."""
    rows = ImportRow.objects.filter(list_import=draft, sheet=draft.sheet)
    first = rows.filter(number=draft.header_row).first()
    following = rows.filter(number__gt=draft.header_row)[: headers.LOOKED_AT]
    width = max((len(row.cells) for row in (*following, *filter(None, [first]))), default=0)
    told = first.cells if first else []
    return [*told, *[""] * (width - len(told))]


def guessed(draft: ListImport) -> list[str]:
    """As the agency decided last time; else as the headings say."""
    told = headings(draft)
    known = {
        one.heading: one.target for one in ColumnMapping.objects.filter(heading__in=_keys(told))
    }
    usual = headers.guesses(told)
    remembered = [known.get(key, guess) for key, guess in zip(_keys(told), usual, strict=True)]
    return ["" if one in headers.Target and one in remembered[:n] else one
            for n, one in enumerate(remembered)]  # fmt: skip


def _keys(told: Sequence[str]) -> list[str]:
    return [" ".join(heading.casefold().split())[:LONGEST_HEADING] for heading in told]


@transaction.atomic
def choose(draft: ListImport, *, sheet: int, header_row: int, by: User) -> None:
    """Another sheet, or another row with headings; the columns are guessed anew."""
    draft.sheet, draft.header_row = sheet, header_row
    draft.columns = guessed(draft)
    draft.save()


@transaction.atomic
def map_columns(draft: ListImport, *, columns: list[str], by: User, **told: Any) -> None:
    """It is known what each column is about, also the next time; the rows are being read."""
    for name, value in told.items():
        setattr(draft, name, value)
    draft.columns = columns
    draft.answers = {}
    _remember(headings(draft), columns)
    _begin_reading(draft, by=by)


def _remember(told: Sequence[str], columns: Sequence[str]) -> None:
    owner = audience.current().agency_id
    wanted = {key: target for key, target in zip(_keys(told), columns, strict=True) if key}
    ColumnMapping.objects.bulk_create(
        [ColumnMapping(owner_id=owner, heading=k, target=t) for k, t in wanted.items()],
        update_conflicts=True,
        unique_fields=["owner", "heading"],
        update_fields=["target"],
    )


@transaction.atomic
def answer(draft: ListImport, *, answers: Mapping[str, Any], by: User) -> None:
    """What holds for all rows is told once, and every row is read again with it."""
    draft.answers = _merged(draft.answers, answers)
    _begin_reading(draft, by=by)


def _merged(known: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(known)
    for name, value in told.items():
        is_words = isinstance(value, dict)
        merged[name] = {**merged.get(name, {}), **value} if is_words else value
    return merged


def _begin_reading(draft: ListImport, *, by: User) -> None:
    draft.stage, draft.cursor, draft.handled = Stage.UNDERSTAND, draft.header_row, 0
    draft.planned = len(Stage) * ImportRow.objects.of(draft).count()
    draft.heard_at = timezone.now()
    become(draft, ListImport.State.MAPPED)
    send(READING, draft, by=by)


class Stage(IntEnum):
    """Rows are compared when all of them are understood."""

    UNDERSTAND = 0
    COMPARE = 1


@transaction.atomic
def read_on(draft_id: UUID) -> bool:
    """The next rows are understood, or compared; True while more wait. At the end of the second
    round the list can be looked through."""
    draft = locked(draft_id, ListImport.State.MAPPED)
    if draft is None:
        return False
    if "orders" not in draft.answers:
        orders = list_rows.orders_of(_all(draft), draft.columns)
        draft.answers = draft.answers | {"orders": orders}
    rows = list(ImportRow.objects.of(draft).filter(number__gt=draft.cursor)[:AT_ONCE])
    if draft.stage == Stage.UNDERSTAND:
        _understand(rows, draft)
    else:
        list_rows.compare(rows, draft)
    list_rows.save(rows)
    _move_on(draft, rows)
    return draft.state == ListImport.State.MAPPED


def _understand(rows: Sequence[ImportRow], draft: ListImport) -> None:
    """What stands in a column about groups is erased, now that it is known to be one."""
    rules = list_rows.rules_of(draft, colleagues())
    erased = [place for place, about in enumerate(draft.columns) if about == GROUP]
    for row in rows:
        row.cells = without(row.cells, erased)
        list_rows.understand(row, draft, rules)


def _move_on(draft: ListImport, rows: Sequence[ImportRow]) -> None:
    draft.handled, draft.heard_at = draft.handled + len(rows), timezone.now()
    draft.cursor = rows[-1].number if rows else draft.cursor
    if len(rows) == AT_ONCE:
        draft.save()
    elif draft.stage == Stage.UNDERSTAND:
        draft.stage, draft.cursor = Stage.COMPARE, draft.header_row
        draft.save()
    else:
        become(draft, ListImport.State.PREVIEWED)


def _all(draft: ListImport) -> Iterator[ImportRow]:
    """Every row, some hundreds held at a time."""
    last = draft.header_row
    while few := list(ImportRow.objects.of(draft).filter(number__gt=last)[:AT_ONCE]):
        yield from few
        last = few[-1].number


@transaction.atomic
def correct(
    row: ImportRow, *, typed: Mapping[str, str], decisions: Mapping[str, str], by: User
) -> list[ImportRow]:
    """The row says this instead; it and those it is compared with are judged again.

    Answers with the rows that stand otherwise than before.
    """
    draft = locked(row.list_import_id, ListImport.State.PREVIEWED)
    if draft is None:
        raise refusal(None, NOT_NOW, code="state")
    rules = list_rows.rules_of(draft, colleagues())
    before = (row.identity, row.name_key)
    row.typed, row.decisions = row.typed | typed, {**row.decisions, **decisions}
    row.save(update_fields=["typed", "decisions"])
    list_rows.understand(row, draft, rules)
    list_rows.save([row])
    near = _near(draft, row, *before)
    stood = {one.pk: (one.state, one.reasons) for one in near}
    for one in near:
        list_rows.understand(one, draft, rules)
    list_rows.save(near)
    list_rows.compare(near, draft)
    list_rows.save(near)
    row.refresh_from_db()
    return [one for one in near if stood[one.pk] != (one.state, one.reasons)]


def _near(draft: ListImport, row: ImportRow, identity: str, name_key: str) -> list[ImportRow]:
    numbers = {identity, row.identity} - {""}
    names = {name_key, row.name_key} - {""}
    rows = ImportRow.objects.of(draft).exclude(state=ImportRow.State.IMPORTED)
    found = {one.pk: one for one in rows.filter(identity__in=numbers)}
    for named in likenesses.rows_named(draft, names).values():
        found |= {one.pk: one for one in named[:AT_ONCE]}
    found |= {one.pk: one for one in rows.filter(pk=row.pk)}
    return sorted(found.values(), key=lambda one: one.number)


@transaction.atomic
def confirm(draft: ListImport, *, by: User) -> None:
    """What is ready will be read in, on behalf of whoever confirmed. Other sheets are erased."""
    ready = ImportRow.objects.of(draft).filter(state=ImportRow.State.READY).count()
    if not ready:
        raise refusal(None, NOTHING_READY, code="nothing")
    draft.confirmed_by, draft.confirmed_at = by, timezone.now()
    draft.planned, draft.handled, draft.heard_at = ready, 0, timezone.now()
    become(draft, ListImport.State.CONFIRMED)
    ImportRow.objects.filter(list_import=draft).exclude(sheet=draft.sheet).delete()
    send(CARRYING_OUT, draft, by=by)


@transaction.atomic
def resume(draft: ListImport, *, by: User) -> None:
    """What a job left unfinished goes on where it stopped; whoever says so answers for the rest."""
    if draft.is_under_way and not draft.is_silent:
        raise refusal(None, NOT_NOW, code="state")
    draft.heard_at = timezone.now()
    if draft.state == ListImport.State.MAPPED:
        draft.save()
        send(READING, draft, by=by)
        return
    if draft.is_under_way:
        become(draft, ListImport.State.INTERRUPTED)
    draft.confirmed_by, draft.confirmed_at = by, timezone.now()
    become(draft, ListImport.State.CONFIRMED)
    send(CARRYING_OUT, draft, by=by)


@transaction.atomic
def discard(draft: ListImport, *, by: User) -> None:
    """Every row of the draft is erased; that there was a list is remembered."""
    become(draft, ListImport.State.DISCARDED)
    ImportRow.objects.filter(list_import=draft).delete()


def become(draft: ListImport, state: str) -> None:
    """The list is in that state from now on, if the step is one there is."""
    if not draft.may_become(state):
        raise refusal(None, NOT_NOW, code="state")
    draft.state = state
    draft.save()


def locked(draft_id: UUID, *states: str) -> ListImport | None:
    """The list, if it is in one of the states and no other worker has it."""
    waiting = ListImport.objects.select_for_update(skip_locked=True)
    return waiting.filter(pk=draft_id, state__in=states).first()


def send(job: str, draft: ListImport, *, by: User) -> None:
    """A job knows ids and nothing else."""
    task = partial(current_app.send_task, job, [str(draft.pk), str(by.pk)])
    transaction.on_commit(task, robust=True)
