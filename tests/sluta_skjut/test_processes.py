"""A child process ends with its parent, takes its own children along, and is quoted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from sluta_skjut.processes import Process, end_leftovers, started_with, together

pytestmark = pytest.mark.services


def shell(script: str, log: Path, *words: str) -> Process:
    return Process("child", ["sh", "-c", script, *words], log=log, environment=os.environ)


def wait_for(word: str, log: Path) -> None:
    deadline = time.monotonic() + 10
    while word not in (log.read_text() if log.exists() else "") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert word in log.read_text()


def test_together_stops_all_when_the_block_ends(tmp_path: Path) -> None:
    children = [shell("exec sleep 60", tmp_path / "a"), shell("exec sleep 60", tmp_path / "b")]
    with together(children):
        assert all(child.is_alive for child in children)
    assert not any(child.is_alive for child in children)


def test_a_child_that_does_not_listen_is_ended_by_force_with_its_own_children(
    tmp_path: Path,
) -> None:
    word = uuid4().hex
    child = shell("trap '' TERM; sh -c 'echo up; sleep 60; :' $0; :", tmp_path / "log", word)
    child.patience = 0.2
    with together([child]):
        wait_for("up", tmp_path / "log")
        assert len(started_with(word)) == 2
    deadline = time.monotonic() + 5
    while started_with(word) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert started_with(word) == []


def test_the_last_lines_are_those_of_this_start(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("from an older run\n")
    child = shell("echo one; echo two; echo three", log)
    child.start()
    assert child.succeeds()
    assert child.last_lines(2) == "two\nthree"
    assert "older" not in child.last_lines()


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    word = uuid4().hex
    program = f"""
import os, signal
from pathlib import Path
from sluta_skjut.processes import Process
command = ["sh", "-c", "sleep 60; :", {word!r}]
Process("child", command, log=Path({str(tmp_path / "log")!r}), environment=os.environ).start()
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while started_with(word) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert started_with(word) == []


def test_leftovers_are_told_from_strangers_by_a_whole_word(tmp_path: Path) -> None:
    word = uuid4().hex
    ours, stranger = (
        shell("sleep 60; :", tmp_path / "log", name) for name in (word, f"{word}-other")
    )
    with together([ours, stranger]):
        while not started_with(word):
            time.sleep(0.02)
        end_leftovers(word, signal.SIGTERM)
        assert not ours.is_alive
        assert stranger.is_alive
