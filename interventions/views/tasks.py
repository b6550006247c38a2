"""Tasks: putting one down and ticking it off; they are read on the page of the day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import tasks as actions
from interventions.forms.tasks import TaskForm
from interventions.models import Task
from interventions.views import Request
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.TASKS)
def new(request: Request) -> HttpResponse:
    form = TaskForm(request.POST or None, by=request.user)
    if form.is_valid():
        actions.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("The task is noted."))
        return redirect("today")
    context = {"form": form, "readers": explain.readers(Category.TASKS)}
    return render(request, "interventions/tasks/form.html", context)


@require_POST
@mandated(Action.CHANGE, Category.TASKS)
def complete(request: Request, pk: UUID) -> HttpResponse:
    task = get_object_or_404(Task.objects.owned_by(request.user.agency_id), pk=pk)
    actions.complete(task, by=request.user)
    messages.success(request, _("Done: %(task)s") % {"task": task})
    return redirect("today")
