"""Sessions: work keeps one alive, asking for news does not, and a day is the longest."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.sessions import BEGAN, SELDOM, WORKED
from tests.cast import Cast

BY_SCRIPT = ({"HX-Request": "true"}, {"X-Requested-With": "door"})
LIMIT = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def idle(client: Client, minutes: int) -> Session:
    """The session as it is after so long without work."""
    session, seconds = client.session, minutes * 60
    session[BEGAN], session[WORKED] = session[BEGAN] - seconds, session[WORKED] - seconds
    session.save()
    row = Session.objects.get(pk=session.session_key)
    row.expire_date -= timedelta(minutes=minutes)
    row.save()
    return row


def is_prolonged(client: Client) -> bool:
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    return timezone.now() + LIMIT - ends < timedelta(minutes=1)


def test_a_page_gone_to_keeps_the_session_alive(cast: Cast) -> None:
    client = cast.client("greta")
    for _half_hour in range(4):
        idle(client, 30)
        assert client.get("/").status_code == 200
        assert is_prolonged(client)


@pytest.mark.parametrize("headers", BY_SCRIPT)
def test_something_sent_keeps_it_alive_also_by_script(cast: Cast, headers: dict[str, str]) -> None:
    client = cast.client("greta")
    idle(client, 30)
    client.post(reverse("set_language"), {"language": "sv"}, headers=headers)
    assert is_prolonged(client)


@pytest.mark.parametrize("headers", BY_SCRIPT)
def test_a_screen_that_asks_by_itself_does_not(cast: Cast, headers: dict[str, str]) -> None:
    client = cast.client("greta")
    idle(client, 30)
    for _second in range(3):
        assert client.get("/call-in/", headers=headers).status_code == 200
    assert not is_prolonged(client)
    idle(client, 61)
    assert client.get("/", headers=headers).status_code == 302


def test_nobody_is_logged_in_longer_than_a_day_of_work(cast: Cast) -> None:
    client = cast.client("greta")
    key = client.session.session_key
    session = client.session
    session[BEGAN] = int(time.time() - settings.SESSION_LONGEST.total_seconds()) + 60
    session.save()
    assert client.get("/").status_code == 200
    session = client.session
    session[BEGAN] -= 60
    session.save()
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert not Session.objects.filter(pk=key).exists()


def test_a_session_from_before_has_its_day_from_now(cast: Cast) -> None:
    client = cast.client("greta")
    session = client.session
    del session[BEGAN], session[WORKED]
    session.save()
    assert client.get("/").status_code == 200
    assert time.time() - client.session[BEGAN] < 60


def test_the_session_is_written_seldom(cast: Cast) -> None:
    client = cast.client("greta")

    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/insyn/")
        return sum('UPDATE "django_session"' in query["sql"] for query in queries)

    assert writes() == 0
    idle(client, SELDOM // 60 + 1)
    assert [writes(), writes()] == [1, 0]
