"""The one folder that holds everything a running demo or test writes."""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sluta_skjut.processes import Account

ACCOUNT_NAME = "slutaskjut"
MARK = ".sluta-skjut"
MARK_TEXT = "Made by Sluta skjut; `make demo-reset` deletes this folder.\n"
# Where the servers' files go when root's own folders are closed to the servers' account.
SPARE_ROOT = Path("/var/lib/sluta-skjut")
# A socket's whole path must fit in the kernel's 108 bytes.
LONGEST_SOCKET_PATH = 100


class HomeError(Exception):
    """The folder cannot be used; the message says why, in one line."""


@dataclass(frozen=True)
class Home:
    """A prepared folder, held by this process alone."""

    data: Path
    server: Path
    socket: Path
    account: Account | None

    @property
    def log(self) -> Path:
        """The folder of every process's log."""
        return self.data / "log"

    @property
    def secrets(self) -> Path:
        """The folder of passwords and keys, readable by their owner only."""
        return self.data / "secrets"

    def give(self, path: Path) -> Path:
        """`path` belongs to the account that the servers run as."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        return path

    def folder(self, name: str) -> Path:
        """A private folder among the servers' own files."""
        path = self.server / name
        path.mkdir(mode=0o700, exist_ok=True)
        return self.give(path)

    def may_run(self, program: Path) -> bool:
        """True if the servers' account can start `program` where it lies."""
        return _succeeds([str(program), "--version"], self.account)


@contextmanager
def held(data_dir: Path | str) -> Iterator[Home]:
    """The folder is there, marked as ours, and locked against a second start."""
    data = Path(data_dir).resolve()
    account = _account()
    _claim(data, open_to_others=account is not None)
    with _locked(data):
        server = _server_folder(data, account)
        socket = _socket_folder(data, server)
        home = Home(data=data, server=server, socket=socket, account=account)
        home.give(socket)
        try:
            yield home
        finally:
            _drop_socket(data)


def delete(data_dir: Path | str) -> bool:
    """The folder is gone; False if there was none. A folder that is not ours stays."""
    data = Path(data_dir).resolve()
    if not data.exists():
        return False
    if not _is_ours(data):
        raise HomeError(f"{data} was not made by Sluta skjut; nothing was deleted.")
    with _locked(data):
        _drop_socket(data)
        server = data / "server"
        if server.is_symlink() and server.resolve().parent == SPARE_ROOT:
            shutil.rmtree(server.resolve(), ignore_errors=True)
        shutil.rmtree(data)
    return True


def _claim(data: Path, *, open_to_others: bool) -> None:
    """The folder carries our mark; a folder with other things in it is refused."""
    data.mkdir(parents=True, exist_ok=True)
    if not _is_ours(data) and any(data.iterdir()):
        raise HomeError(f"{data} holds other files; choose an empty folder with DATA=…")
    data.chmod(0o711 if open_to_others else 0o700)
    (data / MARK).write_text(MARK_TEXT, encoding="utf-8")


def _is_ours(data: Path) -> bool:
    return (data / MARK).is_file()


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    """Only one process at a time gets past here; the kernel lets go when it ends."""
    with (data / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeError(f"{data} is in use by a running start; stop that one first.") from None
        yield


def _account() -> Account | None:
    """The account for servers that refuse to run as root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([*command, ACCOUNT_NAME], check=True, capture_output=True)
        entry = pwd.getpwnam(ACCOUNT_NAME)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _server_folder(data: Path, account: Account | None) -> Path:
    """The servers' files: in the folder itself, or beside it where their account can go."""
    link = data / "server"
    if account is None or (not link.is_symlink() and _succeeds(["test", "-x", str(data)], account)):
        link.mkdir(mode=0o711, exist_ok=True)
        return link
    if link.is_dir() and not link.is_symlink():
        raise HomeError(f"The account {account.name} can no longer reach {link}.")
    spare = SPARE_ROOT / hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    spare.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(spare)
    return spare


def _socket_folder(data: Path, server: Path) -> Path:
    """A private folder with a path fit for a socket; `data/socket` points at it."""
    _drop_socket(data)
    folder = server / "socket"
    # A comma would make the client read the path as two.
    if len(os.fsencode(folder / ".s.PGSQL.5432")) < LONGEST_SOCKET_PATH and "," not in str(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="sluta-skjut-", dir="/tmp"))
    (data / "socket").symlink_to(folder)
    return folder


def _drop_socket(data: Path) -> None:
    """Neither the socket's folder nor the pointer to it is left."""
    link = data / "socket"
    if link.is_symlink():
        folder = link.resolve()
        if folder.name == "socket" or folder.name.startswith("sluta-skjut-"):
            shutil.rmtree(folder, ignore_errors=True)
        link.unlink()


def _succeeds(command: list[str], account: Account | None) -> bool:
    options = account.options() if account else {}
    try:
        result = subprocess.run(
            command,
            cwd="/",
            capture_output=True,
            check=False,
            **options,  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return bool(result.returncode == 0)
