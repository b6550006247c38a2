"""Persons in incidents: found by name on the incident's page, and told on the person's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import involvements
from cases.forms.individuals import NameFilter
from cases.forms.involvements import AT_MOST, HarmForm, InvolvementForm, PartForm
from cases.models import Incident, Individual, Involvement, VictimInvolvement
from partners import access_log, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.INVOLVEMENT)
def new(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, pk, InvolvementForm, "cases/involvements/new.html")


@mandated(Action.CREATE, Category.VICTIM)
def harmed(request: Request, pk: UUID) -> HttpResponse:
    return _add(request, pk, HarmForm, "cases/involvements/harmed.html")


@mandated(Action.ERASE, Category.INVOLVEMENT)
def remove(request: Request, pk: UUID) -> HttpResponse:
    return _remove(request, get_object_or_404(Involvement, pk=pk))


@mandated(Action.ERASE, Category.VICTIM)
def remove_harmed(request: Request, pk: UUID) -> HttpResponse:
    return _remove(request, get_object_or_404(VictimInvolvement, pk=pk))


def _add(request: Request, pk: UUID, kind: type[PartForm], template: str) -> HttpResponse:
    incident = own_or_404(get_object_or_404(Incident, pk=pk), request)
    finder = NameFilter(request.GET or None)
    found = _found(finder)
    form = kind(posted(request), found=found)
    if form.is_valid() and form.add(incident, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(incident)
    context = {
        "form": form,
        "finder": finder,
        "found": found,
        "is_cut": len(found) == AT_MOST,
        "incident": incident,
        "readers": explain.readers(kind._meta.model.information_category()),
    }
    return render(request, template, context)


def _found(finder: NameFilter) -> list[Individual]:
    """The agency's own with that in their name; the log keeps a keyed fingerprint of it."""
    sought = finder.cleaned_data["namn"] if finder.is_valid() else ""
    if not sought:
        return []
    found = list(Individual.objects.own().kept().resembling(sought)[:AT_MOST])
    access_log.note_search(sought, hits=len(found))
    return found


def _remove(request: Request, part: Involvement | VictimInvolvement) -> HttpResponse:
    part, incident = own_or_404(part, request), part.incident
    if request.method == "POST":
        involvements.remove(part, by=request.user)
        messages.success(request, _("Removed."))
        return redirect(incident)
    context = {"part": part, "incident": incident}
    return render(request, "cases/involvements/remove.html", context)
