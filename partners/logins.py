"""Logins, logouts, refused logins and changes of the second factor are in the access log."""

import hmac
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from django.conf import settings
from django.contrib.auth import signals as auth_signals
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from partners import access_log
from partners.models import User


@receiver(auth_signals.user_logged_in)
def log_login(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _write(request, user, "login")


@receiver(auth_signals.user_logged_out)
def log_logout(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _write(request, user, "logout")


@receiver(auth_signals.user_login_failed)
def log_refused_login(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """What was typed is not kept, only a keyed print of it: it may be somebody's password."""
    typed = str(credentials.get("email") or "").lower()
    print_ = hmac.new(settings.SECRET_KEY.encode(), typed.encode(), "sha256").hexdigest()
    user = User.objects.filter(email=typed).first()
    _write(request, user, "login", result="refused", typed=print_)


@receiver(mfa_signals.authentication_failed)
def log_refused_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _write(request, user, "second factor", result="refused")


@receiver(mfa_signals.authenticator_added)
@receiver(mfa_signals.authenticator_removed)
@receiver(mfa_signals.authenticator_reset)
def log_second_factor(
    signal: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    names = {
        mfa_signals.authenticator_added: "added",
        mfa_signals.authenticator_removed: "removed",
        mfa_signals.authenticator_reset: "renewed",
    }
    _write(request, user, f"second factor {names[signal]}", type=authenticator.type)


@receiver(account_signals.password_set)
@receiver(account_signals.password_changed)
@receiver(account_signals.password_reset)
def log_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _write(request, user, "password changed")


def _write(
    request: HttpRequest | None,
    user: User | None,
    operation: str,
    *,
    result: str = "ok",
    **detail: Any,
) -> None:
    """On the account of the agency whose user it is about; nobody's, when there is no such user."""
    access_log.write_apart(
        owner_id=user.agency_id if user else None,
        user_id=user.pk if user else None,
        operation=operation,
        result=result,
        address=_address(request),
        **detail,
    )


def _address(request: HttpRequest | None) -> str:
    """Where the visitor came from, as the proxy in front tells; empty for a command."""
    try:
        return get_adapter().get_client_ip(request) if request else ""
    except PermissionDenied:
        return ""
