"""A file somebody chose: what kind it is, and its sheets row by row; or why it cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 60
ZIP, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Row = tuple[int, list[str]]


class UnreadableFile(ValueError):
    """A file that was refused; it carries what to do about it."""

    code: ClassVar[str]
    message: ClassVar["StrOrPromise"]

    def __str__(self) -> str:
        return self.code


class FileTooLarge(UnreadableFile):
    code = "size"
    message = _("The file is larger than 20 MB. Divide the list, or remove pictures from it.")


class UnpackedTooLarge(UnreadableFile):
    code = "unpacked"
    message = _(
        "The file grows too large when it is unpacked. Copy the list to a new, empty workbook."
    )


class TooManyRows(UnreadableFile):
    code = "rows"
    message = _("The file has more than 50,000 rows. Divide it, and read in one part at a time.")


class TooManyColumns(UnreadableFile):
    code = "columns"
    message = _("The list has more than 60 columns. Remove those that are not needed.")


class OldWorkbook(UnreadableFile):
    code = "old"
    message = _(
        "The file is an old workbook (.xls) or is locked with a password. "
        "Open it, and save it without a password as .xlsx."
    )


class NoList(UnreadableFile):
    code = "kind"
    message = _("This is not a list. Choose a file that ends in .xlsx or .csv.")


class EmptyFile(UnreadableFile):
    code = "empty"
    message = _("There is nothing in the file. Check that you chose the right one.")


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet that hold anything, each with its number in the file; read once."""

    name: str
    rows: Iterator[Row]


def begins_like(file: BinaryIO) -> bytes:
    file.seek(0)
    beginning = file.read(4)
    file.seek(0)
    return beginning


def worth_reading(rows: Iterator[list[str]]) -> Iterator[Row]:
    """Blank rows are left out, and those that remain keep the numbers they have in the file."""
    found = 0
    for number, cells in enumerate(rows, 1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns
        found += 1
        if found > MOST_ROWS:
            raise TooManyRows
        yield number, cells
