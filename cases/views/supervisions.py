"""Supervisions: registered and changed on the page of the person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import supervisions
from cases.forms.supervisions import SupervisionForm
from cases.models import Individual, Supervision
from cases.views import Request
from cases.views.ownership import get_own_or_404
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.SUPERVISION)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = get_own_or_404(Individual, pk)
    form = SupervisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        supervisions.register(individual, by=request.user, **form.cleaned_data)
        return _saved(request, individual, form)
    readers = explain.readers(Category.SUPERVISION, about=individual)
    context = {"form": form, "individual": individual, "readers": readers}
    return render(request, "cases/supervisions/new.html", context)


@mandated(Action.CHANGE, Category.SUPERVISION)
def change(request: Request, pk: UUID) -> HttpResponse:
    supervision = get_own_or_404(Supervision, pk)
    individual = supervision.individual
    form = SupervisionForm.of(supervision, request.POST if request.method == "POST" else None)
    readers = explain.readers(Category.SUPERVISION, row=supervision)
    if form.is_valid():
        supervisions.change(supervision, by=request.user, **form.cleaned_data)
        return _saved(request, individual, form)
    context = {"form": form, "individual": individual, "readers": readers}
    context["note"] = explain.what_a_change_ends(readers)
    return render(request, "cases/supervisions/change.html", context)


def _saved(request: Request, individual: Individual, form: SupervisionForm) -> HttpResponse:
    if form.is_outside_probation:
        text = _("Saved. The supervision reaches outside the probation period: check the dates.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Saved."))
    return redirect(individual)
