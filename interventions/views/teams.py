"""The team of a custom notification: who joins and who leaves."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import teams as actions
from interventions.forms.teams import TeamForm
from interventions.models import Notification, TeamMember
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def join(request: Request, pk: UUID) -> HttpResponse:
    notification = own_or_404(get_object_or_404(Notification.objects.coming(), pk=pk), request)
    form = TeamForm(posted(request), notification=notification)
    if form.is_valid():
        with told_by(form):
            member = actions.join(notification, by=request.user, **form.cleaned_data)
            told = _("%(name)s is on the team and sees this notification.")
            messages.success(request, told % {"name": member.user.name})
            return redirect(notification)
    context = {"form": form, "notification": notification}
    return render(request, "interventions/teams/join.html", context)


@require_POST
@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def leave(request: Request, pk: UUID) -> HttpResponse:
    team = TeamMember.objects.select_related("notification", "user")
    member = own_or_404(get_object_or_404(team, pk=pk), request)
    try:
        actions.leave(member, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        told = _("%(name)s has left the team and sees nothing of it any longer.")
        messages.success(request, told % {"name": member.user.name})
    return redirect(member.notification)
