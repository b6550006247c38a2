"""A session lives while somebody works with it, and never longer than a working day."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

BEGAN, WORKED = "began", "worked"
# A session is written at most this often, in seconds; so much less it may live after the last work.
SELDOM = 300


class WorkingSessionMiddleware:
    """Work moves the end of the session; nothing moves its end past the longest day.

    docs/decisions/0015-a-session-follows-work.md
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if _is_over(request.session):
                logout(request)
            elif _is_work(request):
                _move(request.session)
        return self.get_response(request)


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: Any) -> None:
    """A new login is a new day, also in a browser that was logged in before."""
    request.session[BEGAN] = request.session[WORKED] = int(time.time())


def _is_over(session: SessionBase) -> bool:
    age = time.time() - session.setdefault(BEGAN, int(time.time()))
    return bool(age >= settings.SESSION_LONGEST.total_seconds())


def _is_work(request: HttpRequest) -> bool:
    """A page gone to, or something sent: a screen that asks for news by itself does not work."""
    is_by_script = "HX-Request" in request.headers or "X-Requested-With" in request.headers
    return request.method not in {"GET", "HEAD"} or not is_by_script


def _move(session: SessionBase) -> None:
    """Saved, and with it the moment it ends."""
    now = int(time.time())
    if now - session.get(WORKED, 0) >= SELDOM:
        session[WORKED] = now
