"""What stands around every request of the shell."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sluta_skjut.views.health import health

HEALTH_PATH = "/healthz"


class HealthMiddleware:
    """The health page is answered before anything asks for a host, a session or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The health page, or what the rest of the site answers."""
        return health(request) if request.path == HEALTH_PATH else self.get_response(request)
