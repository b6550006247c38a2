"""Attributions: added on the page of the incident, and withdrawn with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.attributions import AttributionForm, WithdrawalForm
from cases.models import Attribution, Incident
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.INCIDENT_REVIEW)
def new(request: Request, pk: UUID) -> HttpResponse:
    incident = own_or_404(get_object_or_404(Incident, pk=pk), request)
    form = AttributionForm(posted(request))
    if form.is_valid() and form.attribute(incident, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(incident)
    readers = explain.readers(Category.INCIDENT_REVIEW)
    context = {"form": form, "incident": incident, "readers": readers}
    return render(request, "cases/incidents/attribution.html", context)


@mandated(Action.CHANGE, Category.INCIDENT_REVIEW)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    found = Attribution.objects.select_related("incident", "group")
    attribution = own_or_404(get_object_or_404(found, pk=pk), request)
    if attribution.is_withdrawn:
        raise Http404
    form = WithdrawalForm(posted(request))
    if form.is_valid() and form.withdraw(attribution, by=request.user):
        messages.success(request, _("The attribution is withdrawn."))
        return redirect(attribution.incident)
    context = {"form": form, "attribution": attribution, "incident": attribution.incident}
    return render(request, "cases/incidents/withdraw.html", context)
