"""The servers of demo and tests: private, patient with bad endings, gone when asked."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from sluta_skjut import servers
from sluta_skjut.processes import started_with
from sluta_skjut.servers import Places, homes

pytestmark = pytest.mark.services


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    homes.delete(tmp_path / "home")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Servers for the tests that only look."""
    folder = tmp_path_factory.mktemp("servers") / "home"
    with servers.running(folder, fast=True) as places:
        yield places
    homes.delete(folder)


def sign_in(places: Places, password: str | None = None) -> psycopg.Connection:
    environment = places.admin_environment()
    return psycopg.connect(
        host=environment["DB_HOST"],
        user=environment["DB_ADMIN_USER"],
        password=password or Path(environment["DB_ADMIN_PASSWORD_FILE"]).read_text(),
        dbname="postgres",
        autocommit=True,
    )


def queue(places: Places) -> redis.Redis:
    return redis.Redis.from_url(places.secrets["redis_url"].read_text())


def test_tables_and_queued_work_survive_a_restart(folder: Path) -> None:
    with servers.running(folder) as places, sign_in(places) as admin, queue(places) as broker:
        admin.execute("CREATE TABLE kept (id int)")
        broker.rpush("queue", "task")
    with servers.running(folder) as places, sign_in(places) as admin, queue(places) as broker:
        assert admin.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        assert broker.lpop("queue") == b"task"


def test_nobody_gets_in_without_the_password(running: Places) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        sign_in(running, password="guess")
    address = running.secrets["redis_url"].read_text()
    bare = "redis://" + address.partition("@")[2]
    with redis.Redis.from_url(bare) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    with sign_in(running) as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)


def test_secrets_and_socket_are_for_their_owner_only(running: Places) -> None:
    for path in (running.home.secrets, running.home.socket, *running.secrets.values()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_process_is_told_its_own_roles_password_only(running: Places) -> None:
    told = running.environment("app")
    assert told["DB_PASSWORD_FILE"] == str(running.secrets["db_app_password"])
    others = {"db_admin_password", "db_owner_password", "db_sealer_password", "seal_key"}
    assert not {Path(value).name for value in told.values()} & others
    assert "SEAL_KEY_FILE" in running.environment("sealer")


def test_a_second_start_in_the_same_folder_is_refused(running: Places) -> None:
    again = servers.running(running.home.data)
    with pytest.raises(homes.HomeError, match="in use"), again:
        pass


def test_when_the_starter_is_killed_the_servers_end_and_can_start_again(folder: Path) -> None:
    program = f"""
import os, signal
from sluta_skjut import servers
with servers.running({str(folder)!r}):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == -signal.SIGKILL
    data = str((folder / "server").resolve() / "postgres-data" / "main")
    deadline = time.monotonic() + 10
    while started_with(data) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert started_with(data) == []
    with servers.running(folder) as places, sign_in(places) as admin:
        assert admin.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_database_starts_again(folder: Path) -> None:
    with servers.running(folder) as places:
        os.kill(places.processes[0].pid or 0, signal.SIGKILL)
    with servers.running(folder) as places, sign_in(places) as admin:
        assert admin.execute("SELECT 1").fetchone() == (1,)


def test_a_lock_that_names_a_strangers_process_does_not_stop_the_start(folder: Path) -> None:
    with servers.running(folder) as places:
        lock = places.home.server / "postgres-data" / "main" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n")
    with servers.running(folder) as places, sign_in(places) as admin:
        assert admin.execute("SELECT 1").fetchone() == (1,)


def test_half_made_data_are_made_anew(folder: Path) -> None:
    with homes.held(folder) as home:
        draft = home.folder("postgres-data") / "draft"
        draft.mkdir()
        (draft / "PG_VERSION").write_text("18")
    with servers.running(folder, fast=True) as places, sign_in(places) as admin:
        assert admin.execute("SELECT 1").fetchone() == (1,)


def test_a_long_path_still_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("å" * 60) / ("b, c" * 10)
    with servers.running(folder, fast=True) as places, sign_in(places):
        assert len(os.fsencode(places.environment("app")["DB_HOST"])) < homes.LONGEST_SOCKET_PATH
        short = places.home.socket
    assert not short.exists()
    homes.delete(folder)


def test_a_folder_with_other_files_is_neither_used_nor_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(homes.HomeError, match="other files"), servers.running(tmp_path):
        pass
    with pytest.raises(homes.HomeError, match="nothing was deleted"):
        homes.delete(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_deleting_leaves_nothing_of_ours_and_everything_else(tmp_path: Path) -> None:
    (tmp_path / "neighbour").mkdir()
    with servers.running(tmp_path / "home", fast=True) as places:
        server = places.home.server
    assert homes.delete(tmp_path / "home")
    assert not server.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["neighbour"]
    assert not homes.delete(tmp_path / "home")
