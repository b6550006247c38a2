"""Rehearsing the door of a call-in, and ending the rehearsal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions import devices
from interventions.actions import rehearsals as actions
from interventions.models import CallIn
from interventions.views import Request
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.DOOR_LIST)
def begin(request: Request, pk: UUID) -> HttpResponse:
    """What a rehearsal is; then to its door. One that is under way goes on."""
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    if request.method == "POST":
        rehearsal = actions.begin(call_in, by=request.user)
        return redirect("interventions:door", rehearsal.pk)
    context = {"call_in": call_in, "going_on": actions.under_way(call_in)}
    return render(request, "interventions/doors/rehearse.html", context)


@mandated(Action.CREATE, Category.DOOR_LIST)
@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    """Straight to the real door."""
    mine = CallIn.everything.open_and_led_by(request.user.agency_id)
    rehearsal = get_object_or_404(mine.exclude(rehearses=None), pk=pk)
    actions.end(rehearsal, by=request.user)
    if not devices.of(request.session):
        messages.success(request, _("The rehearsal is over. Nothing of it is kept in any figures."))
    return redirect("interventions:door", rehearsal.rehearses_id)
