"""Web processes as the demo starts them, each with an application of its own."""

import http.client
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sluta_skjut.demo import DEMO
from sluta_skjut.processes import Process, together, web_command

SECONDS_TO_START = 60


@contextmanager
def running(**applications: str) -> Iterator[dict[str, int]]:
    """The port of each, by name, while all of them answer."""
    ports = dict(zip(applications, _free_ports(len(applications)), strict=True))
    processes = [_process(name, applications[name], ports[name]) for name in ports]
    with together(processes):
        for process, port in zip(processes, ports.values(), strict=True):
            _wait_ready(process, port)
        yield ports


def _process(name: str, application: str, port: int) -> Process:
    log = Path(os.environ["DATA"]) / "log" / f"{name}.log"
    return Process(
        name,
        web_command(application, port),
        log=log,
        environment={**os.environ, **DEMO},
    )


def _free_ports(count: int) -> list[int]:
    """Held together until all are known, so that they differ."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _wait_ready(process: Process, port: int) -> None:
    """The first answer, whatever it says: gunicorn listens before its workers can work."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.is_alive and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/")
            connection.getresponse()
            return
        time.sleep(0.2)
    raise RuntimeError(f"{process.name} did not start:\n{process.last_lines()}")
