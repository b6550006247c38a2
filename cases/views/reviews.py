"""Reviews: the weekly list of what waits, and the form of one assessment."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.reviews import ReviewForm
from cases.models import Incident, IncidentReview
from cases.views.ownership import reads_own
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.READ, Category.INCIDENT_REVIEW)
def index(request: Request) -> HttpResponse:
    """The week's list: what is late, what waits, what was reviewed. For those who own reviews."""
    if not reads_own(Category.INCIDENT_REVIEW):
        raise Http404
    monday = _monday(request.GET.get("vecka", ""))
    waiting = list(Incident.objects.awaiting_review().select_related("owner"))
    context = {
        "late": [incident for incident in waiting if incident.is_late()],
        "waiting": [incident for incident in waiting if not incident.is_late()],
        "reviewed": _reviewed(monday),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": _after(monday),
        "may_review": audience.current().may(Action.CREATE, Category.INCIDENT_REVIEW),
    }
    return render(request, "cases/incidents/reviews.html", context)


@mandated(Action.CREATE, Category.INCIDENT_REVIEW)
def review(request: Request, pk: UUID) -> HttpResponse:
    incident = own_or_404(get_object_or_404(Incident, pk=pk), request)
    standing = IncidentReview.objects.filter(incident=incident).first()
    form = ReviewForm.of(standing, posted(request))
    if form.is_valid() and form.review(incident, by=request.user):
        messages.success(request, _("The review is saved, with your name and the time."))
        return redirect(incident)
    readers = explain.readers(Category.INCIDENT_REVIEW, row=standing)
    context = {"form": form, "incident": incident, "readers": readers, "standing": standing}
    context["note"] = explain.what_a_change_ends(readers)
    return render(request, "cases/incidents/review.html", context)


def _reviewed(monday: date) -> Any:
    """Those whose assessment of that week stands."""
    first = timezone.make_aware(datetime.combine(monday, time.min))
    last = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time.min))
    found = IncidentReview.objects.filter(reviewed_at__gte=first, reviewed_at__lt=last)
    of_standing = found.filter(incident__duplicate_of=None)
    return of_standing.select_related("incident", "reviewed_by").order_by("-reviewed_at", "id")


def _monday(told: str) -> date:
    """Of the week a day in it names; of this one when it names none."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        day = timezone.localdate()
    day = min(max(day, date(2000, 1, 1)), timezone.localdate())
    return day - timedelta(days=day.weekday())


def _after(monday: date) -> date | None:
    following = monday + timedelta(days=7)
    return following if following <= timezone.localdate() else None
