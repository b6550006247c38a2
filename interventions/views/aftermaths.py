"""Efter ett call-in: what follows for each person, and the debrief."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form, ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import absences, aftermaths, alternatives, debriefs, follow_ups
from interventions.aftermath import Aftermath
from interventions.forms.aftermaths import (
    AbsenceForm,
    AskForm,
    DebriefForm,
    DeliveryForm,
    OutcomeForm,
    TalkForm,
)
from interventions.models import (
    AbsenceCase,
    AlternativeDelivery,
    CallIn,
    Candidate,
    Debrief,
    FollowUp,
)
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.READ, Category.CANDIDATES)
def aftermath(request: Request, pk: UUID) -> HttpResponse:
    call_in = own_or_404(get_object_or_404(CallIn.objects.select_related("owner"), pk=pk), request)
    may = audience.current().may
    context = {
        "call_in": call_in,
        "after": Aftermath(call_in),
        "may_act": may(Action.CHANGE, Category.CANDIDATES),
        "may_help": may(Action.CREATE, Category.HELP_REQUESTS),
        "may_debrief": may(Action.CREATE, Category.CALL_IN_PLAN),
    }
    return render(request, "interventions/aftermaths/record.html", context)


@mandated(Action.CREATE, Category.CALL_IN_PLAN)
def debrief(request: Request, pk: UUID) -> HttpResponse:
    call_in = own_or_404(get_object_or_404(CallIn, pk=pk), request)
    earlier = Debrief.objects.filter(call_in=call_in, owner=call_in.owner_id).first()
    form = DebriefForm(posted(request), instance=earlier)
    if _done(form, lambda: debriefs.write(call_in, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The debrief is saved."))
        return redirect("interventions:aftermath", pk)
    readers = explain.readers(Category.CALL_IN_PLAN)
    return _asked(request, form, call_in, _("Debrief"), readers=readers)


@mandated(Action.CHANGE, Category.CANDIDATES)
def settle(request: Request, pk: UUID) -> HttpResponse:
    candidate = _candidate(request, pk)
    form = OutcomeForm(posted(request), candidate=candidate)

    def act() -> None:
        aftermaths.settle(candidate, form.cleaned_data["outcome"], by=request.user)

    if _done(form, act):
        messages.success(request, _("Noted. What follows is so too."))
        return redirect("interventions:aftermath", candidate.call_in_id)
    title = _("What became of %(name)s?") % {"name": candidate}
    return _asked(request, form, candidate.call_in, title)


@mandated(Action.CHANGE, Category.FOLLOW_UPS)
def follow_up(request: Request, pk: UUID) -> HttpResponse:
    rows = FollowUp.objects.select_related("individual", "candidate__call_in")
    talk = own_or_404(get_object_or_404(rows, pk=pk), request)
    form = TalkForm(posted(request))
    if _done(form, lambda: follow_ups.complete(talk, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The talk is noted."))
        if talk.candidate is not None:
            return redirect("interventions:aftermath", talk.candidate.call_in_id)
        return redirect("today")
    call_in = talk.candidate.call_in if talk.candidate else None
    title = _("The talk with %(name)s is held") % {"name": talk.individual}
    return _asked(request, form, call_in, title)


@require_POST
@mandated(Action.CREATE, Category.MISCONDUCT)
def open_absence(request: Request, pk: UUID) -> HttpResponse:
    candidate = _candidate(request, pk)
    try:
        with transaction.atomic():
            case = absences.open_case(candidate, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("interventions:aftermath", candidate.call_in_id)
    return redirect("interventions:absence", case.pk)


@mandated(Action.READ, Category.MISCONDUCT)
def absence(request: Request, pk: UUID) -> HttpResponse:
    rows = AbsenceCase.objects.select_related(
        "owner", "individual", "candidate__call_in", "opened_by", "decided_by"
    )
    case = own_or_404(get_object_or_404(rows, pk=pk), request)
    may = audience.current().may
    form = AbsenceForm(
        posted(request), case=case,
        may_decide=may(Action.DECIDE, Category.MISCONDUCT) and case.opened_by != request.user,
        may_change=may(Action.CHANGE, Category.MISCONDUCT),
    )  # fmt: skip
    if _done(form, lambda: _step(case, form, request)):
        messages.success(request, _("Noted."))
        return redirect("interventions:absence", pk)
    context = {"case": case, "form": form, "why": explain.why(case)}
    return render(request, "interventions/aftermaths/absence.html", context)


@mandated(Action.CHANGE, Category.CANDIDATES)
def alternative(request: Request, pk: UUID) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = DeliveryForm(posted(request), delivery=delivery)
    if _done(form, lambda: _deliver(delivery, form, request)):
        messages.success(request, _("Noted."))
        return redirect("interventions:aftermath", delivery.candidate.call_in_id)
    may_ask = delivery.state == "needed" or (
        delivery.state == "asked" and alternatives.is_refused(delivery)
    )
    context = {"delivery": delivery, "form": form, "may_ask": may_ask}
    return render(request, "interventions/aftermaths/alternative.html", context)


@mandated(Action.CHANGE, Category.CANDIDATES)
def ask(request: Request, pk: UUID) -> HttpResponse:
    delivery = _delivery(request, pk)
    form = AskForm(posted(request), rows=alternatives.told(delivery), by=request.user)
    if _done(form, lambda: alternatives.ask(delivery, by=request.user, **form.cleaned_data)):
        messages.success(request, _("A decision-maker is asked. Until a yes, nothing is told."))
        return redirect("interventions:aftermath", delivery.candidate.call_in_id)
    title = _("Ask for a talk with %(name)s") % {"name": delivery.candidate}
    return _asked(request, form, delivery.candidate.call_in, title)


def _step(case: AbsenceCase, form: AbsenceForm, request: Request) -> None:
    said, by = form.cleaned_data, request.user
    steps: dict[str, Callable[[], Any]] = {
        "heard": lambda: absences.hear(case, on=said["on"], by=by),
        "referred": lambda: absences.refer(case, on=said["on"], by=by),
        "decided": lambda: absences.decide(case, measure=said["measure"], by=by),
        "dropped": lambda: absences.drop(case, by=by),
    }
    steps[said["step"]]()


def _deliver(delivery: AlternativeDelivery, form: DeliveryForm, request: Request) -> None:
    said, by = form.cleaned_data, request.user
    steps: dict[str, Callable[[], Any]] = {
        "planned": lambda: alternatives.plan(delivery, on=said["on"], by=by),
        "done": lambda: alternatives.done(delivery, on=said["on"], by=by),
        "needed": lambda: alternatives.call_off(delivery, by=by),
    }
    steps[said["step"]]()


def _candidate(request: Request, pk: UUID) -> Candidate:
    rows = Candidate.objects.select_related("call_in", "individual", "supervision", "summons")
    return own_or_404(get_object_or_404(rows, pk=pk), request)


def _delivery(request: Request, pk: UUID) -> AlternativeDelivery:
    rows = AlternativeDelivery.objects.select_related(
        "owner", "disclosure", "candidate__call_in", "candidate__individual"
    )
    return own_or_404(get_object_or_404(rows, pk=pk), request)


def _done(form: Form | ModelForm, act: Callable[[], Any]) -> bool:
    """True when it was done; otherwise the form says why not, and nothing was."""
    if not form.is_valid():
        return False
    with told_by(form):
        act()
    return not form.errors


def _asked(
    request: Request,
    form: Form | ModelForm,
    call_in: CallIn | None,
    title: str,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "call_in": call_in, "title": title, "readers": (), **more}
    return render(request, "interventions/aftermaths/form.html", context)
