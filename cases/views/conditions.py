"""Special conditions: registered, changed and ended on the page of the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.conditions import ConditionEndForm, ConditionForm, NewConditionForm
from cases.models import Individual, SpecialCondition
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.CONDITIONS)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = NewConditionForm(posted(request), individual=individual)
    if form.is_valid() and form.register(by=request.user):
        messages.success(request, _("Saved."))
        return redirect(individual)
    readers = explain.readers(Category.CONDITIONS, about=individual)
    context = {"form": form, "individual": individual, "readers": readers}
    return render(request, "cases/conditions/new.html", context)


@mandated(Action.CHANGE, Category.CONDITIONS)
def change(request: Request, pk: UUID) -> HttpResponse:
    condition = _own(request, pk)
    form = ConditionForm.of(condition, posted(request))
    context = _context(condition, form)
    if form.is_valid() and form.change(condition, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(condition.individual)
    return render(request, "cases/conditions/change.html", context)


@mandated(Action.CHANGE, Category.CONDITIONS)
def end(request: Request, pk: UUID) -> HttpResponse:
    condition = _own(request, pk)
    form = ConditionEndForm(posted(request))
    context = _context(condition, form)
    if form.is_valid() and form.end(condition, by=request.user):
        messages.success(request, _("The condition has ended."))
        return redirect(condition.individual)
    return render(request, "cases/conditions/end.html", context)


def _own(request: Request, pk: UUID) -> SpecialCondition:
    found = SpecialCondition.objects.select_related("individual", "supervision")
    return own_or_404(get_object_or_404(found, pk=pk), request)


def _context(condition: SpecialCondition, form: Any) -> dict[str, Any]:
    readers = explain.readers(Category.CONDITIONS, row=condition)
    note = explain.what_a_change_ends(readers)
    return {
        "form": form,
        "condition": condition,
        "individual": condition.individual,
        "readers": readers,
        "note": note,
    }
