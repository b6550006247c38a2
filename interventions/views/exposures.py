"""Legal exposure: written by one of police, checked by another."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions import exposures as actions
from interventions.forms.exposures import ExposureForm
from interventions.models import LegalExposure, Notification
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.LEGAL_EXPOSURE)
def write(request: Request, pk: UUID) -> HttpResponse:
    coming = Notification.objects.told().coming()
    notification = own_or_404(get_object_or_404(coming, pk=pk), request)
    if notification.whom is None:
        raise Http404
    written = LegalExposure.objects.filter(notification=notification).first()
    form = ExposureForm(posted(request), instance=written)
    if form.is_valid():
        with told_by(form):
            actions.write(notification, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved as a draft. Somebody else checks it."))
            return redirect(notification)
    readers = explain.readers(Category.LEGAL_EXPOSURE, row=written)
    context = {"form": form, "notification": notification, "readers": readers}
    return render(request, "interventions/exposures/form.html", context)


@require_POST
@mandated(Action.DECIDE, Category.LEGAL_EXPOSURE)
def check(request: Request, pk: UUID) -> HttpResponse:
    found = LegalExposure.objects.select_related("notification")
    exposure = own_or_404(get_object_or_404(found, pk=pk), request)
    try:
        actions.check(exposure, by=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Checked. It is in the pack of police from now on."))
    return redirect(exposure.notification)
