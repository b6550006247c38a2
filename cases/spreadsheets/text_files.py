"""Text files (.csv): in which alphabet they were saved, and what stands between their cells."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from cases.spreadsheets.cells import cleaned
from cases.spreadsheets.files import NoList, Sheet, worth_reading

SEPARATORS = ";\t,|"
LOOKED_AT = 30
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# The first line by which a spreadsheet program is told.
STATED = "sep="


def sheet(file: BinaryIO, name: str = "") -> Sheet:
    """The one sheet of a text file."""
    return Sheet(name, worth_reading(_cells(decoded(file.read()))))


def decoded(content: bytes) -> str:
    """As its mark says; else as UTF-8; else as Windows in western Europe writes (1252)."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\x00" in content:
        raise NoList
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator(text: str) -> str:
    """What divides the first lines most evenly into most cells."""
    return max(SEPARATORS, key=lambda mark: _evenness(text, mark))


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NoList from None


def _cells(text: str) -> Iterator[list[str]]:
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith(STATED) and len(first.strip()) == len(STATED) + 1:
        # The stated line has a number in the file as well.
        yield []
        mark, text = first[len(STATED)], rest
    else:
        mark = separator(text)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [cleaned(cell) for cell in cells]
    except csv.Error:
        raise NoList from None


def _evenness(text: str, mark: str) -> tuple[int, int]:
    """How many lines have the commonest number of cells above one, and that number."""
    try:
        lines = islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), LOOKED_AT)
        widths = [len(line) for line in lines if len(line) > 1]
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    commonest = max(set(widths), key=lambda width: (widths.count(width), width))
    return widths.count(commonest), commonest
