"""What was sealed stays as it was, or somebody is told where it does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Timer

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection, transaction
from pytest_django import Settings

from partners import access_log, seals
from partners.models import AccessLogEntry
from tests import database
from tests.cast import Cast

LOG = "partners_accesslogentry"


@pytest.fixture(autouse=True)
def heads(settings: Settings, tmp_path: Path) -> Path:
    settings.SEAL_DIR = tmp_path / "seal"
    settings.SEAL_KEY = "a key that no database knows"
    return settings.SEAL_DIR / "heads"


@pytest.fixture
def sealed(cast: Cast) -> None:
    """Three blocks of two entries each."""
    for _ in range(3):
        happen(cast, 2)
        seal()


def happen(cast: Cast, times: int = 1) -> None:
    for number in range(times):
        access_log.write_apart(
            owner_id=cast.probation.pk,
            user_id=cast.bosse.pk,
            operation="login",
            result="ok",
            note=f"åäö\n{number}",
        )


def seal() -> int:
    with database.role("sealer"):
        return seals.seal()


def verify() -> str:
    out = StringIO()
    with database.role("sealer"):
        call_command("verify_access_log", stdout=out)
    return out.getvalue().strip()


def complaint() -> str:
    with pytest.raises(CommandError) as error:
        verify()
    return str(error.value)


@contextmanager
def tampering() -> Iterator[None]:
    """The owner of the tables, who may take the triggers away."""
    with database.role("owner"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (LOG, "partners_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in (LOG, "partners_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def run(sql: str, *values: object) -> None:
    with tampering(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def entry(number: int) -> int:
    """The id of the number-th entry, counted from 1."""
    with database.role("owner"):
        return AccessLogEntry.objects.order_by("id")[number - 1].pk


def test_what_nobody_touched_is_whole(sealed: None) -> None:
    assert verify() == "3 blocks, 6 entries, intact"


def test_sealing_again_without_anything_new_adds_no_block(sealed: None) -> None:
    assert seal() == 0
    assert verify() == "3 blocks, 6 entries, intact"


def test_the_seal_covers_every_column_of_the_log() -> None:
    columns = {field.column for field in AccessLogEntry._meta.local_fields}
    assert set(seals.COLUMNS) == columns


CHANGES = {
    "at": "at + interval '1 microsecond'",
    "owner_id": "1",
    "user_id": "NULL",
    "roles": "'coordinator'",
    "audience": "audience + 1",
    "operation": "'logout'",
    "purpose": "'Tillsyn'",
    "result": "'failed'",
    "rows": """'{"cases.individual": []}'""",
    "subjects": "ARRAY[gen_random_uuid()]",
    "detail": "detail - 'note'",
}


@pytest.mark.parametrize("column", CHANGES)
def test_an_altered_column_breaks_the_block(sealed: None, column: str) -> None:
    run(f"UPDATE {LOG} SET {column} = {CHANGES[column]} WHERE id = %s", entry(6))
    assert complaint() == "Block 3: an entry was altered, or the key is another."


@pytest.mark.parametrize(("number", "block"), [(1, 1), (4, 2), (5, 3)])
def test_an_altered_entry_breaks_its_own_block(sealed: None, number: int, block: int) -> None:
    run(f"UPDATE {LOG} SET result = 'x' WHERE id = %s", entry(number))
    assert complaint() == f"Block {block}: an entry was altered, or the key is another."


def test_every_column_but_the_number_itself_was_altered() -> None:
    assert set(CHANGES) == set(seals.COLUMNS) - {"id"}


@pytest.mark.parametrize(("number", "block"), [(1, 1), (2, 1), (3, 2), (6, 3)])
def test_a_removed_entry_breaks_its_block(sealed: None, number: int, block: int) -> None:
    run(f"DELETE FROM {LOG} WHERE id = %s", entry(number))
    assert complaint() == f"Block {block}: sealed with 2 entries, holds 1."


def test_entries_that_changed_places_break_their_block(sealed: None) -> None:
    first, second = entry(3), entry(4)
    for before, after in ((first, -first), (second, first), (-first, second)):
        run(f"UPDATE {LOG} SET id = %s WHERE id = %s", after, before)
    assert complaint().startswith("Block 2: an entry was altered")


def add(number: int) -> None:
    columns = ", ".join(name for name in seals.COLUMNS if name != "id")
    source = f"SELECT %s, {columns} FROM {LOG} ORDER BY id LIMIT 1"
    run(f"INSERT INTO {LOG} (id, {columns}) {source}", number)


def test_an_added_entry_breaks_the_block_it_was_put_into(cast: Cast) -> None:
    happen(cast)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT lost")
        happen(cast)
        cursor.execute("ROLLBACK TO SAVEPOINT lost")
    happen(cast)
    seal()
    assert verify() == "2 blocks, 2 entries, intact"
    add(entry(2) - 1)
    assert complaint() == "Block 2: sealed with 1 entries, holds 2."


@pytest.mark.parametrize("number", [0, -7])
def test_an_entry_cannot_be_put_before_the_beginning(sealed: None, number: int) -> None:
    add(number)
    assert complaint() == "Block 1: sealed with 2 entries, holds 3."


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_seal_is_missed(sealed: None, number: int) -> None:
    run("DELETE FROM partners_seal WHERE number = %s", number)
    assert complaint() == f"Block {number}: its seal is missing in the database."


def test_the_last_block_is_missed_with_all_its_entries(sealed: None) -> None:
    run(f"DELETE FROM {LOG} WHERE id >= %s", entry(5))
    run("DELETE FROM partners_seal WHERE number = 3")
    assert complaint() == "Block 3: its seal is missing in the database."
    assert seal() == 0, "the copy comes back, the entries do not"
    assert complaint() == "Block 3: sealed with 2 entries, holds 0."


@pytest.mark.parametrize(
    "change",
    ["entries = 3", "last_entry = last_entry + 1", "mac = repeat('0', 64)",
     "sealed_at = sealed_at + interval '1 second'", "first_entry = 0"],
)  # fmt: skip
def test_a_seal_that_differs_from_its_head_is_told(sealed: None, change: str) -> None:
    run(f"UPDATE partners_seal SET {change} WHERE number = 2")
    assert complaint() == "Block 2: its seal in the database differs from its head."


def test_heads_that_were_rewritten_to_fit_do_not_fit_the_key(sealed: None, heads: Path) -> None:
    run("UPDATE partners_seal SET mac = repeat('0', 64) WHERE number = 3")
    lines = heads.read_text().splitlines()
    lines[2] = f"{lines[2].rsplit(' ', 1)[0]} {'0' * 64}"
    heads.write_text("\n".join([*lines, ""]))
    assert complaint().startswith("Block 3: an entry was altered, or the key is another")


def test_another_key_verifies_nothing(sealed: None, settings: Settings) -> None:
    settings.SEAL_KEY = "guessed"
    assert complaint().startswith("Block 1: ")


def test_without_a_key_nothing_is_sealed(cast: Cast, settings: Settings) -> None:
    happen(cast)
    settings.SEAL_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="SEAL_KEY"), transaction.atomic():
        seal()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_missing_head_is_told(sealed: None, heads: Path, number: int) -> None:
    lines = heads.read_text().splitlines(keepends=True)
    del lines[number - 1]
    heads.write_text("".join(lines))
    missing = "its head is missing" if number < 3 else "it has no head outside the database"
    assert complaint() == f"Block {number}: {missing}."


def test_nothing_is_sealed_upon_heads_that_were_cut_short(sealed: None, heads: Path) -> None:
    heads.write_text(heads.read_text().splitlines(keepends=True)[0])
    with pytest.raises(seals.Broken, match="Block 2: it has no head outside"):
        seal()


def test_a_head_that_cannot_be_read_is_told(sealed: None, heads: Path) -> None:
    lines = heads.read_text().splitlines(keepends=True)
    heads.write_text("".join([lines[0], "nonsense\n", lines[2]]))
    assert complaint() == "Block 2: its head cannot be read."


def test_sealing_that_stopped_before_the_database_had_its_copy_is_completed(
    sealed: None, cast: Cast
) -> None:
    run("DELETE FROM partners_seal WHERE number = 3")
    happen(cast)
    assert seal() == 1
    assert verify() == "4 blocks, 7 entries, intact"


def test_sealing_that_stopped_in_the_middle_of_a_line_starts_the_line_anew(
    sealed: None, heads: Path, cast: Cast
) -> None:
    whole = heads.read_text()
    happen(cast)
    heads.write_text(f"{whole}4 7 7 1 2026-11-2")
    assert verify() == "3 blocks, 6 entries, intact"
    assert seal() == 1
    assert heads.read_text().startswith(whole + "4 ")
    assert verify() == "4 blocks, 7 entries, intact"


def test_the_heads_are_only_added_to(sealed: None, heads: Path, cast: Cast) -> None:
    before = heads.read_text()
    happen(cast)
    seal()
    assert heads.read_text().startswith(before)
    assert len(heads.read_text().splitlines()) == 4


def test_a_long_log_is_sealed_in_several_blocks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(cast, 5)
    monkeypatch.setattr(seals, "LARGEST", 2)
    assert seal() >= 3
    assert verify().endswith("5 entries, intact")


def test_what_is_sealed_does_not_depend_on_the_time_zone(sealed: None) -> None:
    last = entry(6)
    with database.role("sealer"), connection.cursor() as cursor:
        before = list(seals.lines(None, last))
        cursor.execute("SET TIME ZONE 'Asia/Tokyo'")
        elsewhere = list(seals.lines(None, last))
        cursor.execute("SET TIME ZONE 'UTC'")
    assert elsewhere == before
    assert len(before) == 6


@pytest.mark.parametrize("role", ["app", "owner", "sealer"])
@pytest.mark.parametrize("table", [LOG, "partners_seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_log_and_seals_only_grow(sealed: None, role: str, table: str, change: str) -> None:
    column = "result = 'x'" if table == LOG else "entries = 0"
    with database.role(role), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(change.format(table, column))


def test_the_web_process_cannot_write_a_seal(cast: Cast) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        seals.Seal.objects.create(
            number=1, first_entry=1, last_entry=1, entries=1, mac="", sealed_at="2026-01-01T00:00Z"
        )


@pytest.fixture
def writing(own_database: str) -> Iterator[psycopg.Connection]:
    """Somebody has taken a number in the log and has not finished."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT partners_log(NULL, NULL, '', 0, 'slow', '', 'ok', '{}', '{}', '{}')")
        yield other


def test_an_entry_that_is_being_written_never_appears_inside_a_sealed_block(
    writing: psycopg.Connection,
) -> None:
    happen(Cast())
    with pytest.raises(OperationalError, match="lock timeout"):
        seal()
    writing.commit()
    assert seal() == 1
    assert verify() == "1 blocks, 2 entries, intact"


def test_the_command_waits_for_the_next_time_when_the_log_is_busy(
    writing: psycopg.Connection,
) -> None:
    err = StringIO()
    with database.role("sealer"):
        call_command("seal_access_log", stderr=err)
    assert "waits for the next time" in err.getvalue()


def test_sealing_waits_for_whoever_is_about_to_finish(writing: psycopg.Connection) -> None:
    finish = Timer(0.3, writing.commit)
    finish.start()
    assert seal() == 1
    finish.join()
    assert verify() == "1 blocks, 1 entries, intact"
