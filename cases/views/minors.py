"""Minors: whose record is to be looked at again, and the yeses that are missing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cases.actions import approvals
from cases.forms.minors import ReviewForm
from cases.models import Individual
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.views import Request, own_or_404, posted

PER_PAGE = 50


@mandated(Action.CREATE, Category.IDENTITY)
def index(request: Request) -> HttpResponse:
    """The one that is latest comes first; within a day in alphabetical order."""
    minors = Individual.objects.own().kept().minors(timezone.localdate())
    minors = minors.order_by("review_on", "sort_key", "id")
    page = Paginator(minors, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/individuals/minors.html", {"page": page})


@mandated(Action.CHANGE, Category.IDENTITY)
def review(request: Request, pk: UUID) -> HttpResponse:
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    form = ReviewForm(posted(request))
    if form.is_valid():
        approvals.review(individual, by=request.user, **form.cleaned_data)
        messages.success(request, _("Reviewed."))
        return redirect(individual)
    context = {"form": form, "individual": individual}
    return render(request, "cases/individuals/review.html", context)


@mandated(Action.CHANGE, Category.IDENTITY)
@require_POST
def ask(request: Request, pk: UUID) -> HttpResponse:
    """Those who are missing are asked once more, when somebody has said no."""
    individual = own_or_404(get_object_or_404(Individual, pk=pk), request)
    asked = approvals.ask(individual, by=request.user)
    text = ngettext("%(count)s colleague is asked.", "%(count)s colleagues are asked.", asked)
    messages.success(request, text % {"count": asked})
    return redirect(individual)
