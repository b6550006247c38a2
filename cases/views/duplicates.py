"""Same person twice: pairs to look at, merged or told apart; and the way back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import lookalikes
from cases.actions import duplicates
from cases.models import Distinction, Individual
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404

PER_PAGE, LATEST = 10, 20


@mandated(Action.CHANGE, Category.IDENTITY)
def index(request: Request) -> HttpResponse:
    found = lookalikes.pairs()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    people = [person for pair in page for person in (pair.first, pair.second)]
    prefetch_related_objects(people, "identifiers", "aliases")
    apart = Distinction.objects.own().standing().select_related("individual", "other")
    context = {"page": page, "apart": apart[:LATEST]}
    return render(request, "cases/duplicates/index.html", context)


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def merge(request: Request, pk: UUID, into: UUID) -> HttpResponse:
    individual, kept = _pair(request, pk, into)
    try:
        with transaction.atomic():
            duplicates.merge(individual, into=kept, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("cases:duplicates")
    messages.success(request, _("Merged. It can be undone here, on the person's page."))
    return redirect(kept)


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def tell_apart(request: Request, pk: UUID, other: UUID) -> HttpResponse:
    individual, another = _pair(request, pk, other)
    duplicates.tell_apart(individual, another, by=request.user)
    messages.success(request, _("Remembered: they are not the same person."))
    return redirect("cases:duplicates")


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    distinction = own_or_404(get_object_or_404(Distinction, pk=pk), request)
    duplicates.take_back(distinction, by=request.user)
    messages.success(request, _("Undone. They may be suggested again."))
    return redirect("cases:duplicates")


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def undo(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    duplicates.undo(individual, by=request.user)
    messages.success(request, _("Undone. The record stands on its own again."))
    return redirect(individual)


def _pair(request: Request, pk: UUID, other: UUID) -> tuple[Individual, Individual]:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    another = own_or_404(get_object_or_404(Individual.objects.exclude(pk=pk), pk=other), request)
    return individual, another
