"""Choosing: the list with each criterion's answer, one candidate, and what is decided in spite."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions import checks as actions
from interventions.choosing import Choosing
from interventions.eligibility import OVERRIDABLE, Criterion
from interventions.forms.checks import CustodyForm, OverrideForm
from interventions.models import CallIn, Candidate, Inquiry
from interventions.views import Request
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.models import Approval
from partners.refusals import told_by
from partners.views import posted


@mandated(Action.READ, Category.CANDIDATES)
def choosing(request: Request, pk: UUID) -> HttpResponse:
    """In alphabetical order: who meets more is not higher up."""
    call_in = get_object_or_404(CallIn.objects.own(), pk=pk)
    me = audience.current()
    context = {
        "call_in": call_in,
        "choosing": Choosing(call_in),
        "criteria": list(Criterion),
        "inquiries": Inquiry.objects.own().filter(call_in=call_in).select_related("recipient"),
        "may_ask": me.may(Action.CREATE, Category.INQUIRIES) and not call_in.is_closed,
    }
    return render(request, "interventions/choosing/list.html", context)


@mandated(Action.READ, Category.CANDIDATES)
def candidate(request: Request, pk: UUID) -> HttpResponse:
    row = _candidate(pk)
    me = audience.current()
    is_open = not row.call_in.is_closed
    is_undecided = is_open and row.state in Candidate.UNDECIDED
    context = {
        "candidate": row,
        "choice": Choosing(row.call_in).choice(row),
        "mine": set(Approval.objects.answerable_by(request.user)),
        "may_check": is_undecided and me.may(Action.CREATE, Category.CANDIDATES),
        "may_decide": is_open and me.may(Action.DECIDE, Category.CANDIDATES),
    }
    return render(request, "interventions/choosing/candidate.html", context)


@mandated(Action.CREATE, Category.CANDIDATES)
def check_custody(request: Request, pk: UUID) -> HttpResponse:
    row = _undecided(pk)
    form = CustodyForm(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.check_custody(row, by=request.user, **form.found())
            messages.success(request, _("The check is noted."))
            return redirect("interventions:candidate", pk)
    context = {"form": form, "candidate": row}
    context["readers"] = explain.readers(Category.CANDIDATES, about=row.individual)
    return render(request, "interventions/choosing/custody.html", context)


@mandated(Action.CREATE, Category.CANDIDATES)
def override(request: Request, pk: UUID, criterion: str) -> HttpResponse:
    row = _undecided(pk)
    answer = _overridable(row, criterion)
    form = OverrideForm(posted(request))
    if form.is_valid():
        with told_by(form):
            reason = form.cleaned_data["reason"]
            actions.ask(row, criterion=criterion, reason=reason, by=request.user)
            messages.success(request, _("Asked. Somebody else answers."))
            return redirect("interventions:candidate", pk)
    context = {"form": form, "candidate": row, "answer": answer}
    context["readers"] = explain.readers(Category.CANDIDATES, about=row.individual)
    return render(request, "interventions/choosing/override.html", context)


def _candidate(pk: UUID) -> Candidate:
    people = ("individual", "supervision__officer", "proposed_by")
    rows = Candidate.objects.own().select_related("call_in", "owner", *people)
    return get_object_or_404(rows, pk=pk)


def _undecided(pk: UUID) -> Candidate:
    row = _candidate(pk)
    if row.state not in Candidate.UNDECIDED or row.call_in.is_closed:
        raise Http404
    return row


def _overridable(row: Candidate, criterion: str) -> object:
    """Only what is not met can be set aside, and only what is not hard."""
    if criterion not in OVERRIDABLE:
        raise Http404
    answer = Choosing(row.call_in).choice(row).answer(Criterion(criterion))
    if answer is None or not answer.may_be_asked:
        raise Http404
    return answer
