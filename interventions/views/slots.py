"""The run sheet of a call-in, its slots, and a speaker's own slot."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form, ModelForm
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.views.ownership import is_own
from interventions import run_sheet_papers
from interventions.actions import slots as actions
from interventions.forms.slots import SlotForm, TimesForm
from interventions.models import CallIn, Slot
from interventions.run_sheets import RunSheet
from interventions.views import Request
from interventions.views.attachments import attached
from partners import access_log, audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by

Act = Callable[[], Any]


@mandated(Action.READ, Category.SPEAKING_SLOTS)
def run_sheet(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.select_related("owner"), pk=pk)
    sheet = RunSheet(call_in, is_own=is_own(call_in))
    context = {"call_in": call_in, "sheet": sheet, "why": explain.why(*sheet.slots)}
    return render(request, "interventions/slots/run_sheet.html", context)


@mandated(Action.READ, Category.SPEAKING_SLOTS)
def paper(request: Request, pk: UUID) -> HttpResponse:
    """For one agency that speaks, what that agency may read; without `for`, for our own."""
    call_in = get_object_or_404(CallIn.objects.own().select_related("owner"), pk=pk)
    sheet = RunSheet(call_in, is_own=True)
    recipient = sheet.recipient(request.GET.get("for", ""))
    if recipient is None:
        raise Http404
    access_log.note(purpose="print", call_in=str(pk), recipient=recipient.pk)
    content = run_sheet_papers.pdf(call_in, recipient=recipient, by=request.user)
    name = f"korschema-{timezone.localdate(call_in.starts_at):%Y-%m-%d}.pdf"
    return attached(content, name)


@require_POST
@mandated(Action.CREATE, Category.SPEAKING_SLOTS)
def lay_out(request: Request, pk: UUID) -> HttpResponse:
    call_in = _own_call_in(request, pk)
    _try(request, lambda: actions.lay_out(call_in, by=request.user))
    return redirect("interventions:run_sheet", pk)


@mandated(Action.CREATE, Category.SPEAKING_SLOTS)
def new(request: Request, pk: UUID) -> HttpResponse:
    call_in = _own_call_in(request, pk)
    form = SlotForm(request.POST or None, call_in=call_in)
    if form.is_valid() and _kept(
        form, lambda: actions.add(call_in, by=request.user, **form.matters())
    ):
        messages.success(request, _("The slot is last on the run sheet."))
        return redirect("interventions:run_sheet", pk)
    readers = explain.readers(Category.SPEAKING_SLOTS)
    context = {"form": form, "call_in": call_in, "readers": readers}
    return render(request, "interventions/slots/form.html", context)


@mandated(Action.READ, Category.SPEAKING_SLOTS)
def slot(request: Request, pk: UUID) -> HttpResponse:
    """All that a speaker needs stands on the slot; the call-in is for those who may read it."""
    found = get_object_or_404(Slot.objects.select_related("owner", "speaker_agency"), pk=pk)
    context = {
        "slot": found,
        "call_in": CallIn.objects.filter(pk=found.call_in_id).first(),
        "why": explain.why(found),
        "may_plan": _planned_by_me().filter(pk=pk).exists(),
    }
    return render(request, "interventions/slots/record.html", context)


@mandated(Action.CHANGE, Category.SPEAKING_SLOTS)
def change(request: Request, pk: UUID) -> HttpResponse:
    found = _planned(pk)
    form = SlotForm(request.POST or None, instance=found, call_in=found.call_in)
    if form.is_valid() and _kept(
        form, lambda: actions.change(found, by=request.user, **form.matters())
    ):
        messages.success(request, _("The slot is changed."))
        return _back_to_the_run_sheet(found)
    readers = explain.readers(Category.SPEAKING_SLOTS, row=found)
    context = {"form": form, "slot": found, "call_in": found.call_in, "readers": readers}
    return render(request, "interventions/slots/form.html", context)


@require_POST
@mandated(Action.CHANGE, Category.SPEAKING_SLOTS)
def shift(request: Request, pk: UUID) -> HttpResponse:
    found = _planned(pk)
    earlier = request.POST.get("way") == "earlier"
    _try(request, lambda: actions.shift(found, by=request.user, earlier=earlier))
    return _back_to_the_run_sheet(found)


@mandated(Action.ERASE, Category.SPEAKING_SLOTS)
def remove(request: Request, pk: UUID) -> HttpResponse:
    found = _planned(pk)
    if request.method == "POST":
        if _try(request, lambda: actions.remove(found, by=request.user)):
            messages.success(request, _("The slot is taken off the run sheet."))
        return redirect("interventions:run_sheet", found.call_in_id)
    return render(request, "interventions/slots/remove.html", {"slot": found})


@require_POST
@mandated(Action.CHANGE, Category.SPEAKING_SLOTS)
def now(request: Request, pk: UUID) -> HttpResponse:
    """It begins or ends at this moment, by the button that was pressed."""
    found = _led(pk)
    act = actions.end if request.POST.get("kind") == "end" else actions.begin
    _try(request, lambda: act(found, by=request.user))
    return _back_to_the_run_sheet(found)


@mandated(Action.CHANGE, Category.SPEAKING_SLOTS)
def times(request: Request, pk: UUID) -> HttpResponse:
    found = _led(pk)
    form = TimesForm(request.POST or None, slot=found)
    if form.is_valid() and _kept(
        form, lambda: actions.take_times(found, by=request.user, **form.moments())
    ):
        messages.success(request, _("The times are saved."))
        return _back_to_the_run_sheet(found)
    return render(request, "interventions/slots/times.html", {"form": form, "slot": found})


def _own_call_in(request: Request, pk: UUID) -> CallIn:
    return get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)


def _planned(pk: UUID) -> Slot:
    own = _planned_by_me().select_related("call_in", "speaker_agency")
    return get_object_or_404(own, pk=pk)


def _planned_by_me() -> QuerySet[Slot]:
    """What there are buttons for."""
    may = audience.current().may(Action.CHANGE, Category.SPEAKING_SLOTS)
    return Slot.objects.changeable() if may else Slot.objects.none()


def _led(pk: UUID) -> Slot:
    own = Slot.objects.own().select_related("call_in")
    return get_object_or_404(own, pk=pk)


def _kept(form: Form | ModelForm, act: Act) -> bool:
    """True when it was done; otherwise the form says why not, and nothing was."""
    with told_by(form):
        act()
    return not form.errors


def _try(request: Request, act: Act) -> bool:
    """True when it was done; otherwise the next page says why not, and nothing was."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    return True


def _back_to_the_run_sheet(slot: Slot) -> HttpResponseRedirect:
    return redirect("interventions:run_sheet", slot.call_in_id)
