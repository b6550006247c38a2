"""Incidents: the list, the record, and what its owner does with the facts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import months
from cases.actions import incidents
from cases.forms.incidents import IncidentFilter, IncidentForm, MergeForm, municipalities
from cases.forms.months import MonthFilter
from cases.models import Attribution, Incident, IncidentReview
from cases.views import incident_records
from cases.views.ownership import reads_own
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

PER_PAGE = 50


@mandated(Action.READ, Category.INCIDENT_FACTS)
def index(request: Request) -> HttpResponse:
    knows_reviews = reads_own(Category.INCIDENT_REVIEW)
    standing = Incident.objects.standing()
    form = IncidentFilter(
        request.GET or None, municipalities=_municipalities(), knows_reviews=knows_reviews
    )
    found = form.apply(standing.select_related("owner"))
    if knows_reviews:
        found = found.select_related("review")
    context = {
        "filter_form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "knows_reviews": knows_reviews,
        "waiting": incident_records.waiting(),
        "may_create": audience.current().may(Action.CREATE, Category.INCIDENT_FACTS),
    }
    return render(request, "cases/incidents/index.html", context)


def _municipalities() -> list[str]:
    found = Incident.objects.standing().order_by()
    return municipalities(found.values("municipality").annotate(times=Count("id")))


@mandated(Action.READ, Category.INCIDENT_FACTS)
def record(request: Request, pk: UUID) -> HttpResponse:
    found = Incident.objects.select_related("owner", "duplicate_of", "merged_by")
    incident = get_object_or_404(found, pk=pk)
    return render(request, "cases/incidents/record.html", incident_records.of(incident))


@mandated(Action.READ, Category.INCIDENT_FACTS)
def per_month(request: Request) -> HttpResponse:
    """Accepted shootings, month by month, in one municipality or in all."""
    form = MonthFilter(request.GET or None, municipalities=_municipalities())
    found = form.apply(Incident.objects.all())
    counted = months.shootings(found, *form.period(found))
    context = {
        "filter_form": form,
        "months": counted,
        "picture": months.picture(counted),
        "total": sum(month.total for month in counted),
        "municipality": form.municipality,
    }
    return render(request, "cases/incidents/per_month.html", context)


@mandated(Action.CREATE, Category.INCIDENT_FACTS)
def new(request: Request) -> HttpResponse:
    form = IncidentForm(posted(request))
    if form.is_valid() and (incident := form.register(by=request.user)):
        messages.success(request, _("Saved. Next: review it."))
        return redirect(incident)
    context = {"form": form, "readers": explain.readers(Category.INCIDENT_FACTS)}
    return render(request, "cases/incidents/new.html", context)


@mandated(Action.CHANGE, Category.INCIDENT_FACTS)
def change(request: Request, pk: UUID) -> HttpResponse:
    incident = own_or_404(get_object_or_404(Incident, pk=pk), request)
    form = IncidentForm.of(incident, posted(request))
    if form.is_valid() and form.change(incident, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(incident)
    readers = explain.readers(Category.INCIDENT_FACTS, row=incident)
    context = {"form": form, "incident": incident, "readers": readers}
    context["note"] = explain.what_a_change_ends(readers)
    return render(request, "cases/incidents/change.html", context)


@mandated(Action.CHANGE, Category.INCIDENT_FACTS)
def merge(request: Request, pk: UUID) -> HttpResponse:
    duplicate = own_or_404(get_object_or_404(Incident, pk=pk), request)
    form = MergeForm(duplicate, posted(request))
    if form.is_valid() and form.merge(duplicate, by=request.user):
        messages.success(request, _("Merged. It can be undone on this page."))
        return redirect(duplicate)
    context = {"form": form, "incident": duplicate, **_staying(duplicate)}
    return render(request, "cases/incidents/merge.html", context)


def _staying(duplicate: Incident) -> dict[str, Any]:
    """What there is to move, or not to."""
    held = Attribution.objects.filter(incident=duplicate, withdrawn_at=None)
    return {
        "attributions": list(held.select_related("group")),
        "review": IncidentReview.objects.filter(incident=duplicate).first(),
    }


@mandated(Action.CHANGE, Category.INCIDENT_FACTS)
@require_POST
def separate(request: Request, pk: UUID) -> HttpResponse:
    duplicate = own_or_404(get_object_or_404(Incident, pk=pk), request)
    if duplicate.is_duplicate:
        incidents.separate(duplicate, by=request.user)
        messages.success(request, _("The incident stands on its own again."))
    return redirect(duplicate)
