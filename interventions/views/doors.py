"""The door: the screen, its taps, who has duty, and closing the list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.views.ownership import is_own
from interventions import devices
from interventions.actions import doors as actions
from interventions.actions import rehearsals
from interventions.arrivals import Kind
from interventions.door_list import TAPS, DoorList, version
from interventions.forms.doors import AnnulForm, CloseForm, DutyForm, TapForm
from interventions.models import CallIn, DoorCard
from interventions.views import Request
from interventions.views.partings import remember, told_when_over
from partners import audience
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.models import Grant, User

NEWS = "interventions/doors/door.html#news"


@login_required
@never_cache
@require_safe
@told_when_over
def door(request: Request, pk: UUID) -> HttpResponse:
    """The list itself; once it is closed there is no door."""
    call_in = get_object_or_404(CallIn.everything, pk=pk)
    if call_in.is_closed and devices.of(request.session):
        raise Http404
    if call_in.is_closed and is_own(call_in):
        messages.info(request, _("The list is closed. This is how it stands."))
        return redirect("interventions:callin", pk)
    context = _list(call_in)
    if not is_own(call_in) or devices.of(request.session):
        remember(request, pk)
    return render(request, "interventions/doors/door.html", context | _device(request, call_in))


def _device(request: Request, call_in: CallIn) -> dict[str, Any]:
    """What the page needs to keep the list on the device, and to lock it."""
    return {
        "device": devices.of(request.session),
        "taps": [(kind.value, word) for kind, word in TAPS.items()],
        "until": call_in.starts_at + actions.LONGEST_EVENING,
        "rehearsal": rehearsals.under_way(call_in) if not call_in.is_rehearsal else None,
    }


@login_required
@never_cache
@require_safe
@told_when_over
def news(request: Request, pk: UUID) -> HttpResponse:
    """204 while the list is as the screen knows it: then nothing is loaded and nothing logged."""
    known = request.GET.get("known", "")
    if version(pk).is_known_as(known):
        return HttpResponse(status=204)
    return render(request, NEWS, _list(get_object_or_404(CallIn.everything, pk=pk), known))


@login_required
@require_POST
@told_when_over
def tap(request: Request, pk: UUID, card: UUID) -> HttpResponse:
    form = TapForm(request.POST)
    return _register(request, pk, card, form, actions.register)


@login_required
@require_POST
@told_when_over
def annul(request: Request, pk: UUID, card: UUID, event: UUID) -> HttpResponse:
    form = AnnulForm(request.POST)
    return _register(request, pk, card, form, actions.annul, event=event)


def _register(
    request: Request,
    pk: UUID,
    card: UUID,
    form: TapForm | AnnulForm,
    action: Callable[..., None],
    **more: Any,
) -> HttpResponse:
    """Saved, and nothing read: the screen asks for news. Without script, back to the list."""
    owner = _owner_of_door(pk)
    if owner is None and not form.is_valid():
        raise Http404
    row = DoorCard(pk=card, call_in_id=pk)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        sent = form.cleaned_data | more
        device = devices.of(request.session)
        if device and device.is_locked and sent["at"] > device.locked_at:
            return HttpResponse(status=devices.LOCKED)
        if owner is None:
            _hand_in(row, by=request.user, **sent)
        else:
            row.owner_id = owner
            action(row, by=request.user, **sent)
    except ValidationError as refusal:
        return _refused(request, row, " ".join(refusal.messages))
    except ObjectDoesNotExist:
        raise Http404 from None
    return HttpResponse(status=204) if _is_by_script(request) else redirect(_place(row))


def _refused(request: Request, row: DoorCard, words: str) -> HttpResponse:
    if _is_by_script(request):
        return HttpResponse(words, status=409, content_type="text/plain; charset=utf-8")
    messages.error(request, words)
    return redirect(_place(row))


def _owner_of_door(pk: UUID) -> int | None:
    """Whose events one registers: the own agency's, or theirs who gave the duty; None without."""
    me = audience.current()
    if me.may(Action.CREATE, Category.ATTENDANCE):
        return me.agency_id
    held = Grant.objects.filter(codename=actions.DUTY, object_pk=str(pk), user=me.user_id)
    duty = held.first()
    return duty.owner_id if duty else None


def _hand_in(row: DoorCard, *, event: UUID | None = None, **sent: Any) -> None:
    """A duty that has just ended: what was tapped while it lasted still counts."""
    if event is not None:
        sent |= {"kind": Kind.ANNULLED, "annuls": event}
    actions.hand_in(row, **sent)


def _list(call_in: CallIn, known: str = "") -> dict[str, Any]:
    """For whoever may register, and has somebody to expect or leads the call-in."""
    may_register = audience.current().may(Action.CREATE, Category.ATTENDANCE)
    if call_in.is_closed or (is_own(call_in) and not may_register):
        raise Http404
    found = DoorList(call_in, timezone.now())
    if not found.cards and not is_own(call_in):
        raise Http404
    return {
        "call_in": call_in,
        "door": found,
        "cards": found.changed_since(known),
        "may_close": is_own(call_in) and audience.current().may(Action.CREATE, Category.DOOR_LIST),
    }


def _is_by_script(request: Request) -> bool:
    return request.headers.get("X-Requested-With") == "door"


def _place(row: DoorCard) -> str:
    return reverse("interventions:door", args=[row.call_in_id]) + f"#card-{row.pk}"


@mandated(Action.CREATE, Category.DOOR_LIST)
def give_duty(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    form = DutyForm(request.POST or None, call_in=call_in)
    if form.is_valid():
        to = form.cleaned_data["user"]
        with_names = form.cleaned_data["with_names"]
        try:
            actions.give_duty(call_in, to=to, with_names=with_names, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(name)s has door duty.") % {"name": to.name})
            return redirect("interventions:callin", pk)
    return render(request, "interventions/doors/duty.html", {"form": form, "call_in": call_in})


@mandated(Action.CREATE, Category.DOOR_LIST)
@require_POST
def end_duty(request: Request, pk: UUID, user: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    of = get_object_or_404(User, pk=user)
    if not actions.end_duty(call_in, of=of, by=request.user):
        raise Http404
    messages.success(request, _("The door duty of %(name)s has ended.") % {"name": of.name})
    return redirect("interventions:callin", pk)


def _after_closing(request: Request) -> str:
    """A device in door mode knows no other page than the door's."""
    return "interventions:door" if devices.of(request.session) else "interventions:callin"


@mandated(Action.CREATE, Category.DOOR_LIST)
def close(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    found = DoorList(call_in, timezone.now())
    contradictory = found.contradictory
    form = CloseForm(
        request.POST if request.method == "POST" else None, has_contradictions=bool(contradictory)
    )
    if form.is_valid():
        try:
            actions.close(call_in, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            told = _("The list is closed. The figures that may be told are published.")
            messages.success(request, told)
            return redirect(_after_closing(request), pk)
    is_early = call_in.starts_at > timezone.now()
    context = {"form": form, "call_in": call_in, "door": found, "is_early": is_early}
    return render(request, "interventions/doors/close.html", context)


@mandated(Action.CREATE, Category.DOOR_LIST)
@require_POST
def settle(request: Request, pk: UUID) -> HttpResponse:
    """Outcomes and figures once more, with what devices handed in after the list was closed."""
    led = CallIn.objects.filter(owner=request.user.agency_id).exclude(closed_at=None)
    call_in = get_object_or_404(led, pk=pk)
    try:
        actions.settle(call_in, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Outcomes and figures now hold what was handed in afterwards."))
    return redirect("interventions:callin", pk)
