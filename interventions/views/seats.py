"""The seat plan of a call-in."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions import seats as actions
from interventions.forms.seats import SeatsForm
from interventions.models import CallIn
from interventions.views import Request
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CHANGE, Category.DOOR_LIST)
def arrange(request: Request, pk: UUID) -> HttpResponse:
    """Everybody expected, each with a seat and a colleague behind it."""
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    form = SeatsForm(request.POST or None, call_in=call_in)
    if form.is_valid():
        try:
            actions.arrange(call_in, places=form.places(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The seats are saved."))
            return redirect("interventions:callin", pk)
    return render(request, "interventions/doors/seats.html", {"form": form, "call_in": call_in})
