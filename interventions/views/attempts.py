"""Attempts to serve a summons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interventions.actions import summonses as actions
from interventions.forms.attempts import AttemptForm
from interventions.models import Summons
from interventions.views import Request
from interventions.views.refusals import done
from interventions.views.summonses import opened
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.CANDIDATES)
def new(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    form = AttemptForm(request.POST or None, user=request.user)
    if form.is_valid() and done(form, lambda: _attempt(summons, form.cleaned_data)):
        messages.success(request, _("The attempt is registered."))
        return redirect(summons)
    context = {"form": form, "summons": summons, "readers": explain.readers(Category.CANDIDATES)}
    return render(request, "interventions/attempts/form.html", context)


def _attempt(summons: Summons, told: dict[str, Any]) -> None:
    actions.attempt(
        summons, method=told["method"], outcome=told["outcome"], at=told["at"], by=told["by"]
    )
