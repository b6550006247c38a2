"""What stands around every request of the shell."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from sluta_skjut.views.health import health

HEALTH_PATH = "/healthz"


class HealthMiddleware:
    """The health page is answered before anything asks for a host, a session or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The health page, or what the rest of the site answers."""
        return health(request) if request.path == HEALTH_PATH else self.get_response(request)


class NotFoundMiddleware:
    """With DEBUG Django explains a missing page by listing every address; the town does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return page_not_found(request, Http404()) if response.status_code == 404 else response
