"""Supervisions: registered and changed on the page of the person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.supervisions import SupervisionForm
from cases.models import Individual, Supervision
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.SUPERVISION)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = SupervisionForm(posted(request))
    if form.is_valid() and form.register(individual, by=request.user):
        return _saved(request, individual)
    readers = explain.readers(Category.SUPERVISION, about=individual)
    context = {"form": form, "individual": individual, "readers": readers}
    return render(request, "cases/supervisions/new.html", context)


@mandated(Action.CHANGE, Category.SUPERVISION)
def change(request: Request, pk: UUID) -> HttpResponse:
    supervision = own_or_404(get_object_or_404(Supervision, pk=pk), request)
    individual = supervision.individual
    form = SupervisionForm.of(supervision, posted(request))
    readers = explain.readers(Category.SUPERVISION, row=supervision)
    if form.is_valid() and form.change(supervision, by=request.user):
        return _saved(request, individual)
    context = {"form": form, "individual": individual, "readers": readers}
    context["note"] = explain.what_a_change_ends(readers)
    return render(request, "cases/supervisions/change.html", context)


def _saved(request: Request, individual: Individual) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(individual)
