"""A site of the test's own: the real web process, logged in as the app, on a database copy."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from partners.models import User
from sluta_skjut.processes import web_command

ROOT = Path(__file__).resolve().parent.parent.parent
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 30


@contextmanager
def serving(database: str, log: Path) -> Iterator[str]:
    """The address of a web process on that database; it is ended with the block."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = web_command("sluta_skjut.wsgi", port)
    environment = os.environ | {"DB_NAME": database}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(PATIENCE)


def session_of(name: str) -> str:
    """The cookie of somebody who has just logged in."""
    user = User.objects.get(email=f"{name}@demo.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it answers anything at all."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The web process did not answer:\n{log.read_text()}")
