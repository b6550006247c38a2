"""The printing job under bad luck, killed or started twice: one briefing comes of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from interventions.briefing import press
from interventions.models import Briefing
from tests import database
from tests.cast import Cast
from tests.paperwork import Town
from tests.workers import SECONDS, Worker, wait_until

APPLICATION = "sluta-skjut-app"

# Where the worker is held until it is killed: while it reads, and when a file lies there already.
WHILE_READING = "LOCK TABLE cases_criminalgroup IN ACCESS EXCLUSIVE MODE"
WHILE_STORING = "SELECT FROM interventions_briefingcopy WHERE number = 2 FOR UPDATE"


@pytest.fixture
def town(own_database: str, settings: object, tmp_path: Path) -> Town:
    settings.PAPER_DIR = str(tmp_path / "paper")
    return Town.settle(Cast())


@contextmanager
def held(name: str, statement: str) -> Iterator[None]:
    """Whoever wants what the statement locks waits until the block ends."""
    with database.administrator() as admin, _to(admin, name) as other:
        other.execute(statement)
        yield
        other.rollback()


def _to(admin: psycopg.Connection, name: str) -> psycopg.Connection:
    info = admin.info
    return psycopg.connect(
        host=info.host, port=info.port, dbname=name, user=info.user, password=info.password
    )


def backends(name: str, extra: str = "") -> int:
    """How many of the application's connections there are to the database."""
    with database.administrator() as admin:
        found = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = %s"
            + extra,
            [name, APPLICATION],
        ).fetchone()
    assert found is not None
    return found[0]


@pytest.fixture
def worker(own_database: str, tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(own_database, tmp_path)
    yield worker
    worker.kill()


def is_ready(town: Town, briefing: Briefing) -> bool:
    with town.cast.looking("greta"):
        return Briefing.objects.get(pk=briefing.pk).state == Briefing.State.READY


def assert_one_finished_briefing(town: Town) -> None:
    with town.cast.looking("greta"):
        (briefing,) = Briefing.objects.all()
    assert briefing.state == Briefing.State.READY
    copies = town.copies(briefing)
    files = {path.name: path.read_bytes() for path in briefing.folder.iterdir()}
    assert files.keys() == {f"{copy.sha256}.pdf" for copy in copies}
    assert len(files) == 2
    for copy in copies:
        assert sha256(files[copy.path.name]).hexdigest() == copy.sha256


@pytest.mark.services
@pytest.mark.parametrize("moment", [WHILE_READING, WHILE_STORING])
def test_a_worker_killed_in_the_middle_and_started_again_prints_one_briefing(
    town: Town, worker: Worker, own_database: str, moment: str
) -> None:
    briefing = town.ask(town.call("police"))
    with held(own_database, moment):
        worker.start()
        waits = " AND wait_event_type = 'Lock'"
        wait_until(lambda: backends(own_database, waits), "the worker stands in the middle")
        assert (moment == WHILE_STORING) == briefing.folder.exists()
        worker.kill()
    wait_until(lambda: not backends(own_database), "its connection is gone")
    assert not is_ready(town, briefing)
    worker.start()
    wait_until(lambda: is_ready(town, briefing), "the new worker has printed")
    assert_one_finished_briefing(town)


def test_two_workers_at_once_print_one_briefing(town: Town, own_database: str) -> None:
    briefing = town.ask(town.call("police"))

    def prepare() -> None:
        try:
            press.prepare(briefing.pk, agency=town.cast.probation)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with held(own_database, WHILE_READING):
            first = pool.submit(prepare)
            wait_until(lambda: _is_locked(own_database), "the first has begun")
            pool.submit(prepare).result(timeout=SECONDS)
            assert not first.done()
            assert not is_ready(town, briefing)
        first.result(timeout=SECONDS)
    assert_one_finished_briefing(town)


def _is_locked(name: str) -> bool:
    with database.administrator() as admin:
        query = "SELECT FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        return admin.execute(query, [name]).fetchone() is not None
