"""Writing the safety plan of a custom notification."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions import safety_plans as actions
from interventions.forms.safety_plans import SafetyPlanForm
from interventions.models import Notification, SafetyPlan
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def write(request: Request, pk: UUID) -> HttpResponse:
    notification = own_or_404(get_object_or_404(Notification.objects.coming(), pk=pk), request)
    written = SafetyPlan.objects.filter(notification=notification).first()
    form = SafetyPlanForm(posted(request), instance=written)
    if form.is_valid():
        with told_by(form):
            actions.write(notification, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. Somebody else approves it."))
            return redirect(notification)
    readers = explain.readers(Category.NOTIFICATION_PLAN, row=notification)
    context = {"form": form, "notification": notification, "readers": readers}
    return render(request, "interventions/safety_plans/form.html", context)
