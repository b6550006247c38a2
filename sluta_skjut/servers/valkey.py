"""A private Valkey: loopback only, with a password; queued work survives a restart."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from sluta_skjut.processes import Process, end_leftovers
from sluta_skjut.servers import keys, programs
from sluta_skjut.servers.homes import Home

START_SECONDS = 20
TRIES = 3


class ValkeyError(Exception):
    """The server could not be started; the message carries its last words."""


@contextmanager
def running(home: Home, password: Path, *, fast: bool) -> Iterator[tuple[Process, str]]:
    """The server of this folder answers at the address beside it."""
    settings = home.folder("valkey") / "valkey.conf"
    end_leftovers(str(settings), signal.SIGTERM)
    process = Process(
        "valkey",
        [str(programs.valkey(home)), str(settings)],
        log=home.log / "valkey.log",
        environment={"PATH": os.defpath},
        account=home.account,
    )
    secret = password.read_text(encoding="utf-8")
    try:
        yield process, _start(process, home, settings, secret, fast=fast)
    finally:
        process.stop()


def _start(process: Process, home: Home, settings: Path, secret: str, *, fast: bool) -> str:
    """The address of the started server; another port is tried if one was taken meanwhile."""
    for _ in range(TRIES):
        port = _free_port()
        home.give(keys.written(settings, _settings(settings.parent, port, secret, fast=fast)))
        process.start()
        address = f"redis://:{secret}@127.0.0.1:{port}/0"
        if _is_ready(process, address):
            return address
        process.stop()
    raise ValkeyError(f"Valkey did not start:\n{process.last_lines()}")


def _settings(folder: Path, port: int, secret: str, *, fast: bool) -> str:
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {secret}",
        f'dir "{folder}"',
        f"appendonly {'no' if fast else 'yes'}",
        'save ""',
        # Keeps the command line as it was, so that a leftover can be told from a stranger.
        "set-proc-title no",
    ]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(process: Process, address: str) -> bool:
    """True once the server has read its data; False if it ended or took too long."""
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(address, socket_timeout=1) as client:
        while process.is_alive and time.monotonic() < deadline:
            try:
                return bool(client.ping())
            except redis.RedisError:
                time.sleep(0.05)
    return False
