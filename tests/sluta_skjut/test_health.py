"""The health page: which part works, at once, and nothing else."""

import socket
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from sluta_skjut import heartbeat

WELL = {"database": "ok", "broker": "ok", "worker": "ok"}


@pytest.fixture(autouse=True)
def key(django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A heartbeat of this test's own; no test here may touch Django's connection."""
    name = f"heartbeat-{uuid4().hex}"
    monkeypatch.setattr(heartbeat, "KEY", name)
    heartbeat.broker.cache_clear()
    yield name
    heartbeat.broker.cache_clear()


@pytest.fixture
def beating(key: str) -> None:
    heartbeat.Heartbeat(None).beat()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where somebody accepts and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.usefixtures("beating")
def test_all_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, WELL)
    assert "no-store" in response["Cache-Control"]


def test_a_worker_without_a_heartbeat_is_down(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"worker": "down"})


def test_a_heartbeat_that_stops_is_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "SECONDS_WITHOUT_BEAT", 1)
    heartbeat.Heartbeat(None).beat()
    assert client.get("/healthz").status_code == 200
    time.sleep(1.1)
    assert client.get("/healthz").json() == WELL | {"worker": "down"}


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize("place", [{"HOST": "/nowhere"}, {"PASSWORD": "guess"}])
def test_a_database_that_refuses_is_down(
    client: Client, monkeypatch: pytest.MonkeyPatch, place: dict[str, str]
) -> None:
    for name, value in place.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"database": "down"})


@pytest.mark.usefixtures("beating")
def test_a_database_that_hangs_does_not_hang_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, silent_port: int
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(silent_port))
    start = time.monotonic()
    assert client.get("/healthz").json() == WELL | {"database": "down"}
    assert time.monotonic() - start < 3


def test_without_a_broker_nobody_knows_about_the_worker(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    heartbeat.broker.cache_clear()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "down", "worker": "unknown"}


def test_a_broker_that_hangs_does_not_hang_the_page(
    client: Client, settings: Settings, silent_port: int
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{silent_port}/0"
    heartbeat.broker.cache_clear()
    start = time.monotonic()
    assert client.get("/healthz").json()["broker"] == "down"
    assert time.monotonic() - start < 3


def test_a_beat_without_a_broker_does_not_stop_the_worker(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    heartbeat.broker.cache_clear()
    heartbeat.Heartbeat(None).beat()


@pytest.mark.usefixtures("beating")
def test_it_asks_for_no_session_no_host_and_no_encryption(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405
