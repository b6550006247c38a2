"""Sets who is looking, around the view and the rendering of its template."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation

from partners import access_log, audience


class _Undo(Exception):
    """The response is an error page: what the request wrote must not stay."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class AudienceMiddleware:
    """One request of a known user is one audience, one transaction and one log entry.

    Whoever has become nobody since the session began (the account or the agency is closed) is
    logged out.

    With ATOMIC_REQUESTS a template would be rendered after the view's transaction, outside any
    audience, and come out empty. If the log cannot be written, no response leaves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            with audience.of_user(request.user, operation=_operation(request)) as who:
                if who.agencies:
                    return self._respond(request)
        except _Undo as undo:
            return undo.response
        logout(request)
        return self.get_response(request)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            raise _Undo(response)
        if request.method == "POST" and (300 <= response.status_code < 400 or _is_part(request)):
            access_log.tell_posted()
        if response.status_code == 404:
            access_log.note(result="not found", sought=_sought(request))
        return response


class LanguageMiddleware:
    """Swedish, until somebody chooses otherwise; the choice is kept with the person or in a cookie.

    What the browser prefers is no choice: most of ours were never told.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(self._chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    def _chosen(self, request: HttpRequest) -> str:
        if request.user.is_authenticated:
            return str(request.user.language)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class SecondFactorMiddleware:
    """Where a second factor is demanded, whoever has none gets no further than to set it up."""

    OPEN = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "mfa_activate_totp",
            "set_language",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_stopped(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_stopped(self, request: HttpRequest) -> bool:
        return (
            settings.MFA_REQUIRED
            and request.user.is_authenticated
            and _operation(request) not in self.OPEN
            and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        )


def _operation(request: HttpRequest) -> str:
    """The name of the page, never its address: an address can hold what was searched for."""
    try:
        return resolve(request.path_info).view_name or "unnamed"
    except Resolver404:
        return "unknown"


def _is_part(request: HttpRequest) -> bool:
    """A part of a page was asked for by script; its answer is no redirection."""
    return request.headers.get("HX-Request") == "true"


def _sought(request: HttpRequest) -> list[str]:
    match = request.resolver_match
    return [str(value) for value in match.kwargs.values()] if match else []
