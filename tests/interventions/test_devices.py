"""Door mode: one door and nothing else, a PIN after two idle minutes, all evening long."""

from collections.abc import Callable
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from interventions import devices
from interventions.actions import rehearsals
from interventions.models import Attendance
from tests.cast import Cast
from tests.evening import Evening

SCRIPT = {"X-Requested-With": "door"}
PIN = "4711"
LOCKED = 423
Later = Callable[[timedelta], object]


@pytest.fixture
def evening(cast: Cast) -> Evening:
    evening = Evening.at(people=2)
    evening.give_duty("hugo")
    return evening


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """The devices' own clock goes on; nobody has touched anything meanwhile."""
    clock = mock.Mock(wraps=devices.time)
    passed = [0.0]
    clock.time = lambda: devices_time() + passed[0]
    devices_time = devices.time.time
    monkeypatch.setattr(devices, "time", clock)

    def go_on(by: timedelta) -> None:
        passed[0] += by.total_seconds()

    return go_on


def door(evening: Evening, rest: str = "") -> str:
    return f"/call-in/{evening.call_in_id}/dorren/{rest}"


def start(client: Client, evening: Evening, pin: str = PIN, again: str = PIN) -> int:
    return client.post(door(evening, "lage/"), {"pin": pin, "again": again}).status_code


def tap(client: Client, evening: Evening, number: int = 0, **sent: object) -> int:
    path = door(evening, f"{evening.card_ids[number]}/")
    body = {"kind": "arrived", "nonce": str(uuid4())} | sent
    return client.post(path, body, headers=SCRIPT).status_code


@pytest.mark.parametrize("name", ["greta", "bosse", "hugo"])
def test_a_device_in_door_mode_shows_the_door_and_nothing_else(
    cast: Cast, evening: Evening, name: str
) -> None:
    other = Evening.at(people=1)
    client = cast.client(name)
    assert start(client, evening) == 302
    assert client.get(door(evening)).status_code == 200
    assert tap(client, evening) == 204
    for path in ("/", "/personer/", "/call-in/", f"/call-in/{evening.call_in_id}/", door(other)):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/konto/logga-in/")
    assert "Avsluta dörrläget" not in client.get("/konto/logga-in/").text


def test_the_door_lasts_longer_than_an_ordinary_login(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    assert client.session.get_expiry_age() <= 3600
    start(client, evening)
    until = timezone.now() + timedelta(hours=11)
    assert client.session.get_expiry_date() > until


def test_after_two_idle_minutes_it_asks_for_the_pin(
    cast: Cast, evening: Evening, later: Later
) -> None:
    client = cast.client("bosse")
    start(client, evening)
    later(timedelta(minutes=3))
    assert client.get(door(evening, "nytt/"), headers=SCRIPT).status_code == LOCKED
    assert client.get(door(evening)).url == door(evening, "las-upp/")
    asked = client.get(door(evening, "las-upp/"))
    assert "Ali Berg" not in asked.text
    assert client.post(door(evening, "las-upp/"), {"pin": "0000"}).status_code == 200
    assert client.post(door(evening, "las-upp/"), {"pin": PIN}).url == door(evening)
    assert client.get(door(evening)).status_code == 200


def test_what_was_tapped_before_it_locked_is_handed_in_while_it_is_locked(
    cast: Cast, evening: Evening
) -> None:
    client = cast.client("bosse")
    start(client, evening)
    client.post(door(evening, "las/"), headers=SCRIPT)
    assert tap(client, evening) == LOCKED
    assert tap(client, evening, ago=5 * 60_000) == 204
    with evening.looking("greta"):
        assert Attendance.objects.count() == 1


def test_asking_for_news_keeps_nothing_open_unless_somebody_touches(
    cast: Cast, evening: Evening, later: Later
) -> None:
    client, news = cast.client("bosse"), door(evening, "nytt/")
    start(client, evening)
    for touched, status in ((True, 200), (True, 200), (False, 200), (False, LOCKED)):
        later(timedelta(seconds=100))
        headers = SCRIPT | ({"X-Door-Touched": "1"} if touched else {})
        assert client.get(news, headers=headers).status_code == status


def test_five_wrong_pins_log_the_device_out(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    start(client, evening)
    client.post(door(evening, "las/"))
    answers = [
        client.post(door(evening, "las-upp/"), {"pin": "0000"}, headers=SCRIPT) for _try in range(5)
    ]
    assert [answer.status_code for answer in answers] == [403] * 4 + [302]
    assert "4 försök kvar" in answers[0].content.decode()
    assert client.get(door(evening)).url.startswith("/konto/logga-in/")


@pytest.mark.parametrize(
    ("pin", "again"),
    [("123", "123"), ("4711", "4712"), ("abcd", "abcd"), ("1111", "1111"), ("", "")],
)
def test_a_pin_is_four_digits_the_same_twice(
    cast: Cast, evening: Evening, pin: str, again: str
) -> None:
    client = cast.client("bosse")
    answer = client.post(door(evening, "lage/"), {"pin": pin, "again": again})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert client.get("/").status_code == 200


def test_the_pin_is_kept_as_a_digest_alone(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    start(client, evening)
    assert PIN not in str(dict(client.session))


@pytest.mark.parametrize("name", ["anna", "cilla", "david", "mona", "inga", "jonas", "karin"])
def test_there_is_no_door_mode_for_those_without_the_door(
    cast: Cast, evening: Evening, name: str
) -> None:
    client = cast.client(name)
    for path in ("lage/", "las/", "las-upp/", "lamna/"):
        assert client.post(door(evening, path), {"pin": PIN, "again": PIN}).status_code == 404


@pytest.mark.parametrize("name", ["bosse", "hugo"])
def test_after_closing_two_hours_remain_to_hand_in(cast: Cast, evening: Evening, name: str) -> None:
    client = cast.client(name)
    start(client, evening)
    client.get(door(evening))
    evening.close()
    answer = client.get(door(evening))
    assert answer.status_code == 410
    assert "Ali Berg" not in answer.text
    assert client.session.get_expiry_date() < timezone.now() + timedelta(hours=2, minutes=1)
    assert tap(client, evening, ago=2 * 60_000) in {204, 410}


def test_leaving_is_logging_out_and_logging_in_is_leaving(cast: Cast, evening: Evening) -> None:
    client = cast.client("bosse")
    start(client, evening)
    client.force_login(cast.bosse, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").status_code == 200
    start(client, evening)
    assert client.post(door(evening, "lamna/")).status_code == 302
    assert client.get(door(evening)).url.startswith("/konto/logga-in/")


def test_the_coordinator_closes_the_list_in_door_mode(cast: Cast, evening: Evening) -> None:
    client = cast.client("greta")
    start(client, evening)
    client.get(door(evening))
    answer = client.post(door(evening, "stang/"))
    assert answer.url == door(evening)
    assert client.get(door(evening)).status_code == 410


def test_from_the_rehearsal_it_is_one_step_to_the_real_list(cast: Cast, evening: Evening) -> None:
    with evening.looking("greta"):
        rehearsal = rehearsals.begin(evening.call_in(), by=cast.greta)
    client = cast.client("bosse")
    sent = {"pin": PIN, "again": PIN}
    path = f"/call-in/{rehearsal.pk}/dorren/"
    assert client.post(f"{path}lage/", sent).status_code == 302
    page = client.get(path).text
    assert "Adam Övning" in page
    assert "Ali Berg" not in page
    assert f'href="{door(evening)}"' in page
    assert "Ali Berg" in client.get(door(evening)).text


def test_the_page_without_network_is_the_same_for_everybody(cast: Cast, evening: Evening) -> None:
    known, stranger = cast.client("greta"), Client()
    pages = [client.get("/call-in/utan-nat/") for client in (known, stranger)]
    assert [page.status_code for page in pages] == [200, 200]
    for page in pages:
        assert "Greta" not in page.text
        assert str(evening.call_in_id) not in page.text
    script = stranger.get("/call-in/dorrvakt.js")
    assert script["Content-Type"].startswith("text/javascript")
