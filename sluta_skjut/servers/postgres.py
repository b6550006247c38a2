"""A private PostgreSQL: no network, one socket, a password for every role."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluta_skjut.processes import Process, end_leftovers
from sluta_skjut.servers import programs
from sluta_skjut.servers.homes import Home

ADMIN = "postgres"
PORT = "5432"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
# Sized for a laptop; compiled plans cost more than they save on small queries.
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
}
# Nothing survives a crash of the machine, and nothing in a test has to.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
START_SECONDS = 60
TRIES = 3


class PostgresError(Exception):
    """The server could not be made or started; the message carries its last words."""


@contextmanager
def running(home: Home, admin_password: Path, *, fast: bool) -> Iterator[Process]:
    """The server of this folder answers; its data were made if the folder had none."""
    programs_folder = programs.postgres(home)
    data = home.folder("postgres-data").joinpath("main")
    end_leftovers(str(data), signal.SIGINT)
    if not data.exists():
        _make(home, programs_folder / "initdb", data, admin_password, fast=fast)
    process = _process(home, programs_folder / "postgres", data, fast=fast)
    try:
        _start(process, data)
        yield process
    finally:
        process.stop()


def _start(process: Process, data: Path) -> None:
    for _ in range(TRIES):
        _forget_reused_pid(data)
        process.start()
        if _is_ready(process, data):
            return
        process.stop()
        time.sleep(1)  # The last processes of a killed server may still be leaving.
    raise PostgresError(f"PostgreSQL did not start:\n{process.last_lines()}")


def _make(home: Home, initdb: Path, data: Path, admin_password: Path, *, fast: bool) -> None:
    """Fresh data lie in `data`; a half-made attempt from before is thrown away."""
    draft = data.with_name("draft")
    shutil.rmtree(draft, ignore_errors=True)
    password = data.with_name("password")
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(admin_password.read_text(encoding="utf-8"), encoding="utf-8")
    home.give(password)
    command = [str(initdb), f"--pgdata={draft}", f"--username={ADMIN}", f"--pwfile={password}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", "--data-checksums"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8"]
    try:
        _run(home, [*command, "--no-sync"] if fast else command)
    finally:
        password.unlink()
    draft.rename(data)


def _run(home: Home, command: list[str]) -> None:
    result = subprocess.run(
        command,
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **(home.account.options() if home.account else {}),  # type: ignore[call-overload]
    )
    if result.returncode:
        raise PostgresError(f"PostgreSQL's data could not be made:\n{result.stdout.strip()}")


def _process(home: Home, program: Path, data: Path, *, fast: bool) -> Process:
    settings = {
        **SETTINGS,
        **(FAST_SETTINGS if fast else {}),
        "unix_socket_directories": f'"{home.socket.resolve()}"',
        "unix_socket_permissions": "0700",
    }
    command = [str(program), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return Process(
        "postgres",
        command,
        log=home.log / "postgres.log",
        environment=ENVIRONMENT,
        account=home.account,
        # "Fast": open transactions are rolled back, then everything is written down.
        stop_signal=signal.SIGINT,
        patience=30,
    )


def _forget_reused_pid(data: Path) -> None:
    """The lock of a dead server does not name some other program's process.

    Only called when no server of these data is running.
    """
    lock = data / "postmaster.pid"
    pid = _first_word(lock)
    if pid and Path("/proc", pid).exists():
        lock.unlink(missing_ok=True)


def _is_ready(process: Process, data: Path) -> bool:
    """True once the server accepts connections; False if it ended or took too long."""
    deadline = time.monotonic() + START_SECONDS
    lock = data / "postmaster.pid"
    while process.is_alive and time.monotonic() < deadline:
        if _first_word(lock) == str(process.pid) and lock.read_text().split()[-1:] == ["ready"]:
            return True
        time.sleep(0.05)
    return False


def _first_word(lock: Path) -> str:
    try:
        return next(iter(lock.read_text().split()), "")
    except FileNotFoundError:
        return ""
