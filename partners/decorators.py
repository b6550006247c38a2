"""Who may open a view: the mandate decides, and whoever may not is told that there is no page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from partners import audience
from partners.mandates import Action, Category, Role

View = Callable[..., HttpResponse]


def mandated(action: Action, category: Category) -> Callable[[View], View]:
    """Open only to those whose mandate knows the action; for everybody else there is no page.

    The database refuses anyway. This keeps a form from being shown that could never be saved.
    """
    return _only_if(lambda: audience.current().may(action, category))


def owning(*categories: Category) -> Callable[[View], View]:
    """Open only to those whose agency owns such rows: a page that sums them up or draws them."""
    return _only_if(lambda: all(audience.current().owns(one) for one in categories))


def administered(view: View) -> View:
    """Open only to administrators, who see the users of the own agency and no case."""
    return _only_if(lambda: Role.ADMINISTRATOR in audience.current().roles)(view)


def _only_if(is_open: Callable[[], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_open():
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
