"""How a custom notification went: told, reviewed by another, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import outcomes as actions
from interventions.forms.outcomes import OutcomeForm
from interventions.models import Notification, NotificationOutcome
from interventions.talks import Talk
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.NOTIFICATION_OUTCOME)
def record(request: Request, pk: UUID) -> HttpResponse:
    coming = Notification.objects.told().coming()
    notification = own_or_404(get_object_or_404(coming, pk=pk), request)
    form = OutcomeForm(posted(request), notification=notification)
    if form.is_valid():
        with told_by(form):
            actions.record(notification, by=request.user, **form.told())
            messages.success(request, _("Saved. Somebody else reviews it."))
            return redirect(notification)
    context = {
        "form": form,
        "notification": notification,
        "readers": explain.readers(Category.NOTIFICATION_OUTCOME),
    }
    return render(request, "interventions/outcomes/form.html", context)


@mandated(Action.READ, Category.NOTIFICATION_OUTCOME)
def outcome(request: Request, pk: UUID) -> HttpResponse:
    """On a page of its own: that somebody wants help never stands beside a group."""
    found = NotificationOutcome.objects.select_related(
        "notification", "owner", "recorded_by", "reviewed_by"
    )
    row = get_object_or_404(found, pk=pk)
    talk = Talk(row.notification, reader=request.user)
    context = {"outcome": row, "talk": talk, "why": explain.why(row)}
    return render(request, "interventions/outcomes/record.html", context)


@require_POST
@mandated(Action.DECIDE, Category.NOTIFICATION_OUTCOME)
def review(request: Request, pk: UUID) -> HttpResponse:
    found = NotificationOutcome.objects.select_related("notification")
    row = own_or_404(get_object_or_404(found, pk=pk), request)
    _try(request, actions.review, row, told=_("Reviewed. It can be closed now."))
    return redirect(row.notification)


@require_POST
@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def close(request: Request, pk: UUID) -> HttpResponse:
    notification = own_or_404(get_object_or_404(Notification, pk=pk), request)
    _try(request, actions.close, notification, told=_("Closed. The team loses it in a while."))
    return redirect(notification)


def _try(request: Request, action: Callable[..., Any], row: Any, *, told: str) -> None:
    try:
        action(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, told)
