"""Persons: the list, the record, and what its owner does with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actions import approvals, protections
from cases.forms.individuals import IndividualForm, NameFilter, NewIndividualForm, ProtectionForm
from cases.models import Individual, Supervision
from cases.views import records
from partners import access_log, audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

PER_PAGE = 50
LATEST = Supervision.objects.order_by("-supervised_until", "id")


@mandated(Action.READ, Category.IDENTITY)
def index(request: Request) -> HttpResponse:
    form = NameFilter(request.GET or None)
    page = Paginator(_found(form), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "page": page,
        "drafts": approvals.drafts(page),
        "has_supervision": any(individual.supervised for individual in page),
        "may_create": audience.current().may(Action.CREATE, Category.IDENTITY),
        "may_import": audience.current().may(Action.READ, Category.IMPORTS),
    }
    return render(request, "cases/individuals/index.html", context)


def _found(form: NameFilter) -> Any:
    """Those who may be seen, by name; the log keeps what was sought as a keyed fingerprint."""
    found = (
        Individual.objects.kept()
        .select_related("owner")
        .prefetch_related(Prefetch("supervisions", LATEST, to_attr="supervised"))
    )
    sought = form.cleaned_data["namn"] if form.is_valid() else ""
    if not sought:
        return found
    resembling = found.resembling(sought)
    access_log.note_search(sought, hits=resembling.count())
    return resembling


@mandated(Action.READ, Category.IDENTITY)
def record(request: Request, pk: UUID) -> HttpResponse:
    found = Individual.objects.select_related("owner", "same_as")
    individual = get_object_or_404(found, pk=pk)
    return render(request, "cases/individuals/record.html", records.of(individual))


@mandated(Action.READ, Category.IDENTITY)
@require_POST
@never_cache
def unmask(request: Request, pk: UUID) -> HttpResponse:
    """The numbers in full, in this one response; that they were shown is logged."""
    found = Individual.objects.select_related("owner", "same_as")
    individual = get_object_or_404(found, pk=pk)
    context = records.of(individual) | {"is_unmasked": True}
    shown = [str(identifier.pk) for identifier in context["identifiers"]]
    access_log.note(purpose="unmask", identifiers=shown)
    return render(request, "cases/individuals/record.html", context)


@mandated(Action.CREATE, Category.IDENTITY)
def new(request: Request) -> HttpResponse:
    form = NewIndividualForm(posted(request))
    if form.is_valid() and (individual := form.register(by=request.user)):
        return _saved(request, individual)
    context = {"form": form, "readers": explain.readers(Category.IDENTITY)}
    return render(request, "cases/individuals/new.html", context)


@mandated(Action.CHANGE, Category.IDENTITY)
def change(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = IndividualForm.of(individual, posted(request))
    readers = explain.readers(Category.IDENTITY, row=individual)
    if form.is_valid() and form.change(individual, by=request.user):
        return _saved(request, individual)
    context = {"form": form, "individual": individual, "readers": readers}
    context["note"] = explain.what_a_change_ends(readers)
    return render(request, "cases/individuals/change.html", context)


@mandated(Action.CHANGE, Category.IDENTITY)
def protection(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = ProtectionForm(individual, posted(request))
    if form.is_valid() and form.protect(individual, by=request.user):
        return _saved(request, individual)
    context = {"form": form, "individual": individual}
    return render(request, "cases/individuals/protection.html", context)


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def lift_protection(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    protections.lift_protection(individual, by=request.user)
    return _saved(request, individual)


def _saved(request: Request, individual: Individual) -> HttpResponse:
    """To the record; or to the list, when whoever saved it has protected it from themselves too."""
    messages.success(request, _("Saved."))
    is_seen = Individual.objects.filter(pk=individual.pk).exists()
    return redirect(individual if is_seen else "cases:individuals")
