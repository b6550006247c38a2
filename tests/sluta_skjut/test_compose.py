"""Production: who is told which secret, read off docker-compose.yml."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
# Nobody else digests what was removed, or lets anybody log in.
KEYS_OF_THE_APP = {"tombstone_key", "second_factor_key"}
ADMINISTRATION = {"db_admin_password", "db_owner_password"}


def service(name: str) -> str:
    """The lines of one service."""
    found = re.search(rf"^  {name}:\n(.*?)(?=^  \w+:$|^\w)", TEXT, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def secrets(name: str) -> set[str]:
    known = re.findall(r"^  (\w+): {file:", TEXT, re.MULTILINE)
    return {secret for secret in known if re.search(rf"\b{secret}\b", service(name))}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_processes_that_serve_people_know_the_apps_password_only(name: str) -> None:
    assert secrets(name) == {"db_app_password", "redis_url", "secret_key"} | KEYS_OF_THE_APP
    assert "environment: *app-environment" in service(name)
    assert "DB_ROLE" not in service(name)


def test_what_all_share_holds_no_password_of_the_owner() -> None:
    shared = TEXT.partition("\nservices:\n")[0]
    assert not {name for name in ADMINISTRATION | {"seal_key"} if f"/{name}" in shared}
    assert "DB_ROLE: app" in shared


def test_only_the_sealer_knows_the_key_of_the_seal() -> None:
    names = re.findall(r"^  (\w+):\n", TEXT.partition("\nservices:\n")[2], re.MULTILINE)
    assert [name for name in names if "seal_key" in service(name)] == ["sealer"]


@pytest.mark.parametrize("name", ["sealer", "roles", "migrate"])
def test_nobody_but_the_app_knows_its_keys(name: str) -> None:
    assert not secrets(name) & KEYS_OF_THE_APP
    assert "<<: *environment" in service(name)


def test_the_owner_migrates_before_web_and_worker_start() -> None:
    assert secrets("migrate") == {"db_owner_password", "redis_url", "secret_key"}
    assert 'restart: "no"' in service("migrate")
    assert "migrate: {condition: service_completed_successfully}" in service("web")
    assert "depends_on: *after-migration" in service("worker")


@pytest.mark.parametrize("name", ["postgres", "valkey"])
def test_servers_are_out_of_reach_from_outside(name: str) -> None:
    assert "networks: [inside]" in service(name)
    assert "ports:" not in service(name)
    assert re.search(r"^  inside:\n    internal: true", TEXT, re.MULTILINE)
