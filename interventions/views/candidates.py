"""Candidates: proposing, deciding, summoning."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from interventions.actions import candidates as actions
from interventions.forms.candidates import FindForm, ProposeForm, SummonForm
from interventions.models import CallIn, Candidate
from interventions.views import Request
from interventions.views.refusals import done
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.CANDIDATES)
def propose(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    find = FindForm(request.GET or None)
    name = find.cleaned_data["name"] if find.is_valid() else ""
    form = ProposeForm(request.POST or None, call_in=call_in, name=name)
    if form.is_valid() and done(form, lambda: _propose(request, call_in, form)):
        return redirect("interventions:callin", pk)
    context = {"form": form, "find": find, "call_in": call_in}
    context["readers"] = explain.readers(Category.CANDIDATES)
    return render(request, "interventions/candidates/propose.html", context)


@mandated(Action.CREATE, Category.CANDIDATES)
@require_POST
def review(request: Request, pk: UUID) -> HttpResponse:
    """Everybody proposed goes to a decision-maker at once."""
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    proposed = list(call_in.candidates.filter(state=Candidate.State.PROPOSED))
    with transaction.atomic():
        for candidate in proposed:
            actions.review(candidate, by=request.user)
    words = ngettext(
        "%(n)s candidate is under review.", "%(n)s candidates are under review.", len(proposed)
    )
    messages.success(request, words % {"n": len(proposed)})
    return redirect("interventions:callin", pk)


@mandated(Action.DECIDE, Category.CANDIDATES)
@require_POST
def decide(request: Request, pk: UUID) -> HttpResponse:
    """Yes or no, by the button that was pressed; a refusal is told on the page of the call-in."""
    candidate = _candidate(pk)
    action = {"approve": actions.approve, "decline": actions.decline}.get(
        request.POST.get("answer", ""), actions.approve
    )
    try:
        action(candidate, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("interventions:callin", candidate.call_in_id)


@mandated(Action.CREATE, Category.DOOR_LIST)
def summon(request: Request, pk: UUID) -> HttpResponse:
    candidate = _candidate(pk)
    form = SummonForm(request.POST or None, candidate=candidate)
    if form.is_valid() and done(
        form, lambda: actions.summon(candidate, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The summons is issued and there is a seat."))
        return redirect("interventions:callin", candidate.call_in_id)
    warning = actions.warning(candidate)
    context = {"form": form, "candidate": candidate, "warning": warning}
    return render(request, "interventions/candidates/summon.html", context)


def _candidate(pk: UUID) -> Candidate:
    rows = Candidate.objects.select_related("call_in", "individual", "supervision")
    return get_object_or_404(rows, pk=pk)


def _propose(request: Request, call_in: CallIn, form: ProposeForm) -> None:
    chosen = form.cleaned_data["supervisions"]
    for supervision in chosen:
        actions.propose(call_in, supervision=supervision, by=request.user)
    number = len(chosen)
    words = ngettext("%(n)s candidate proposed.", "%(n)s candidates proposed.", number)
    messages.success(request, words % {"n": number})
