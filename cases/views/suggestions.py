"""Suggestions: what the public feed has brought, and what somebody makes of each."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import feed
from cases.actions import suggestions
from cases.forms.deliveries import DeliveryForm
from cases.forms.suggestions import AcceptForm, DismissForm, LinkForm
from cases.models import Delivery, Incident, Suggestion
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

PER_PAGE = 50
RECENT = 5
State = Suggestion.State


@mandated(Action.READ, Category.INCIDENT_SUGGESTIONS)
def index(request: Request) -> HttpResponse:
    """What waits; or with ?lage=avvisade what was dismissed, to be taken up again."""
    is_dismissed = request.GET.get("lage") == "avvisade"
    state = State.DISMISSED if is_dismissed else State.WAITING
    found = Suggestion.objects.filter(state=state).select_related("decided_by")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_dismissed": is_dismissed,
        "deliveries": list(Delivery.objects.select_related("by")[:RECENT]),
        "is_fetched": bool(settings.FEED_ADDRESS),
        "may_deliver": audience.current().may(Action.CREATE, Category.INCIDENT_SUGGESTIONS),
    }
    return render(request, "cases/suggestions/index.html", context)


@mandated(Action.CREATE, Category.INCIDENT_SUGGESTIONS)
def deliver(request: Request) -> HttpResponse:
    form = DeliveryForm(posted(request), request.FILES or None)
    if form.is_valid() and (delivery := form.take_in(by=request.user)):
        messages.success(request, _brought(delivery))
        return redirect("cases:suggestions")
    context = {"form": form, "types": list(feed.types())}
    return render(request, "cases/suggestions/deliver.html", context)


@mandated(Action.READ, Category.INCIDENT_SUGGESTIONS)
def record(request: Request, pk: UUID) -> HttpResponse:
    suggestion = _own(request, pk)
    linking = LinkForm(suggestion, None)
    context = {
        "suggestion": suggestion,
        "incident": Incident.objects.filter(suggestions=suggestion).first(),
        "linking": linking,
        "dismissing": DismissForm(),
        "why": explain.why(suggestion),
        "may_decide": audience.current().may(Action.CREATE, Category.INCIDENT_FACTS),
    }
    return render(request, "cases/suggestions/record.html", context)


@mandated(Action.CREATE, Category.INCIDENT_FACTS)
def accept(request: Request, pk: UUID) -> HttpResponse:
    suggestion = _own(request, pk)
    if suggestion.state != State.WAITING:
        return redirect(suggestion)
    form = AcceptForm.suggested(suggestion, posted(request))
    if form.is_valid() and (incident := form.accept(suggestion, by=request.user)):
        messages.success(request, _("Accepted. Next: review it."))
        return redirect(incident)
    readers = explain.readers(Category.INCIDENT_FACTS)
    context = {"form": form, "suggestion": suggestion, "readers": readers}
    return render(request, "cases/suggestions/accept.html", context)


@mandated(Action.CREATE, Category.INCIDENT_FACTS)
def link(request: Request, pk: UUID) -> HttpResponse:
    suggestion = _own(request, pk)
    form = LinkForm(suggestion, posted(request))
    if form.is_valid() and form.link(suggestion, by=request.user):
        messages.success(request, _("Linked. The event stands as a source of the incident."))
        return redirect(form.cleaned_data["incident"])
    return render(request, "cases/suggestions/link.html", _asking(form, suggestion))


@mandated(Action.CHANGE, Category.INCIDENT_SUGGESTIONS)
def dismiss(request: Request, pk: UUID) -> HttpResponse:
    suggestion = _own(request, pk)
    form = DismissForm(posted(request))
    if form.is_valid() and form.dismiss(suggestion, by=request.user):
        messages.success(
            request, _("Dismissed. It stands under Dismissed suggestions if that was a mistake.")
        )
        return redirect("cases:suggestions")
    return render(request, "cases/suggestions/dismiss.html", _asking(form, suggestion))


@mandated(Action.CHANGE, Category.INCIDENT_SUGGESTIONS)
@require_POST
def take_up(request: Request, pk: UUID) -> HttpResponse:
    suggestion = _own(request, pk)
    try:
        suggestions.take_up(suggestion, by=request.user)
        messages.success(request, _("The event waits again."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(suggestion)


def _own(request: Request, pk: UUID) -> Suggestion:
    found = Suggestion.objects.select_related("owner", "decided_by")
    return own_or_404(get_object_or_404(found, pk=pk), request)


def _asking(form: Any, suggestion: Suggestion) -> dict[str, Any]:
    return {"form": form, "suggestion": suggestion}


def _brought(delivery: Delivery) -> str:
    return _(
        "New: %(added)s. Updated: %(updated)s. Known before: %(known)s."
        " Of other types: %(passed_over)s. Unreadable: %(unreadable)s."
    ) % {
        name: getattr(delivery, name)
        for name in ("added", "updated", "known", "passed_over", "unreadable")
    }
