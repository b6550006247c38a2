"""Standing decisions: the ones in force, one of them, deciding and ending."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partners import audience, explain
from partners.actions import standing_decisions as actions
from partners.decorators import mandated
from partners.forms.standing_decisions import StandingDecisionForm
from partners.mandates import Action, Category
from partners.models import StandingDecision
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25


@mandated(Action.READ, Category.STANDING_DECISIONS)
def index(request: Request) -> HttpResponse:
    decisions = StandingDecision.objects.select_related("owner", "recipient", "legal_basis")
    here = request.user.agency_id
    context = {
        "given": decisions.current().filter(owner=here),
        "received": decisions.current().filter(recipient=here),
        "page": Paginator(decisions.ended(), ON_A_PAGE).get_page(request.GET.get("page")),
        "may_decide": audience.current().may(Action.CREATE, Category.STANDING_DECISIONS),
    }
    return render(request, "partners/standing_decisions/list.html", context)


@mandated(Action.READ, Category.STANDING_DECISIONS)
def record(request: Request, pk: UUID) -> HttpResponse:
    decision = _found(pk)
    is_current = decision.is_current(timezone.now())
    may_change = audience.current().may(Action.CHANGE, Category.STANDING_DECISIONS)
    is_own = decision.owner_id == request.user.agency_id
    context = {
        "decision": decision,
        "is_current": is_current,
        "may_end": is_own and is_current and may_change,
        "why": explain.why(decision),
    }
    return render(request, "partners/standing_decisions/record.html", context)


@mandated(Action.CREATE, Category.STANDING_DECISIONS)
def decide(request: Request) -> HttpResponse:
    form = StandingDecisionForm(posted(request), by=request.user)
    if form.is_valid():
        with told_by(form):
            decision = actions.decide(by=request.user, **form.cleaned_data)
            messages.success(request, _("Decided. The recipient reads it from now on."))
            return redirect("partners:standing_decision", decision.pk)
    context = {"form": form, "readers": explain.readers(Category.STANDING_DECISIONS)}
    return render(request, "partners/standing_decisions/form.html", context)


@mandated(Action.CHANGE, Category.STANDING_DECISIONS)
def end(request: Request, pk: UUID) -> HttpResponse:
    decision = own_or_404(_found(pk), request)
    form = Form(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.end(decision, by=request.user)
            messages.success(request, _("Ended. The recipient reads it no longer."))
            return redirect("partners:standing_decision", pk)
    return render(
        request, "partners/standing_decisions/end.html", {"decision": decision, "form": form}
    )


def _found(pk: UUID) -> StandingDecision:
    rows = StandingDecision.objects.select_related(
        "owner", "recipient", "legal_basis", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)
