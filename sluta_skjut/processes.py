"""Child processes that do not outlive the program that started them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """The operating system's user that a process runs as."""

    name: str
    uid: int
    gid: int

    def options(self) -> dict[str, object]:
        """What `subprocess` must be told to run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass
class Process:
    """One child in a process group of its own, so that Ctrl-C reaches only its parent.

    What it prints goes to the end of its log; without a log, to where its parent prints.
    """

    name: str
    command: Sequence[str]
    log: Path | None
    environment: Mapping[str, str]
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _log_starts_at: int = 0

    def start(self) -> None:
        """The child runs."""
        with ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else None
            self._log_starts_at = output.tell() if output else 0
            self._child = subprocess.Popen(
                [*_tied_to_parent(self.stop_signal), *self.command],
                cwd="/" if self.account else None,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                process_group=0,
                **(self.account.options() if self.account else {}),  # type: ignore[call-overload]
            )

    @property
    def pid(self) -> int | None:
        """The child's id, once it was started."""
        return self._child.pid if self._child else None

    @property
    def is_alive(self) -> bool:
        """Started, and not ended since."""
        return self._child is not None and self._child.poll() is None

    def succeeds(self) -> bool:
        """Waits for the child's own end; True if it ended well."""
        return self._child is not None and self._child.wait() == 0

    def stop(self) -> None:
        """The child and its whole group are gone; politely first, by force after `patience` s."""
        self.ask_to_stop()
        self.wait_stopped()

    def ask_to_stop(self) -> None:
        """The child knows that it should end."""
        if self._child and self.is_alive:
            self._child.send_signal(self.stop_signal)

    def wait_stopped(self) -> None:
        """The child has ended, and nothing is left of its group."""
        if not self._child:
            return
        try:
            self._child.wait(self.patience)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        # Usually it has taken its own children with it.
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)

    def last_lines(self, count: int = 12) -> str:
        """The end of what the child has written to its log since it was started."""
        if self.log is None:
            return ""
        with self.log.open("rb") as log:
            log.seek(self._log_starts_at)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-count:])


@contextmanager
def together(children: Sequence[Process]) -> Iterator[None]:
    """All run until the block ends, then all are told to stop before the first is waited for."""
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait_stopped()


def web_command(application: str, port: int) -> list[str]:
    """The web process as the demo, the measurements and the journeys all start it."""
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "2", "--threads", "4", "--no-control-socket", "--graceful-timeout", "5"]
    return command + options


def started_with(argument: str) -> list[int]:
    """The ids of all processes that have exactly this word on their command line."""
    word = os.fsencode(argument)
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue  # It ended while we looked, or is not ours to see.
        if word in words and int(entry.parent.name) != os.getpid():
            found.append(int(entry.parent.name))
    return found


def end_leftovers(argument: str, stop_signal: signal.Signals, patience: float = 15) -> None:
    """No process started with this word is left from a run that ended badly."""
    deadline = time.monotonic() + patience
    while leftovers := started_with(argument):
        kind = stop_signal if time.monotonic() < deadline else signal.SIGKILL
        for pid in leftovers:
            with suppress(ProcessLookupError):
                os.kill(pid, kind)
        time.sleep(0.2)


def _tied_to_parent(stop_signal: signal.Signals) -> list[str]:
    """The prefix that makes the kernel stop the child should we be killed ourselves."""
    setpriv = shutil.which("setpriv")
    name = stop_signal.name.removeprefix("SIG")
    return [setpriv, "--pdeathsig", name, "--"] if setpriv else []
