"""Who may open a view: the mandate decides, and whoever may not is told that there is no page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from partners import audience
from partners.mandates import Action, Category

View = Callable[..., HttpResponse]


def mandated(action: Action, category: Category) -> Callable[[View], View]:
    """Open only to those whose mandate knows the action; for everybody else there is no page.

    The database refuses anyway. This keeps a form from being shown that could never be saved.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not audience.current().may(action, category):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
