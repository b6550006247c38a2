"""Groups that merge and split, recorded on the page of the predecessor."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.forms.successions import SuccessionForm
from cases.models import CriminalGroup
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CHANGE, Category.GROUP_CODE)
def new(request: Request, pk: UUID) -> HttpResponse:
    group = own_or_404(get_object_or_404(CriminalGroup, pk=pk), request)
    form = SuccessionForm(posted(request), group=group)
    if form.is_valid() and form.record(by=request.user):
        messages.success(request, _("It is recorded, and both pages say so."))
        return redirect(group)
    readers = explain.readers(Category.GROUP_CODE, row=group)
    context = {"form": form, "group": group, "readers": readers}
    return render(request, "cases/successions/new.html", context)
