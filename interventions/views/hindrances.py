"""Hindrances: reporting one, and judging it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import hindrances as actions
from interventions.forms.hindrances import HindranceForm
from interventions.models import Hindrance
from interventions.views import Request
from interventions.views.refusals import done
from interventions.views.summonses import opened
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.CANDIDATES)
def report(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    form = HindranceForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.report(summons.candidate, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The hindrance is reported. A decision-maker judges it."))
        return redirect(summons)
    context = {"form": form, "summons": summons, "readers": explain.readers(Category.CANDIDATES)}
    return render(request, "interventions/hindrances/form.html", context)


@mandated(Action.DECIDE, Category.CANDIDATES)
@require_POST
def decide(request: Request, pk: UUID) -> HttpResponse:
    """Accepted or not, by the button that was pressed."""
    rows = Hindrance.objects.select_related(
        "candidate__call_in", "candidate__summons", "candidate__individual"
    )
    hindrance = get_object_or_404(rows, pk=pk)
    is_accepted = request.POST.get("answer") == "accept"
    action = actions.accept if is_accepted else actions.reject
    try:
        action(hindrance, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(hindrance.candidate.summons)
