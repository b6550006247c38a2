"""Door mode: a device that shows one door and nothing else, and locks when nobody touches it.

The session itself is narrowed; it outlasts an ordinary one, and whoever holds the device gets no
further than the door (docs/decisions/0024-a-device-at-the-door.md).
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

MODE = "door_mode"
# The addresses of a door, each with the call-in it is the door of.
OF_A_DOOR = frozenset(
    f"interventions:{name}"
    for name in (
        "door", "door_news", "door_tap", "door_annul", "door_close", "door_mode", "door_lock",
        "door_unlock", "door_leave", "rehearsal_end",
    )
)  # fmt: skip
# What a locked device may still do: be unlocked, be given up, hand in what was tapped before.
WHILE_LOCKED = frozenset(
    f"interventions:{name}"
    for name in ("door_tap", "door_annul", "door_lock", "door_unlock", "door_leave")
)
# The same for everybody, and of nobody.
FREE = frozenset({"interventions:door_worker", "interventions:door_shell"})
IDLE = timedelta(minutes=2)
# The session is written at most this often for a touch, in seconds.
SELDOM = 15
AFTER_CLOSING = timedelta(hours=2)
TRIES = 5
ROUNDS = 200_000
LOCKED = 423


@dataclass
class Device:
    """What the session of a device in door mode remembers; the PIN only as a digest."""

    doors: list[str]
    salt: str
    proof: str
    touched: int = field(default_factory=lambda: int(time.time()))
    is_over: bool = False

    @property
    def is_locked(self) -> bool:
        return time.time() - self.touched > IDLE.total_seconds() + SELDOM

    @property
    def locked_at(self) -> datetime:
        """When it locked, or would if nobody touched it any more."""
        return datetime.fromtimestamp(self.touched, timezone.get_current_timezone()) + IDLE

    @property
    def rounds(self) -> int:
        return ROUNDS


def of(session: SessionBase) -> Device | None:
    """The device, if the session is in door mode."""
    kept = session.get(MODE)
    return Device(**kept) if kept else None


def begin(session: SessionBase, *, pin: str, doors: Iterable[UUID], until: datetime) -> None:
    """From now on the session opens these doors alone, until that moment."""
    salt = get_random_string(22)
    device = Device([str(pk) for pk in doors], salt, digest(pin, salt))
    _keep(session, device)
    session.set_expiry(until)


def touch(session: SessionBase, *, always: bool = False) -> None:
    """Somebody is there."""
    device, now = of(session), int(time.time())
    if device and (always or now - device.touched >= SELDOM):
        device.touched = now
        _keep(session, device)


def lock(session: SessionBase) -> None:
    """As if nobody had touched it for long."""
    if device := of(session):
        device.touched = min(device.touched, int(time.time() - IDLE.total_seconds()) - SELDOM - 1)
        _keep(session, device)


def close(session: SessionBase) -> None:
    """The list or the duty is over: two hours remain to hand in what waits on the device."""
    device = of(session)
    if device and not device.is_over:
        device.is_over = True
        _keep(session, device)
        session.set_expiry(min(session.get_expiry_date(), timezone.now() + AFTER_CLOSING))


def unlock(request: HttpRequest, pin: str) -> int:
    """How many tries are left; -1 is: it was right. After the last the device is logged out."""
    device = of(request.session)
    assert device is not None
    tries = f"door-pin-{request.session.session_key}"
    cache.add(tries, 0, timeout=int(timedelta(hours=12).total_seconds()))
    left = TRIES - cache.incr(tries)
    if left >= 0 and hmac.compare_digest(digest(pin, device.salt), device.proof):
        cache.delete(tries)
        touch(request.session, always=True)
        return -1
    if left <= 0:
        logout(request)
    return max(left, 0)


def digest(pin: str, salt: str) -> str:
    """As the page reckons it too, when it has no network to ask."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), ROUNDS).hex()


def _keep(session: SessionBase, device: Device) -> None:
    session[MODE] = asdict(device)


@receiver(user_logged_in)
def leave(request: HttpRequest, **kwargs: object) -> None:
    """Whoever logs in has an ordinary session again."""
    if request.session.pop(MODE, None):
        request.session.set_expiry(None)


class DoorModeMiddleware:
    """In door mode everything else answers as to somebody who is not logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        device = of(request.session) if MODE in request.session else None
        if device is None or not request.user.is_authenticated:
            return self.get_response(request)
        match = _match(request)
        if match is None or match.view_name in FREE or not _leads_to(match, device):
            request.user = AnonymousUser()
        elif device.is_locked and match.view_name not in WHILE_LOCKED:
            return _locked(request, match)
        elif _is_touched(request, match):
            touch(request.session)
        return self.get_response(request)


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _leads_to(match: ResolverMatch, device: Device) -> bool:
    return match.view_name in OF_A_DOOR and str(match.kwargs.get("pk")) in device.doors


def _is_touched(request: HttpRequest, match: ResolverMatch) -> bool:
    """A screen that asks for news by itself says whether anybody has touched it."""
    if match.view_name == "interventions:door_news":
        return "X-Door-Touched" in request.headers
    return match.view_name not in WHILE_LOCKED


def _locked(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    if "X-Requested-With" in request.headers:
        words = _("The device is locked. Enter the PIN.")
        return HttpResponse(words, status=LOCKED, content_type="text/plain; charset=utf-8")
    return redirect("interventions:door_unlock", match.kwargs["pk"])
