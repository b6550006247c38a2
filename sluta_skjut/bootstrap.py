"""Everything the project stands on is installed; run by `make` with any python3 from 3.8 up.

Only the standard library, because nothing else is there yet. Says nothing when nothing is to do.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed-lock"
LOWEST_PYTHON = (3, 12)
PYTHON_NAMES = ("python3.14", "python3.13", "python3.12", "python3")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# What WeasyPrint loads, and the package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# The typefaces of the papers: text, and whatever sign the text's typeface lacks.
FONTS = {"Inter-Regular*": "fonts-inter", "DejaVuSans.ttf": "fonts-dejavu-core"}
# What the tests start, and the package that brings it.
PROGRAMS = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "msgfmt": "gettext"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Stop(Exception):
    """The work cannot go on; the message is the one line that says what to do."""


def main(arguments: list[str]) -> int:
    """0 when everything is in place, 1 after one line that says what is missing."""
    for_tests = "--test" in arguments
    try:
        install_libraries(for_tests)
        install_packages()
        if for_tests:
            install_browser()
        compile_messages()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


def install_libraries(for_tests: bool) -> None:
    """WeasyPrint's libraries and fonts are there, and for tests the programs they start."""
    needed = [package for name, package in LIBRARIES.items() if not has_library(name)]
    wished = [package for name, package in FONTS.items() if not has_font(name)]
    if for_tests:
        wished += [package for name, package in PROGRAMS.items() if not shutil.which(name)]
        wished += [] if has_browser() or is_ubuntu() else ["chromium"]
    if not needed + wished:
        return
    if not apt_install(needed + wished):
        line = f"Install what is missing: sudo apt-get install {' '.join(unique(needed + wished))}"
        if needed:
            raise Stop(line)
        say(line)


def has_library(name: str) -> bool:
    """True if the dynamic loader finds the library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(pattern: str) -> bool:
    """True if a font file of that name lies where fontconfig looks."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(pattern), None) for folder in folders if folder.is_dir())


def apt_install(packages: list[str]) -> bool:
    """True if the packages were installed; False where apt or the right to use it is missing."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(unique(packages))} …")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    succeeds([*apt, "update"])
    # An older release may ship one library inside another's package.
    known = [name for name in unique(packages) if succeeds(["apt-cache", "show", name])]
    return bool(known) and succeeds([*apt, "install", "-y", "--no-install-recommends", *known])


def root_prefix() -> list[str] | None:
    """The words to put before a command that needs root; None if we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def has_browser() -> bool:
    """True if a Chromium is installed, by the system or by Playwright into our own folder."""
    ours = next((TOOLS / "browsers").glob("chromium*"), None)
    return ours is not None or any(map(shutil.which, BROWSERS))


def install_browser() -> None:
    """Where Debian's Chromium is not to be had (Ubuntu's is a snap), Playwright's own is tried."""
    if has_browser():
        return
    say("Fetching Chromium for the browser tests …")
    command = [str(VENV / "bin" / "playwright"), "install", "chromium"]
    if root_prefix() is not None:
        command.append("--with-deps")
    if not succeeds(command, PLAYWRIGHT_BROWSERS_PATH=str(TOOLS / "browsers")):
        say("No Chromium: install one (on Ubuntu: snap install chromium) for the browser tests.")


def is_ubuntu() -> bool:
    """True where the package called chromium only points at a snap."""
    try:
        return "ID=ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False


def install_packages() -> None:
    """The virtual environment holds exactly what the lock names."""
    locked = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    python = VENV / "bin" / "python"
    has_python = is_new_enough(str(python))
    if has_python and STAMP.exists() and STAMP.read_text(encoding="utf-8") == locked:
        return
    uv = find_uv()
    if not has_python:
        make_environment(uv)
    say("Installing the packages of requirements.lock …")
    run(
        [
            uv,
            "pip",
            "sync",
            "--quiet",
            "--compile-bytecode",
            "--require-hashes",
            "--python",
            python,
            LOCK,
        ]
    )
    STAMP.write_text(locked, encoding="utf-8")


def make_environment(uv: str) -> None:
    """There is an empty virtual environment of the newest Python at hand, or of one uv fetched."""
    lowest = ".".join(map(str, LOWEST_PYTHON))
    found = find_python()
    say(f"Making .venv with {found or f'a Python {lowest} that uv fetches'} …")
    try:
        run([uv, "venv", "--quiet", "--clear", "--python", found or lowest, VENV])
    except Stop:
        if found:
            raise
        raise Stop(
            f"Install Python {lowest} or newer; uv could not fetch one, see above."
        ) from None


def find_uv() -> str:
    """The path of uv; it was installed into `.tools` if it was nowhere."""
    ours = TOOLS / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(ours)):
        if candidate and succeeds([candidate, "--version"]):
            return candidate
    say("Installing uv into .tools …")
    pip = [find_pip_python(), "-m", "pip", "install", "--quiet", "--upgrade"]
    run([*pip, "--disable-pip-version-check", "--target", TOOLS, "uv"])
    return str(ours)


def find_pip_python() -> str:
    """A python3 that has pip; Debian's own was given it if none had."""
    candidates = unique([sys.executable, "/usr/bin/python3"])
    for attempt in range(2):
        for candidate in candidates:
            if succeeds([candidate, "-m", "pip", "--version"]):
                return candidate
        if attempt or not apt_install(["python3-pip"]):
            break
    raise Stop("Install uv, or pip for python3: sudo apt-get install python3-pip")


def find_python() -> str | None:
    """The path of a Python that runs and is new enough; None leaves it to uv to fetch one."""
    installed = sorted(Path("~/.pyenv/versions").expanduser().glob("*/bin/python"), reverse=True)
    for candidate in [*PYTHON_NAMES, *map(str, installed)]:
        if is_new_enough(candidate):
            return real_path(candidate)
    return None


def is_new_enough(python: str) -> bool:
    """True if it starts and is at least the lowest Python; a version manager's shim may not."""
    return succeeds([python, "-c", f"import sys; sys.exit(sys.version_info < {LOWEST_PYTHON})"])


def real_path(python: str) -> str:
    """Where the interpreter itself lies, past any shim."""
    command = [python, "-c", "import sys; print(sys.executable)"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().strip()


def compile_messages() -> None:
    """Every message catalogue is compiled after its last change."""
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            run([VENV / "bin" / "pybabel", "--quiet", "compile", "-i", source, "-o", target])


def run(command: Sequence[str | Path]) -> None:
    """The command has succeeded; what it said about failing is shown."""
    environment = {"UV_PYTHON_INSTALL_DIR": str(TOOLS / "python"), "UV_HTTP_TIMEOUT": "180"}
    words = [str(word) for word in command]
    if subprocess.run(words, env={**environment, **os.environ}, check=False).returncode:
        raise Stop(f"This failed, see above: {' '.join(words)}")


def succeeds(command: Sequence[str | Path], **environment: str) -> bool:
    """True if the command can be started and ends well; its output is nobody's business."""
    words = [str(word) for word in command]
    try:
        result = subprocess.run(
            words,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return result.returncode == 0


def unique(words: list[str]) -> list[str]:
    """The words in their order, each once."""
    return list(dict.fromkeys(words))


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
