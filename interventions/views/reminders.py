"""Reminders: planned and cancelled; sending is a job."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import reminders as actions
from interventions.forms.reminders import ReminderForm
from interventions.models import Reminder, Summons
from interventions.reminders import gateways
from interventions.reminders.wording import wording
from interventions.views import Request
from interventions.views.refusals import done
from interventions.views.summonses import opened
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.CANDIDATES)
def plan(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    if not gateways.is_on():
        raise Http404
    call_in = summons.candidate.call_in
    form = ReminderForm(request.POST or None, call_in=call_in)
    if form.is_valid() and done(form, lambda: _plan(request, summons, form)):
        messages.success(request, _("The reminder is planned."))
        return redirect(summons)
    context = {
        "form": form,
        "summons": summons,
        "wording": wording(call_in.starts_at),
        "readers": explain.readers(Category.CANDIDATES),
    }
    return render(request, "interventions/reminders/form.html", context)


@mandated(Action.CREATE, Category.CANDIDATES)
@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponse:
    rows = Reminder.objects.select_related("summons__candidate__individual")
    reminder = get_object_or_404(rows, pk=pk)
    try:
        actions.cancel(reminder, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(reminder.summons)


def _plan(request: Request, summons: Summons, form: ReminderForm) -> None:
    told = form.cleaned_data
    actions.plan(summons, due_at=told["at"], channel=told["channel"], by=request.user)
