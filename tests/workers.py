"""A real Celery worker on a test's own database, broker and paper folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.database import ROOT

SECONDS = 90
# Broker databases that nobody else talks through: one for each process that runs tests.
FIRST_BROKER = 8


class Worker:
    """It lives in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, database: str, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        place = folder / "broker"
        place.write_text(_broker())
        # What a web process needs to find the same worker and the same papers.
        self.places = {"REDIS_URL_FILE": str(place), "PAPER_DIR": str(folder / "paper")}
        self.environment = os.environ | {"DB_NAME": database, "DB_ROLE": "app"} | self.places

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "sluta_skjut", "worker"]
        options = ["--concurrency", "1", "--without-mingle", "--without-gossip"]
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], env=self.environment, cwd=ROOT, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """As when the power goes: nobody is told."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def wait_until(answer: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not answer():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.1)


def _broker() -> str:
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server = Path(os.environ["REDIS_URL_FILE"]).read_text(encoding="utf-8").strip()
    return f"{server.rsplit('/', 1)[0]}/{FIRST_BROKER + number}"
