"""What was read is what is logged: a protected row that is loaded registers itself.

No view calls the log. `Protected.from_db` reports each row to the reading that is open, and the
audience writes one entry when its block ends (lag 2018:1177 3:5, förordning 2018:1202 3:4).
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from partners.audience import Audience


@dataclass
class Reading:
    """What one request or task has read so far. Holds ids, never content."""

    purpose: str = ""
    result: str = "ok"
    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    subjects: set[str] = field(default_factory=set)
    detail: dict[str, Any] = field(default_factory=dict)
    inner: "list[tuple[Audience, Reading]]" = field(default_factory=list)
    is_required: bool = False
    is_written: bool = False

    def add(self, label: str, pk: UUID, subject: UUID | None) -> None:
        self.rows[label].add(str(pk))
        if subject is not None:
            self.subjects.add(str(subject))

    def fail(self) -> None:
        """What happened was undone, and its entries with it; but it was still read."""
        self.result = "failed"
        self.is_written = False
        for _audience, reading in self.inner:
            reading.is_written = False

    @property
    def has_something_to_tell(self) -> bool:
        return bool(self.rows) or self.is_required


_open: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def collecting(audience: "Audience", reading: Reading) -> Iterator[None]:
    """Rows loaded within the block belong to this reading.

    A block within a block is remembered by the outer one, which writes what the inner could not
    write or what a rollback took away.
    """
    outer = _open.get()
    token = _open.set(reading)
    try:
        yield
        write(audience, reading)
    except BaseException:
        reading.fail()
        raise
    finally:
        _open.reset(token)
        if outer is not None:
            outer.inner.append((audience, reading))


def write_lost(audience: "Audience", reading: Reading) -> None:
    """After the outermost rollback: the entries that went with it, in one of their own."""
    if _open.get() is None:
        write(audience, reading)


def register(label: str, pk: UUID, subject: UUID | None) -> None:
    """Called for every protected row that is loaded; without an open reading there is no row."""
    reading = _open.get()
    if reading is not None:
        reading.add(label, pk, subject)


def note(*, purpose: str = "", result: str = "", **detail: Any) -> None:
    """Say more about what is going on (a search, a download, an unmasking); forces an entry."""
    reading = _open.get()
    if reading is None:
        return
    reading.is_required = True
    reading.purpose = purpose or reading.purpose
    reading.result = result or reading.result
    reading.detail.update(detail)


def tell_posted() -> None:
    """Something was done and not only looked at, where there is something to tell at all."""
    reading = _open.get()
    if reading is not None:
        reading.detail["posted"] = True


def note_erased(label: str, pk: UUID) -> None:
    """A row is gone with its history: the log is where it can be seen that it was."""
    reading = _open.get()
    if reading is not None:
        reading.is_required = True
        reading.detail.setdefault("erased", []).append(f"{label}:{pk}")


def note_search(text: str, *, hits: int) -> None:
    """That somebody searched and how much was found; what was sought as a keyed fingerprint."""
    term = salted_hmac("access_log.search", text.casefold(), algorithm="sha256").hexdigest()
    note(purpose="search", term=term, hits=hits)


def write(audience: "Audience", reading: Reading) -> None:
    """One entry per block, on the agency of the person or of the paper's author."""
    for inner_audience, inner_reading in reading.inner:
        write(inner_audience, inner_reading)
    if reading.is_written or not reading.has_something_to_tell:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partners_log(%s::smallint, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s)",
            [
                audience.author_id,
                audience.user_id,
                ",".join(sorted(audience.roles)),
                audience.mask,
                audience.operation,
                reading.purpose,
                reading.result,
                json.dumps({label: sorted(pks) for label, pks in sorted(reading.rows.items())}),
                sorted(reading.subjects),
                json.dumps(reading.detail),
            ],
        )
    reading.is_written = True


def write_apart(
    *, owner_id: int | None, user_id: UUID | None, operation: str, result: str, **detail: Any
) -> None:
    """An event without an audience: a login, a logout, a refused login."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT partners_log(%s::smallint, %s, '', 0, %s, '', %s, '{}', '{}', %s)",
            [owner_id, user_id, operation, result, json.dumps(detail)],
        )
