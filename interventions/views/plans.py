"""The checklist of a call-in: ticking off, and what is to be known about one thing on it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import plans as actions
from interventions.forms.plans import MilestoneForm
from interventions.models import Milestone
from interventions.views import Request
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@require_POST
@mandated(Action.CHANGE, Category.CALL_IN_PLAN)
def tick(request: Request, pk: UUID) -> HttpResponse:
    """As the button said: whoever ticks off what a colleague just did undoes nothing."""
    milestone = _milestone(pk)
    if request.POST.get("answer") == "not_done":
        actions.reopen(milestone, by=request.user)
        messages.success(request, _("Not done: %(what)s") % {"what": milestone})
    else:
        if not milestone.is_done:
            actions.finish(milestone, by=request.user)
        messages.success(request, _("Done: %(task)s") % {"task": milestone})
    return _back_to_the_checklist(milestone)


@mandated(Action.CHANGE, Category.CALL_IN_PLAN)
def milestone(request: Request, pk: UUID) -> HttpResponse:
    found = _milestone(pk)
    form = MilestoneForm(request.POST or None, instance=found)
    if form.is_valid() and _recorded(request, form):
        messages.success(request, _("Saved: %(what)s") % {"what": found})
        return _back_to_the_checklist(found)
    readers = explain.readers(Category.CALL_IN_PLAN, row=found)
    context = {"form": form, "milestone": found, "readers": readers}
    return render(request, "interventions/plans/milestone.html", context)


def _milestone(pk: UUID) -> Milestone:
    own = Milestone.objects.changeable().select_related("call_in")
    return get_object_or_404(own, pk=pk)


def _recorded(request: Request, form: MilestoneForm) -> bool:
    """True when it was; otherwise the form says why not."""
    told = {"on": form.cleaned_data["done_on"], "note": form.cleaned_data["note"]}
    try:
        with transaction.atomic():
            kept = Milestone.objects.get(pk=form.instance.pk)
            actions.record(kept, by=request.user, **told)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


def _back_to_the_checklist(milestone: Milestone) -> HttpResponseRedirect:
    page = reverse("interventions:callin", args=[milestone.call_in_id])
    return redirect(f"{page}#checklist")
