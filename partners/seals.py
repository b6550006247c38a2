"""Sealing the access log: blocks of entries, closed one after the other by a keyed chain.

A block covers every entry after the block before it, up to and with its last, also the numbers
that no entry took. Its MAC covers each column of each entry and the MAC before it. The key and
the heads (one line per block) live outside the database, so that not even the owner of its
tables can rewrite what is sealed and have it look whole.

A block is sealed when its head is on disk. The database's copy comes after: if we stop between
the two, the next sealing adds the copy. A line that was never finished is no head.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from partners.models import Seal

FORMAT = "1"
LARGEST = 10_000  # entry numbers in one block
LONGEST_WAIT = "1s"  # for whoever is writing to the log; longer would hold up everybody else
NO_BLOCK = "0" * 64

# Each column as text that depends on nothing but its content: no time zone, no rounding.
COLUMNS = {
    "id": "id::text",
    "at": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "owner_id": "owner_id::text",
    "user_id": "user_id::text",
    "roles": "roles",
    "audience": "audience::text",
    "operation": "operation",
    "purpose": "purpose",
    "result": "result",
    "rows": "rows::text",
    "subjects": "subjects::text",
    "detail": "detail::text",
}


class Broken(Exception):
    """The chain does not hold; says at which block and how."""

    def __init__(self, number: int, how: str) -> None:
        super().__init__(f"Block {number}: {how}.")


class Totals(NamedTuple):
    blocks: int
    entries: int


@dataclass(frozen=True)
class Head:
    """What is known about a block outside the database."""

    number: int
    first: int
    last: int
    entries: int
    sealed_at: str
    mac: str

    @classmethod
    def of(cls, seal: Seal) -> Self:
        return cls(
            seal.number,
            seal.first_entry,
            seal.last_entry,
            seal.entries,
            _iso(seal.sealed_at),
            seal.mac,
        )

    @classmethod
    def read(cls, line: str) -> Self:
        number, first, last, entries, sealed_at, mac = line.split(" ")
        return cls(int(number), int(first), int(last), int(entries), sealed_at, mac)

    def __str__(self) -> str:
        return " ".join(str(value) for value in astuple(self))


def seal() -> int:
    """Everything written so far is sealed; returns how many blocks that took."""
    newest = _newest_entry()
    with _heads(fcntl.LOCK_EX) as path:
        heads = _read(path)
        _copy_last(heads)
        before = len(heads)
        while newest > (heads[-1].last if heads else 0):
            head = _close(heads[-1] if heads else None, newest)
            _append(path, head)
            heads.append(head)
            _copy_last(heads)
        return len(heads) - before


def verify() -> Totals:
    """How much is sealed and whole; raises Broken at the first block that is not."""
    with _heads(fcntl.LOCK_SH) as path:
        heads = _read(path)
        seals = {seal.number: Head.of(seal) for seal in Seal.objects.all()}
        before: Head | None = None
        for number, head in enumerate(heads, start=1):
            _compare(number, head, seals.pop(number, None))
            _recompute(head, before)
            before = head
        if seals:
            raise Broken(min(seals), "it has no head outside the database")
        return Totals(len(heads), sum(head.entries for head in heads))


def _newest_entry() -> int:
    """The last number below which no entry can appear any more.

    Whoever is writing has finished when the lock is ours, and nobody begins before we let go.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("LOCK TABLE partners_accesslogentry IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM partners_accesslogentry")
        return int(cursor.fetchone()[0])


def _close(before: Head | None, newest: int) -> Head:
    """The next block: the entries after the last one, up to the newest or as many as fit."""
    number, first = (before.number + 1, before.last + 1) if before else (1, 1)
    last = min(newest, first + LARGEST - 1)
    sealed_at = _iso(timezone.now())
    entries, mac = _mac(before, number, first, last, sealed_at)
    return Head(number, first, last, entries, sealed_at, mac)


def _mac(
    before: Head | None, number: int, first: int, last: int, sealed_at: str
) -> tuple[int, str]:
    """How many entries the block holds, and the MAC over it and the block before."""
    chain = hmac.new(_key(), digestmod=hashlib.sha256)
    entries = 0
    for line in lines(before.last if before else None, last):
        chain.update(line)
        entries += 1
    block = [FORMAT, before.mac if before else NO_BLOCK, number, first, last, entries, sealed_at]
    chain.update(json.dumps(block).encode())
    return entries, chain.hexdigest()


def lines(after: int | None, last: int) -> Iterator[bytes]:
    """Each entry as one line; the first block begins before any number there could be."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS.values())} FROM partners_accesslogentry"  # noqa: S608
            " WHERE (%s::bigint IS NULL OR id > %s) AND id <= %s ORDER BY id",
            [after, after, last],
        )
        for row in cursor:
            yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _compare(number: int, head: Head, seal: Head | None) -> None:
    if head.number != number:
        raise Broken(number, "its head is missing")
    if seal is None:
        raise Broken(number, "its seal is missing in the database")
    if seal != head:
        raise Broken(number, "its seal in the database differs from its head")


def _recompute(head: Head, before: Head | None) -> None:
    entries, mac = _mac(before, head.number, head.first, head.last, head.sealed_at)
    if entries != head.entries:
        raise Broken(head.number, f"sealed with {head.entries} entries, holds {entries}")
    if not hmac.compare_digest(mac, head.mac):
        raise Broken(head.number, "an entry was altered, or the key is another")


@contextmanager
def _heads(lock: int) -> Iterator[Path]:
    """The file of heads; one process at a time appends, none reads meanwhile."""
    folder = Path(settings.SEAL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "heads"
    with path.open("a") as file:
        fcntl.flock(file, lock)
        yield path


def _read(path: Path) -> list[Head]:
    heads: list[Head] = []
    for line in path.read_text(encoding="ascii").splitlines(keepends=True):
        if not line.endswith("\n"):
            break
        try:
            heads.append(Head.read(line.rstrip("\n")))
        except ValueError:
            raise Broken(len(heads) + 1, "its head cannot be read") from None
    return heads


def _append(path: Path, head: Head) -> None:
    """The head stands on disk, after whatever was finished before it."""
    with path.open("r+b") as file:
        file.seek(file.read().rfind(b"\n") + 1)
        file.truncate()
        file.write(f"{head}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def _copy_last(heads: list[Head]) -> None:
    """The database knows the last head; it must not know any after that."""
    last = heads[-1].number if heads else 0
    if (stray := Seal.objects.filter(number__gt=last).first()) is not None:
        raise Broken(stray.number, "it has no head outside the database")
    for head in heads[-1:]:
        if not Seal.objects.filter(number=head.number).exists():
            Seal.objects.create(
                number=head.number,
                first_entry=head.first,
                last_entry=head.last,
                entries=head.entries,
                mac=head.mac,
                sealed_at=datetime.fromisoformat(head.sealed_at),
            )


def _key() -> bytes:
    if not settings.SEAL_KEY:
        raise ImproperlyConfigured("Set SEAL_KEY or SEAL_KEY_FILE; only the sealer is told it.")
    return settings.SEAL_KEY.encode()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
