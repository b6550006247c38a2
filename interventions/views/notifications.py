"""Custom notifications: the list, the record, planning one, approving it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import CriminalGroup, Individual
from interventions.actions import notifications as actions
from interventions.forms.notifications import NotificationForm
from interventions.models import Notification
from interventions.talks import Talk
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25
PLAN = Category.NOTIFICATION_PLAN


@mandated(Action.READ, PLAN)
def notifications(request: Request) -> HttpResponse:
    over = Paginator(Notification.objects.told().over(), ON_A_PAGE)
    context = {
        "under_way": Notification.objects.told().under_way(),
        "page": over.get_page(request.GET.get("page")),
        "may_plan": audience.current().may(Action.CREATE, PLAN),
    }
    return render(request, "interventions/notifications/list.html", context)


@mandated(Action.READ, PLAN)
def notification(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Notification.objects.told(), pk=pk)
    context = {"notification": found, "talk": Talk(found, reader=request.user)}
    return render(request, "interventions/notifications/record.html", context)


@mandated(Action.CREATE, PLAN)
def new(request: Request) -> HttpResponse:
    person = _asked(Individual, request.GET.get("person"))
    group = _asked(CriminalGroup, request.GET.get("group"))
    form = NotificationForm(posted(request), initial={"group": group})
    if form.is_valid():
        with told_by(form):
            planned = actions.plan(by=request.user, person=person, **form.matters())
            messages.success(request, _("Planned. What is still missing is said below."))
            return redirect(planned)
    return render(request, "interventions/notifications/form.html", _form(form, person=person))


@mandated(Action.CHANGE, PLAN)
def change(request: Request, pk: UUID) -> HttpResponse:
    found = _coming(request, pk)
    was_approved = found.state == Notification.State.APPROVED
    form = NotificationForm(posted(request), instance=found)
    if form.is_valid():
        with told_by(form):
            actions.change(found, by=request.user, **form.matters())
            messages.success(request, _changed(was_approved))
            return redirect(found)
    return render(request, "interventions/notifications/form.html", _form(form, notification=found))


@require_POST
@mandated(Action.DECIDE, PLAN)
def approve(request: Request, pk: UUID) -> HttpResponse:
    found = _coming(request, pk)
    try:
        actions.approve(found, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Approved. The team can carry it out."))
    return redirect(found)


def _coming(request: Request, pk: UUID) -> Notification:
    """An own one that can still be changed."""
    return own_or_404(get_object_or_404(Notification.objects.coming(), pk=pk), request)


def _changed(was_approved: bool) -> str:
    if was_approved:
        return _("Saved. Somebody else approves the plan anew.")
    return _("Saved.")


def _asked[Row: (Individual, CriminalGroup)](model: type[Row], key: str | None) -> Row | None:
    """The own row that the address names, or none: a wrong address is no error."""
    try:
        return model.objects.own().filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None


def _form(form: NotificationForm, **more: Any) -> dict[str, Any]:
    found = more.get("notification")
    readers = explain.readers(PLAN, row=found, about=more.get("person"))
    return {"form": form, "readers": readers, **more}
