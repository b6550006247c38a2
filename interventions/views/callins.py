"""Call-ins: the list, the record, and preparing one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.views.ownership import is_own
from interventions import figures, plans
from interventions.actions import callins as actions
from interventions.forms.callins import CallInForm
from interventions.models import CallIn
from interventions.stages import Stages
from interventions.views import Request
from interventions.views.partings import remember, told_when_over
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category

ON_A_PAGE = 25


@mandated(Action.READ, Category.CALL_IN)
def callins(request: Request) -> HttpResponse:
    everything_past = CallIn.objects.past().select_related("owner")
    page = Paginator(everything_past, ON_A_PAGE).get_page(request.GET.get("page"))
    told = figures.of(page)
    upcoming = list(CallIn.objects.upcoming().select_related("owner"))
    ready = plans.readiness_of(upcoming)
    context = {
        "upcoming": [(one, ready.get(one.pk)) for one in upcoming],
        "leads": bool(ready),
        "page": page,
        "past": [(one, told.get(one.pk)) for one in page],
        "figures": told,
        "may_see_board": audience.current().may(Action.READ, Category.GROUP_HEARD),
        "may_prepare": audience.current().may(Action.CREATE, Category.CALL_IN),
        "may_notify": audience.current().may(Action.READ, Category.NOTIFICATION_PLAN),
        "may_inquire": audience.current().may(Action.READ, Category.INQUIRIES),
    }
    return render(request, "interventions/callins/list.html", context)


@mandated(Action.READ, Category.CALL_IN)
@told_when_over
def callin(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.select_related("owner", "closed_by"), pk=pk)
    stages = Stages(call_in, is_own=is_own(call_in))
    if stages.door.has_duty:
        remember(request, pk)
    context = {"call_in": call_in, "stages": stages}
    return render(request, "interventions/callins/record.html", context)


@mandated(Action.CREATE, Category.CALL_IN)
def prepare(request: Request) -> HttpResponse:
    form = CallInForm(request.POST or None)
    if form.is_valid():
        call_in = actions.prepare(by=request.user, **form.matters())
        messages.success(request, _("The call-in is prepared."))
        return redirect("interventions:callin", call_in.pk)
    context = {"form": form, "readers": explain.readers(Category.CALL_IN)}
    return render(request, "interventions/callins/form.html", context)


@mandated(Action.CHANGE, Category.CALL_IN)
def change(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    form = CallInForm(request.POST or None, instance=call_in)
    if form.is_valid():
        actions.change(call_in, by=request.user, **form.matters())
        messages.success(request, _("The call-in is changed."))
        return redirect("interventions:callin", pk)
    readers = explain.readers(Category.CALL_IN, row=call_in)
    context = {"form": form, "call_in": call_in, "readers": readers}
    return render(request, "interventions/callins/form.html", context)
