"""The coverage board: on screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from interventions import coverage_papers
from interventions.coverage import Board
from interventions.forms.coverage import ReadersForm
from interventions.views import Request
from interventions.views.attachments import attached
from partners import access_log, audience
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.READ, Category.GROUP_HEARD)
def board(request: Request) -> HttpResponse:
    may_plan = audience.current().may(Action.CREATE, Category.NOTIFICATION_PLAN)
    context = {
        "board": Board(timezone.localdate()),
        "form": ReadersForm(own=request.user.agency_id),
        "may_plan": may_plan,
        "owns_groups": audience.current().owns(Category.GROUP_CODE),
    }
    return render(request, "interventions/coverage/board.html", context)


@mandated(Action.READ, Category.GROUP_HEARD)
def paper(request: Request) -> HttpResponse:
    form = ReadersForm(request.GET, own=request.user.agency_id)
    readers = form.cleaned_data["readers"] if form.is_valid() else []
    access_log.note(purpose="print", recipients=sorted(one.pk for one in readers))
    content = coverage_papers.pdf(readers, by=request.user)
    return attached(content, f"tavlan-{timezone.localdate():%Y-%m-%d}.pdf")
