"""Choosing the person whom a custom notification is for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.individuals import NameFilter
from cases.forms.involvements import AT_MOST
from cases.models import Individual
from interventions.actions import notifications as actions
from interventions.forms.notification_persons import NotificationPersonForm
from interventions.models import Notification
from partners import access_log, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def choose(request: Request, pk: UUID) -> HttpResponse:
    coming = Notification.objects.told().coming()
    notification = own_or_404(get_object_or_404(coming, pk=pk), request)
    finder = NameFilter(request.GET or None)
    found = _found(finder)
    form = NotificationPersonForm(posted(request), found=found)
    if form.is_valid():
        with told_by(form):
            actions.name(notification, by=request.user, **form.cleaned_data)
            messages.success(request, _("The team sees the name now."))
            return redirect(notification)
    context = {
        "form": form,
        "finder": finder,
        "found": found,
        "is_cut": len(found) == AT_MOST,
        "notification": notification,
        "readers": explain.readers(Category.NOTIFICATION_PLAN, row=notification),
    }
    return render(request, "interventions/notification_persons/choose.html", context)


def _found(finder: NameFilter) -> list[Individual]:
    """The agency's own with that in their name; the log keeps a keyed fingerprint of it."""
    sought = finder.cleaned_data["namn"] if finder.is_valid() else ""
    if not sought:
        return []
    found = list(Individual.objects.kept().own().resembling(sought)[:AT_MOST])
    access_log.note_search(sought, hits=len(found))
    return found
