"""A list, whatever kind of file it is kept in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cases.spreadsheets import text_files, workbooks
from cases.spreadsheets.files import (
    LARGEST_FILE,
    OLD_WORKBOOK,
    ZIP,
    EmptyFile,
    FileTooLarge,
    OldWorkbook,
    Sheet,
    begins_like,
)


@contextmanager
def opened(file: BinaryIO, *, size: int) -> Iterator[Iterator[Sheet]]:
    """The sheets of the file; what it is follows from what is in it, not from its name."""
    if size > LARGEST_FILE:
        raise FileTooLarge
    beginning = begins_like(file)
    if not beginning:
        raise EmptyFile
    if beginning == OLD_WORKBOOK:
        raise OldWorkbook
    if beginning == ZIP:
        with workbooks.opened(file) as sheets:
            yield sheets
    else:
        yield iter([text_files.sheet(file)])
