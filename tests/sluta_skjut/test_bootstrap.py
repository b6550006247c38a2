"""The first script of a fresh clone: old Pythons can run it, and it does only what is needed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sluta_skjut import bootstrap

SOURCE = Path(bootstrap.__file__).read_text(encoding="utf-8")


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a finished .venv, where every further command would be noticed."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==6.1\n")
    program(tmp_path / ".venv" / "bin" / "python", f'exec {sys.executable} "$@"')
    paths = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "TOOLS": tmp_path / ".tools"}
    paths |= {"LOCK": lock, "STAMP": tmp_path / ".venv" / "installed-lock"}
    for name, path in paths.items():
        monkeypatch.setattr(bootstrap, name, path)
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    run: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run", lambda words: run.append([str(word) for word in words]))
    return run


@pytest.fixture
def only_these_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "bin"


def test_python_3_8_can_read_it() -> None:
    ast.parse(SOURCE, feature_version=(3, 8))


def test_it_needs_the_standard_library_only() -> None:
    imports = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in imports for alias in node.names}
    names |= {node.module or "" for node in froms}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_runs_alone() -> None:
    check = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='bootstrap')"
    command = [sys.executable, "-I", "-S", "-c", check, bootstrap.__file__]
    assert subprocess.run(command).returncode == 0


def test_nothing_is_done_twice(clone: Path, commands: list[list[str]]) -> None:
    program(clone / ".tools" / "bin" / "uv", "exit 0")
    bootstrap.install_packages()
    bootstrap.install_packages()
    assert [command[1:3] for command in commands] == [["pip", "sync"]]
    assert "--require-hashes" in commands[0]


def test_a_changed_lock_is_installed(clone: Path, commands: list[list[str]]) -> None:
    program(clone / ".tools" / "bin" / "uv", "exit 0")
    bootstrap.install_packages()
    bootstrap.LOCK.write_text("django==6.2\n")
    bootstrap.install_packages()
    assert len(commands) == 2


def test_a_broken_environment_is_made_anew(clone: Path, commands: list[list[str]]) -> None:
    program(clone / ".tools" / "bin" / "uv", "exit 0")
    bootstrap.install_packages()
    program(clone / ".venv" / "bin" / "python", "exit 127")
    bootstrap.install_packages()
    assert [command[1] for command in commands] == ["pip", "venv", "pip"]


def test_a_shim_that_fails_is_passed_over(only_these_programs: Path) -> None:
    program(only_these_programs / "python3.14", "exit 127")
    program(only_these_programs / "python3", f'exec {sys.executable} "$@"')
    assert bootstrap.find_python() == sys.executable


def test_without_a_new_python_uv_may_fetch_one(only_these_programs: Path) -> None:
    program(only_these_programs / "python3", "exit 1")
    assert bootstrap.find_python() is None


def test_a_python_of_pyenv_is_found_without_its_shims(only_these_programs: Path) -> None:
    home = Path(os.environ["HOME"])
    program(home / ".pyenv/versions/3.13.0/bin/python", f'exec {sys.executable} "$@"')
    assert bootstrap.find_python() == sys.executable


def test_without_any_new_python_one_line_says_so(
    clone: Path, only_these_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "succeeds", lambda words: "uv" in str(words[0]))
    program(clone / ".tools" / "bin" / "uv", "exit 2")
    with pytest.raises(bootstrap.Stop, match=r"Install Python 3.12 or newer"):
        bootstrap.install_packages()


def test_what_cannot_be_installed_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "has_library", lambda name: "pango" not in name)
    monkeypatch.setattr(bootstrap, "has_font", lambda name: True)
    monkeypatch.setattr(bootstrap, "root_prefix", lambda: None)
    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Install what is missing: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    ]


def test_a_missing_font_is_said_and_does_not_stop_anybody(
    clone: Path,
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program(clone / ".tools" / "bin" / "uv", "exit 0")
    monkeypatch.setattr(bootstrap, "has_library", lambda name: True)
    monkeypatch.setattr(bootstrap, "has_font", lambda name: False)
    monkeypatch.setattr(bootstrap, "root_prefix", lambda: None)
    assert bootstrap.main([]) == 0
    assert "fonts-inter" in capsys.readouterr().err


def test_a_catalogue_is_compiled_after_its_last_change_only(
    clone: Path, commands: list[list[str]]
) -> None:
    source = clone / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    bootstrap.compile_messages()
    assert len(commands) == 1
    source.with_suffix(".mo").write_text("")
    os.utime(source, (1, 1))
    bootstrap.compile_messages()
    assert len(commands) == 1
