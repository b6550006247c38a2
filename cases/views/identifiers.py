"""A person's numbers: added, replaced, ended and put right on the page of the person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.numbers import CorrectionForm, EndForm, NewIdentifierForm, ReplacementForm
from cases.models import Identifier, Individual
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

FORM = "cases/identifiers/form.html"


@mandated(Action.CHANGE, Category.IDENTITY)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = NewIdentifierForm(posted(request))
    if form.is_valid() and form.add(individual, by=request.user):
        return _saved(request, individual)
    context = {"form": form, "individual": individual, "title": _("Add number")}
    return render(request, FORM, context)


@mandated(Action.CHANGE, Category.IDENTITY)
def replace(request: Request, pk: UUID) -> HttpResponse:
    identifier = _found(request, pk)
    form = ReplacementForm(posted(request))
    if form.is_valid() and form.replace(identifier, by=request.user):
        return _saved(request, identifier.individual)
    return render(request, FORM, _context(form, identifier, _("Replace number")))


@mandated(Action.CHANGE, Category.IDENTITY)
def correct(request: Request, pk: UUID) -> HttpResponse:
    identifier = _found(request, pk)
    form = CorrectionForm.of(identifier, posted(request))
    if form.is_valid() and form.correct(identifier, by=request.user):
        return _saved(request, identifier.individual)
    return render(request, FORM, _context(form, identifier, _("Correct number")))


@mandated(Action.CHANGE, Category.IDENTITY)
def end(request: Request, pk: UUID) -> HttpResponse:
    identifier = _found(request, pk)
    form = EndForm(posted(request))
    if form.is_valid() and form.end(identifier, by=request.user):
        return _saved(request, identifier.individual)
    return render(request, FORM, _context(form, identifier, _("End number")))


def _found(request: Request, pk: UUID) -> Identifier:
    found = Identifier.objects.select_related("individual")
    return own_or_404(get_object_or_404(found, pk=pk), request)


def _context(form: object, identifier: Identifier, title: str) -> dict[str, object]:
    readers = explain.readers(Category.IDENTITY, row=identifier)
    return {
        "form": form,
        "identifier": identifier,
        "individual": identifier.individual,
        "title": title,
        "readers": readers,
        "note": explain.what_a_change_ends(readers),
    }


def _saved(request: Request, individual: Individual) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(individual)
