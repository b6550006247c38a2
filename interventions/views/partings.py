"""When a door duty is over: whoever stood there is told; for others there never was a door."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interventions import devices
from interventions.actions.doors import DUTY
from interventions.models import CallIn
from interventions.views import Request
from partners import access_log, audience
from partners.models import Grant

View = Callable[..., HttpResponse]
# The doors that this session has stood at on duty: ids, which say nothing that it was not told.
DOORS = "doors"
GONE = 410


def remember(request: Request, call_in_id: UUID) -> None:
    """Whoever sees the door now will be told when it is over, in this session."""
    doors = request.session.get(DOORS, [])
    if str(call_in_id) not in doors:
        request.session[DOORS] = [*doors, str(call_in_id)]


def told_when_over(view: View) -> View:
    """A door that has gone from somebody who stood at it is gone in words; no row is asked for."""

    @wraps(view)
    def answer(request: Request, pk: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, pk, **more)
        except Http404:
            if str(pk) not in request.session.get(DOORS, []) or _is_there(request, pk):
                raise
        access_log.note(result="not found", sought=[str(pk)])
        devices.close(request.session)
        if request.headers.get("X-Requested-With") == "door":
            words = _("Door duty is over. What you tapped last was not saved.")
            return HttpResponse(words, status=GONE, content_type="text/plain; charset=utf-8")
        context = {"device": devices.of(request.session), "pk": pk}
        return render(request, "interventions/doors/over.html", context, status=GONE)

    return answer


def _is_there(request: Request, call_in_id: UUID) -> bool:
    """The door is still somebody's: the own agency's until it is closed, or by duty."""
    if devices.of(request.session) and CallIn.everything.filter(pk=call_in_id).exists():
        return CallIn.everything.filter(pk=call_in_id, closed_at=None).exists()
    held = Grant.objects.filter(codename=DUTY, object_pk=str(call_in_id))
    return held.filter(user=audience.current().user_id).exists()
