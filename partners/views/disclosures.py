"""Disclosures: what is asked, decided, lapsed; asking, deciding, withdrawing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners import audience, explain, rows
from partners.actions import disclosures as actions
from partners.decorators import mandated
from partners.forms.disclosures import DecisionForm, RequestForm
from partners.mandates import Action, Category
from partners.models import Disclosure, DisclosureAssessment
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25
State = Disclosure.State


@mandated(Action.READ, Category.DISCLOSURES)
def index(request: Request) -> HttpResponse:
    disclosures = Disclosure.objects.select_related("owner", "recipient", "requested_by")
    here = request.user.agency_id
    context = {
        "to_decide": disclosures.of(here).to_decide(),
        "to_decide_again": disclosures.of(here).to_decide_again(),
        "lapsed": disclosures.to(here).lapsed(),
        "page": Paginator(disclosures, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_ask": audience.current().may(Action.CREATE, Category.DISCLOSURES),
        "now": timezone.now(),
    }
    return render(request, "partners/disclosures/list.html", context)


@mandated(Action.READ, Category.DISCLOSURES)
def record(request: Request, pk: UUID) -> HttpResponse:
    return _record(request, _found(pk), DecisionForm())


@mandated(Action.CREATE, Category.DISCLOSURES)
def ask(request: Request, pk: UUID | None = None) -> HttpResponse:
    """About the rows that the address names, or the form, or an earlier disclosure had."""
    earlier = own_or_404(_found(pk), request) if pk else None
    names = request.POST.getlist("row") or request.GET.getlist("row") or _names(earlier)
    asked = rows.own(names)
    initial = RequestForm.of(earlier) if earlier else None
    form = RequestForm(posted(request), rows=asked, by=request.user, initial=initial)
    if form.is_valid():
        with told_by(form):
            disclosure = actions.request(rows=asked, by=request.user, **form.cleaned_data)
            messages.success(request, _("Asked. A decision-maker decides."))
            return redirect("partners:disclosure", disclosure.pk)
    context = {"form": form, "rows": asked, "earlier": earlier}
    context["readers"] = explain.readers(Category.DISCLOSURES)
    return render(request, "partners/disclosures/form.html", context)


@require_POST
@mandated(Action.DECIDE, Category.DISCLOSURES)
def decide(request: Request, pk: UUID) -> HttpResponse:
    disclosure = own_or_404(_found(pk), request)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with told_by(form):
            actions.decide(disclosure, by=request.user, **form.cleaned_data)
            messages.success(request, _("Decided."))
            return redirect("partners:disclosure", pk)
    return _record(request, _found(pk), form)


@mandated(Action.DECIDE, Category.DISCLOSURES)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    disclosure = own_or_404(_found(pk), request)
    form = Form(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.withdraw(disclosure, by=request.user)
            messages.success(request, _("Withdrawn. The recipient reads it no longer."))
            return redirect("partners:disclosure", pk)
    context = {"disclosure": disclosure, "form": form}
    return render(request, "partners/disclosures/withdraw.html", context)


def _found(pk: UUID) -> Disclosure:
    people = ("requested_by", "decided_by")
    found = Disclosure.objects.select_related("owner", "recipient", "legal_basis", *people)
    return get_object_or_404(found, pk=pk)


def _names(earlier: Disclosure | None) -> list[str]:
    found = rows.found(earlier.items.all()).values() if earlier else ()
    return [rows.reference(row) for row in found]


def _record(request: Request, disclosure: Disclosure, form: DecisionForm) -> HttpResponse:
    is_own = disclosure.owner_id == request.user.agency_id
    context = {
        "disclosure": disclosure,
        "now": timezone.now(),
        "is_own": is_own,
        "rows": rows.told(disclosure.items.all()),
        "assessment": DisclosureAssessment.objects.filter(disclosure=disclosure).first(),
        "why": explain.why(disclosure),
        "form": form,
        "may": _may(request, disclosure) if is_own else {},
    }
    return render(request, "partners/disclosures/record.html", context)


def _may(request: Request, disclosure: Disclosure) -> dict[str, Any]:
    """Which steps this person can take from here."""
    me = audience.current()
    decides = me.may(Action.DECIDE, Category.DISCLOSURES)
    is_asker = disclosure.requested_by_id == request.user.pk
    is_asked = disclosure.may_become(State.DISCLOSED)
    is_live = disclosure.state == State.DISCLOSED and disclosure.valid_until > timezone.now()
    has_rows = disclosure.state not in (State.REQUESTED, State.REFUSED)
    return {
        "decide": is_asked and decides and not is_asker,
        "wait": is_asked and decides and is_asker,
        "withdraw": is_live and decides,
        "ask_again": has_rows and not is_live and me.may(Action.CREATE, Category.DISCLOSURES),
    }
