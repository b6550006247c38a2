"""Door mode: starting it, locking and unlocking, leaving, and the page that needs no network."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from interventions import devices
from interventions.actions.doors import LONGEST_EVENING
from interventions.door_list import TAPS
from interventions.forms.devices import DoorModeForm, UnlockForm
from interventions.models import CallIn, DoorCard
from interventions.views import Request
from partners import access_log, audience
from partners.mandates import Action, Category

FORBIDDEN = 403


@login_required
@never_cache
def start(request: Request, pk: UUID) -> HttpResponse:
    """For whoever may stand at this door: afterwards the device shows it and nothing else."""
    call_in = _door_of(request, pk)
    form = DoorModeForm(request.POST or None)
    if form.is_valid():
        doors = {call_in.pk, call_in.rehearses_id or call_in.pk}
        until = call_in.starts_at + LONGEST_EVENING
        devices.begin(request.session, pin=form.cleaned_data["pin"], doors=doors, until=until)
        access_log.note(purpose="door mode", call_in=str(call_in.pk))
        return redirect("interventions:door", pk)
    context = {"form": form, "call_in": call_in}
    return render(request, "interventions/devices/start.html", context)


@login_required
@never_cache
def unlock(request: Request, pk: UUID) -> HttpResponse:
    """The PIN again; after too many wrong ones the device is logged out."""
    if devices.of(request.session) is None:
        raise Http404
    form = UnlockForm(request.POST or None)
    if form.is_valid():
        left = devices.unlock(request, form.cleaned_data["pin"])
        if left < 0:
            return HttpResponse(status=204) if _is_by_script(request) else _to_the_door(pk)
        if not left:
            messages.error(request, _("Wrong PIN too many times. Log in again."))
            return redirect("interventions:door", pk)
        form.add_error("pin", _wrong(left))
    if _is_by_script(request):
        return _in_words(form)
    return render(request, "interventions/devices/lock.html", {"form": form, "pk": pk})


@login_required
@require_POST
def lock(request: Request, pk: UUID) -> HttpResponse:
    if devices.of(request.session) is None:
        raise Http404
    devices.lock(request.session)
    if _is_by_script(request):
        return HttpResponse(status=204)
    return redirect("interventions:door_unlock", pk)


@login_required
@require_POST
def leave(request: Request, pk: UUID) -> HttpResponse:
    """The device is nobody's any longer."""
    if devices.of(request.session) is None:
        raise Http404
    logout(request)
    return redirect("account_login")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that gives the page back without network; the same for everybody."""
    return render(request, "interventions/devices/worker.js", content_type="text/javascript")


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The door's page without anybody in it; the list comes from the device."""
    taps = [(kind.value, word) for kind, word in TAPS.items()]
    return render(request, "interventions/devices/shell.html", {"taps": taps})


def _door_of(request: Request, pk: UUID) -> CallIn:
    """A door that is open to this user: somebody is expected, and one may register."""
    call_in = get_object_or_404(CallIn.everything, pk=pk, closed_at=None)
    is_own = call_in.owner_id == request.user.agency_id
    may = audience.current().may(Action.CREATE, Category.ATTENDANCE) if is_own else True
    if not may or not DoorCard.objects.filter(call_in=call_in).exists():
        raise Http404
    return call_in


def _to_the_door(pk: UUID) -> HttpResponse:
    return redirect("interventions:door", pk)


def _wrong(left: int) -> str:
    return ngettext("Wrong PIN. %(left)s try left.", "Wrong PIN. %(left)s tries left.", left) % {
        "left": left
    }


def _in_words(form: UnlockForm) -> HttpResponse:
    words = " ".join(str(message) for errors in form.errors.values() for message in errors)
    return HttpResponse(words, status=FORBIDDEN, content_type="text/plain; charset=utf-8")


def _is_by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "door"
