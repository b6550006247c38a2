"""Briefings: asking for one, following it until it is ready, and taking out a copy."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from interventions.actions import briefings as actions
from interventions.briefing import omissions
from interventions.models import Briefing, BriefingCopy, Meeting
from interventions.views import Request
from interventions.views.attachments import attached
from partners import access_log, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.models import Agency


@require_POST
@mandated(Action.CREATE, Category.BRIEFINGS)
def ask(request: Request, pk: UUID) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.hosted_by(request.user.agency_id), pk=pk)
    return redirect("interventions:briefing", actions.ask(meeting, by=request.user).pk)


@vary_on_headers("HX-Request")
@mandated(Action.READ, Category.BRIEFINGS)
def briefing(request: Request, pk: UUID) -> HttpResponse:
    if request.htmx and Briefing.objects.unfinished().filter(pk=pk).exists():
        return HttpResponse(status=204)  # Nothing new: nothing is loaded, nothing logged.
    found = get_object_or_404(Briefing.objects.select_related("meeting", "owner", "author"), pk=pk)
    context = {
        "briefing": found,
        "copies": found.copies.select_related("recipient"),
        "readers": Agency.objects.filter(pk__in=found.audience),
        "is_mine": found.author_id == request.user.pk,
        "omitted": omissions.told(found),
        "why": explain.why(found),
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"interventions/briefings/record.html{part}", context)


@mandated(Action.READ, Category.BRIEFINGS)
def copy(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(BriefingCopy.objects.select_related("briefing__meeting"), pk=pk)
    content = found.content() if found.briefing.is_kept else None
    if content is None:
        raise Http404
    access_log.note(purpose="download", copy=str(found.pk), briefing=str(found.briefing_id))
    return attached(content, f"underlag-{_day(found.briefing.meeting)}-{found.number}.pdf")


def _day(meeting: Meeting) -> str:
    return f"{timezone.localdate(meeting.starts_at):%Y-%m-%d}"
