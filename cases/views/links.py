"""Links to groups: registered on the page of the person, and ended early with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import links
from cases.forms.links import EndingForm, LinkForm
from cases.models import GroupLink, Individual
from partners import explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted


@mandated(Action.CREATE, Category.GROUP_LINK)
def new(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = LinkForm(posted(request))
    if form.is_valid() and form.register(individual, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(individual)
    readers = explain.readers(Category.GROUP_LINK, about=individual)
    context = {"form": form, "individual": individual, "readers": readers}
    return render(request, "cases/links/new.html", context)


@mandated(Action.CHANGE, Category.GROUP_LINK)
def end(request: Request, pk: UUID) -> HttpResponse:
    link = own_or_404(get_object_or_404(GroupLink, pk=pk), request)
    individual = link.individual
    form = EndingForm(posted(request))
    if form.is_valid():
        links.end(link, by=request.user, **form.cleaned_data)
        messages.success(request, _("The link has ended."))
        return redirect(individual)
    context = {"form": form, "link": link, "individual": individual}
    return render(request, "cases/links/end.html", context)
