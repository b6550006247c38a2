"""Fetching somebody: arranged, changed or called off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import pickups as actions
from interventions.forms.pickups import PickUpForm
from interventions.views import Request
from interventions.views.refusals import done
from interventions.views.summonses import opened, standing_pick_up
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.CANDIDATES)
def arrange(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    candidate, standing = summons.candidate, standing_pick_up(summons.candidate)
    form = PickUpForm(
        request.POST or None, candidate=candidate, standing=standing, user=request.user
    )
    if form.is_valid() and done(form, lambda: actions.arrange(candidate, **form.cleaned_data)):
        messages.success(request, _("The pick-up is arranged."))
        return redirect(summons)
    context = {"form": form, "summons": summons, "readers": explain.readers(Category.CANDIDATES)}
    return render(request, "interventions/summonses/pickup.html", context)


@mandated(Action.CREATE, Category.CANDIDATES)
@require_POST
def call_off(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    actions.call_off(summons.candidate, by=request.user)
    messages.success(request, _("The pick-up is called off."))
    return redirect(summons)
