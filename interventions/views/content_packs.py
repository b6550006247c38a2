"""The words of a custom notification."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from interventions.actions import notifications as actions
from interventions.forms.content_packs import ContentPackForm
from interventions.models import ContentPack, Notification
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted


@mandated(Action.CHANGE, Category.NOTIFICATION_PLAN)
def put(request: Request, pk: UUID) -> HttpResponse:
    notification = own_or_404(get_object_or_404(Notification.objects.coming(), pk=pk), request)
    pack = ContentPack.objects.filter(notification=notification).first()
    form = ContentPackForm(posted(request), instance=pack)
    if form.is_valid():
        with told_by(form):
            actions.put_words(notification, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(notification)
    readers = explain.readers(Category.NOTIFICATION_PLAN, row=notification)
    context = {"form": form, "notification": notification, "readers": readers}
    return render(request, "interventions/content_packs/form.html", context)
