"""Removing a person's record for good."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import removals
from cases.forms.removals import RemovalForm
from cases.models import Individual
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.ERASE, Category.IDENTITY)
def remove(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = RemovalForm(posted(request))
    if form.is_valid() and (told := form.remove(individual, by=request.user)) is not None:
        messages.success(request, _removed([agency.short_name for agency in told]))
        return redirect("cases:individuals")
    recipients = removals.recipients(individual)
    context = {"form": form, "individual": individual, "recipients": recipients}
    return render(request, "cases/individuals/remove.html", context)


def _removed(told: list[str]) -> str:
    if not told:
        return _("The person is removed.")
    names = ", ".join(told)
    return _("The person is removed. Told that it no longer holds: %(agencies)s.") % {
        "agencies": names
    }
