"""`make demo`: one process that starts everything, says so, and takes everything along."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sluta_skjut.servers import homes

pytestmark = pytest.mark.services

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 180


class Demo:
    """A running demo, heard through its standard output."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DB_", "REDIS_"))}
        self.said = folder.with_suffix(".out")
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sluta_skjut.demo"],
                cwd=ROOT,
                env=inherited | {"DATA": str(folder), "PORT": str(self.port)},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + SECONDS
        while text not in self.said.read_text() and time.monotonic() < deadline:
            assert self.process.poll() is None, self.said.read_text()
            time.sleep(0.1)
        assert text in self.said.read_text()

    def health(self) -> tuple[int, dict[str, str]]:
        place = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(place) as connection:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def children(self, word: str = "") -> list[int]:
        """The processes that were told our folder, and have `word` on their command line."""
        return [
            pid for pid, told, words in _processes() if str(self.folder) in told and word in words
        ]

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def _processes() -> Iterator[tuple[int, str, str]]:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "environ").read_bytes().decode(errors="replace")
            words = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        yield int(entry.name), told, words.replace("\0", " ")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "demo"
    homes.delete(tmp_path / "demo")


def test_it_starts_works_keeps_its_data_and_ends_with_any_of_its_parts(folder: Path) -> None:
    demo = Demo(folder)
    demo.wait_for(f"Ready: http://127.0.0.1:{demo.port}")
    demo.wait_for("Stop with Ctrl-C")
    assert demo.health() == (200, {"database": "ok", "broker": "ok", "worker": "ok"})
    assert "being built" in demo.said.read_text()
    for word in ("gunicorn", "celery -A sluta_skjut worker", "celery -A sluta_skjut beat"):
        for pid in demo.children(word):
            told = Path(f"/proc/{pid}/environ").read_text()
            assert not re.search("db_(owner|admin|sealer)_password|seal_key", told), word
    assert demo.end() == 0
    assert demo.children() == []

    again = Demo(folder)
    again.wait_for("Stop with Ctrl-C")
    assert "being built" not in again.said.read_text()
    os.kill(min(again.children("celery -A sluta_skjut worker")), signal.SIGKILL)
    assert again.process.wait(60) == 1
    assert "worker ended by itself" in again.said.read_text()
    assert again.children() == []


def test_a_taken_port_is_said_before_anything_starts(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        command = [sys.executable, "-m", "sluta_skjut.demo"]
        port = str(other.getsockname()[1])
        environment = os.environ | {"DATA": str(folder), "PORT": port}
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} cannot be used")
    assert not folder.exists()
