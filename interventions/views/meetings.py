"""Meetings: the list, the record, calling one and changing it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions import meetings as actions
from interventions.forms.meetings import MeetingForm
from interventions.models import Briefing, Invitation, Meeting
from interventions.views import Request
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category

ON_A_PAGE = 25


@mandated(Action.READ, Category.MEETINGS)
def meetings(request: Request) -> HttpResponse:
    past = Paginator(_with_invited(Meeting.objects.past()), ON_A_PAGE)
    context = {
        "upcoming": _with_invited(Meeting.objects.upcoming()),
        "page": past.get_page(request.GET.get("page")),
        "may_call": audience.current().may(Action.CREATE, Category.MEETINGS),
    }
    return render(request, "interventions/meetings/list.html", context)


@mandated(Action.READ, Category.MEETINGS)
def meeting(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(_with_invited(Meeting.objects.all()), pk=pk)
    is_host = found.owner_id == audience.current().agency_id
    context = {
        "meeting": found,
        "why": explain.why(found),
        "may_change": is_host and audience.current().may(Action.CHANGE, Category.MEETINGS),
        "may_ask": is_host and audience.current().may(Action.CREATE, Category.BRIEFINGS),
        "is_host": is_host,
        "briefings": Briefing.objects.filter(meeting=found).select_related("author"),
    }
    return render(request, "interventions/meetings/record.html", context)


@mandated(Action.CREATE, Category.MEETINGS)
def call(request: Request) -> HttpResponse:
    form = MeetingForm(request.POST or None, host=request.user.agency)
    if form.is_valid():
        called = actions.call(by=request.user, **form.matters())
        messages.success(request, _("The meeting is called. Everybody invited sees it now."))
        return redirect("interventions:meeting", called.pk)
    context = {"form": form, "readers": explain.readers(Category.MEETINGS)}
    return render(request, "interventions/meetings/form.html", context)


@mandated(Action.CHANGE, Category.MEETINGS)
def change(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Meeting.objects.hosted_by(request.user.agency_id), pk=pk)
    form = MeetingForm(request.POST or None, instance=found, host=request.user.agency)
    if form.is_valid():
        actions.change(found, by=request.user, **form.matters())
        messages.success(request, _("The meeting is changed."))
        return redirect("interventions:meeting", pk)
    readers = explain.readers(Category.MEETINGS, row=found)
    context = {"form": form, "meeting": found, "readers": readers}
    return render(request, "interventions/meetings/form.html", context)


def _with_invited(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    standing = Invitation.objects.standing().select_related("agency")
    return meetings.select_related("owner").prefetch_related(
        Prefetch("invitations", queryset=standing, to_attr="invited")
    )
