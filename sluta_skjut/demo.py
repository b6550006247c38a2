"""The whole house in one foreground process, with a fictional town in it: `make demo`."""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from sluta_skjut import servers
from sluta_skjut.processes import Process, together, web_command
from sluta_skjut.servers import Places, homes

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
DEMO = {"DEBUG": "1", "DEMO": "1", "PYTHONUNBUFFERED": "1"}
# One worker has no neighbours to look for.
ALONE = ["--without-mingle", "--without-gossip"]
SECONDS_TO_GET_READY = 90
STOPPING = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """Somebody pressed Ctrl-C or asked us to end."""


class DemoError(Exception):
    """The demo cannot go on; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """0 after a clean stop, 1 after a line that says what went wrong."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args(arguments)
    data = Path(os.environ.get("DATA") or ROOT / ".demo").resolve()
    try:
        if options.reset:
            reset(data)
        else:
            run(data, _free_port(os.environ.get("PORT") or "8000"))
    except Stopped:
        say("Stopped.")
    except (DemoError, *servers.ServerErrors) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


def reset(data: Path) -> None:
    """The demo's folder is gone, and nothing else is."""
    say(f"Deleted {data}." if homes.delete(data) else f"There is no {data}.")


def run(data: Path, port: int) -> None:
    """Everything runs until somebody stops it or a part ends by itself."""
    for kind in STOPPING:
        signal.signal(kind, _stop)
    say(f"Starting in {data}")
    with servers.running(data, say=say) as places:
        prepare(places, size=os.environ.get("SIZE") or "small")
        children = _children(places, port)
        logins = _process("logins", [*MANAGE, "logins"], places.environment("app"), places)
        with together(children), together([logins]):
            _wait_ready([*places.processes, *children], port)
            say(f"Ready: http://127.0.0.1:{port}\n")
            _finish(logins)
            say(logins.last_lines(count=200))
            say(f"\nStop with Ctrl-C. What each part says is in {places.home.log}")
            _watch([*places.processes, *children])


def prepare(places: Places, *, size: str) -> None:
    """Roles, tables and the town are there; the town is built only once."""
    _manage("roles", places.admin_environment(), places)
    say("Roles … ready")
    _manage("migrate", places.environment("owner"), places)
    say("Tables … ready")
    stamp = places.home.data / "town-size"
    if not stamp.exists():
        say("The town … being built")
        _manage("staff", places.environment("owner"), places)
        _manage("seed", places.environment("app") | {"SIZE": size}, places)
        stamp.write_text(size, encoding="utf-8")
    elif (built := stamp.read_text(encoding="utf-8")) != size:
        say(f"The town keeps SIZE={built}, as it was built; `make demo-reset` starts over.")
    say("The town … ready")


def _children(places: Places, port: int) -> list[Process]:
    """Web, worker, beat and sealer; only the sealer is told the key of the seal."""
    celery = [sys.executable, "-m", "celery", "-A", "sluta_skjut"]
    schedule = str(places.home.data / "beat-schedule")
    commands = {
        "web": web_command("sluta_skjut.wsgi", port),
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", *ALONE],
        "beat": [*celery, "beat", "--schedule", schedule, "--pidfile="],
        "sealer": [*MANAGE, "seal_access_log", "--every", "60"],
    }
    return [
        _process(name, command, places.environment("sealer" if name == "sealer" else "app"), places)
        for name, command in commands.items()
    ]


def _manage(name: str, environment: dict[str, str], places: Places) -> None:
    """The command of that name has done its work; the long one is heard meanwhile."""
    command = _process(name, [*MANAGE, name], environment, places)
    command.log = None if name == "seed" else command.log
    with together([command]):
        _finish(command)


def _process(
    name: str, command: Sequence[str], environment: dict[str, str], places: Places
) -> Process:
    return Process(
        name,
        command,
        log=places.home.log / f"{name}.log",
        environment={**os.environ, **DEMO, **environment},
    )


def _finish(command: Process) -> None:
    """The command has done its work."""
    if not command.succeeds():
        raise DemoError(_last_words(command, f"`manage.py {command.name}` failed"))


def _wait_ready(processes: Sequence[Process], port: int) -> None:
    """The health page says that every part works."""
    deadline = time.monotonic() + SECONDS_TO_GET_READY
    while not (health := _health(port)).startswith("200"):
        _check(processes)
        if time.monotonic() > deadline:
            raise DemoError(f"Not ready after {SECONDS_TO_GET_READY} s: {health or 'no answer'}")
        time.sleep(0.2)


def _health(port: int) -> str:
    """Status and text of the health page; empty while nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return f"{response.status} {response.read().decode()}"
    except OSError:
        return ""
    finally:
        connection.close()


def _watch(processes: Sequence[Process]) -> None:
    """Never returns: nothing is restarted silently, the end of one part is the end of all."""
    while True:
        _check(processes)
        time.sleep(0.5)


def _check(processes: Sequence[Process]) -> None:
    for process in processes:
        if not process.is_alive:
            raise DemoError(_last_words(process, f"{process.name} ended by itself"))


def _last_words(process: Process, what: str) -> str:
    where = f" The end of {process.log}:\n{process.last_lines()}" if process.log else ""
    return f"{what}.{where}"


def _free_port(text: str) -> int:
    """The port as a number, after a look at whether somebody listens there already."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise DemoError(
                f"Port {text} cannot be used ({error.strerror}); choose another: make demo PORT=…"
            ) from None
    return int(text)


def _stop(kind: int, frame: FrameType | None) -> None:
    """Once is enough: a second Ctrl-C must not leave a server running."""
    for other in STOPPING:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
