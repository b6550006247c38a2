"""Workbooks (.xlsx): every sheet, cell by cell, with nothing worked out and no link followed."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from cases.spreadsheets.cells import text_of
from cases.spreadsheets.files import (
    MEGABYTE,
    NoList,
    Sheet,
    UnpackedTooLarge,
    worth_reading,
)

LARGEST_UNPACKED = 200 * MEGABYTE
# Sheets are read as a stream; these parts are held in memory whole.
LARGEST_HELD = 40 * MEGABYTE
STREAMED = "xl/worksheets/"
MOST_PARTS = 2_000
BROKEN = (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError)


@contextmanager
def opened(file: BinaryIO) -> Iterator[Iterator[Sheet]]:
    """The sheets of the workbook, in its order; those without cells (charts) are left out."""
    _refuse_bombs(file)
    with _readable():
        workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        yield (Sheet(sheet.title, _rows(sheet)) for sheet in workbook.worksheets)
    finally:
        workbook.close()


def _refuse_bombs(file: BinaryIO) -> None:
    """By the sizes the archive states, which unpacking never exceeds."""
    with _readable(), zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    held = [part.file_size for part in parts if not part.filename.startswith(STREAMED)]
    if len(parts) > MOST_PARTS or sum(held) > LARGEST_HELD:
        raise UnpackedTooLarge
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnpackedTooLarge


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[Any]:
    # The file may claim a million columns; what counts is what it holds.
    sheet.reset_dimensions()
    return worth_reading(_texts(sheet))


def _texts(sheet: Any) -> Iterator[list[str]]:
    with _readable():
        for cells in sheet.iter_rows(values_only=True):
            yield [text_of(value) for value in cells]


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnpackedTooLarge:
        raise
    except BROKEN:
        raise NoList from None
