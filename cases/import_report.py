"""The report of a list that was read in, as a workbook that begins nothing when it is opened."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cases.actions import imports
from cases.models import ImportRow, ListImport
from cases.spreadsheets.cells import harmless
from cases.spreadsheets.reasons import REASONS

AT_ONCE = 500
WIDTHS = {"A": 8, "B": 16, "C": 60, "D": 30}


def workbook(draft: ListImport) -> bytes:
    """Each row with what became of it and why; those that were left also as they stood."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Report"))
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    titles = [_("Row"), _("State"), _("Why"), _("Name"), *imports.headings(draft)]
    sheet.append([_cell(sheet, title, is_title=True) for title in titles])
    for row in _rows(draft):
        sheet.append([row.number, *(_cell(sheet, text) for text in _texts(row))])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _texts(row: ImportRow) -> list[str]:
    why = " ".join(str(REASONS[code].sentence) for code in row.reasons)
    name = row.individual.name if row.individual else ""
    return [capfirst(row.get_state_display()), why, name, *row.cells]


def _rows(draft: ListImport) -> Iterator[ImportRow]:
    rows = ImportRow.objects.of(draft).exclude(individual__is_protected=True)
    last = draft.header_row
    while few := list(rows.select_related("individual").filter(number__gt=last)[:AT_ONCE]):
        yield from few
        last = few[-1].number


def _cell(sheet: Any, text: str, *, is_title: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=harmless(text))
    # A text remains a text, whatever it begins with.
    cell.data_type = "s"
    if is_title:
        cell.font = Font(bold=True)
    return cell
