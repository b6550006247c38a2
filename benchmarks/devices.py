"""Eight logged-in browsers that do the same thing at the same moment."""

import http.client
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.utils.crypto import get_random_string

from partners.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CSRF = get_random_string(32)


@dataclass(frozen=True)
class Form:
    """What is posted, and where to."""

    port: int
    path: str
    data: dict[str, str]


class Devices:
    """One session each. Every request opens a connection of its own, as taps minutes apart do."""

    def __init__(self, people: Sequence[User]) -> None:
        self._headers = [_headers(_session(person)) for person in people]
        self._pool = ThreadPoolExecutor(len(people))
        self._barrier = Barrier(len(people))

    def post(self, forms: Sequence[Form]) -> list[float]:
        """The milliseconds each device waited for its answer; all start at once."""
        return list(self._pool.map(self._post, forms, self._headers))

    def _post(self, form: Form, headers: dict[str, str]) -> float:
        body = urlencode(form.data)
        self._barrier.wait()
        start = perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", form.port, timeout=30)
        connection.request("POST", form.path, body, headers)
        response = connection.getresponse()
        response.read()
        taken = (perf_counter() - start) * 1000
        connection.close()
        if response.status != http.HTTPStatus.NO_CONTENT:
            raise RuntimeError(f"{form.path} answered {response.status}")
        return taken


def _session(person: User) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _headers(session: str) -> dict[str, str]:
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": CSRF,
        "X-Requested-With": "door",
    }
