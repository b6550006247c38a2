"""Tasks: putting one down and ticking it off; they are read on the page of the day."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import tasks as actions
from interventions.forms.tasks import TaskForm
from interventions.models import CallIn, Meeting, Task
from interventions.views import Request
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.models import Protected


@mandated(Action.CREATE, Category.TASKS)
def new(request: Request) -> HttpResponse:
    form = TaskForm(request.POST or None, by=request.user)
    about = _about(request.GET.get("om", ""))
    if form.is_valid():
        actions.add(by=request.user, about=about, **form.cleaned_data)
        messages.success(request, _("The task is noted."))
        return redirect("today")
    context = {"form": form, "about": about, "readers": explain.readers(Category.TASKS)}
    return render(request, "interventions/tasks/form.html", context)


def _about(reference: str) -> Protected | None:
    """The call-in or meeting that the address names; no page when it cannot be seen."""
    kind, _colon, pk = reference.partition(":")
    models: dict[str, type[Protected]] = {"call-in": CallIn, "mote": Meeting}
    try:
        return get_object_or_404(models[kind], pk=UUID(pk)) if reference else None
    except (KeyError, ValueError):
        raise Http404 from None


@require_POST
@mandated(Action.CHANGE, Category.TASKS)
def complete(request: Request, pk: UUID) -> HttpResponse:
    task = get_object_or_404(Task.objects.owned_by(request.user.agency_id), pk=pk)
    actions.complete(task, by=request.user)
    messages.success(request, _("Done: %(task)s") % {"task": task})
    return redirect("today")
