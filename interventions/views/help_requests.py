"""Wishes for help: those that wait, one of them, and passing it on by consent."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Individual
from cases.views.ownership import can, is_own
from interventions.actions import help_requests as actions
from interventions.forms.aftermaths import ContactForm
from interventions.models import HelpRequest
from partners import audience, explain
from partners.decorators import mandated
from partners.forms.consents import SharingForm
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25


@mandated(Action.READ, Category.HELP_REQUESTS)
def index(request: Request) -> HttpResponse:
    rows = HelpRequest.objects.waiting().select_related("owner", "individual")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    owns = audience.current().owns(Category.HELP_REQUESTS)
    return render(request, "interventions/help_requests/list.html", {"page": page, "owns": owns})


@mandated(Action.READ, Category.HELP_REQUESTS)
def record(request: Request, pk: UUID) -> HttpResponse:
    wish = _wish(pk)
    may_change = can(Action.CHANGE, Category.HELP_REQUESTS, on=wish)
    form = ContactForm(posted(request)) if may_change and actions.is_passed_on(wish) else None
    if form is not None and form.is_valid():
        with told_by(form):
            actions.contact(wish, at=form.cleaned_data["at"], by=request.user)
            messages.success(request, _("The first contact is noted."))
            return redirect(wish)
    context = {
        "wish": wish,
        "form": form,
        "why": explain.why(wish),
        "may_pass_on": may_change and wish.state == HelpRequest.State.WISHED,
        "may_withdraw": may_change and wish.is_waiting,
        "is_own": is_own(wish),
    }
    return render(request, "interventions/help_requests/record.html", context)


@require_POST
@mandated(Action.CREATE, Category.HELP_REQUESTS)
def note(request: Request, pk: UUID) -> HttpResponse:
    person = own_or_404(get_object_or_404(Individual, pk=pk), request)
    try:
        with transaction.atomic():
            wish = actions.note(person, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(person)
    messages.success(request, _("Noted. First contact within 48 hours."))
    return redirect(wish)


@mandated(Action.CHANGE, Category.HELP_REQUESTS)
def share(request: Request, pk: UUID) -> HttpResponse:
    wish = own_or_404(_wish(pk), request)
    rows = actions.shareable(wish)
    form = SharingForm(posted(request), rows=rows, by=request.user)
    if form.is_valid():
        consent, to = form.cleaned_data["shared"]
        with told_by(form):
            actions.pass_on(wish, rows=rows, consent=consent, to=to, by=request.user)
            messages.success(request, _("%(agency)s can read this now.") % {"agency": to})
            return redirect(wish)
    context = {"form": form, "wish": wish, "has_consents": bool(form.offered)}
    return render(request, "interventions/help_requests/share.html", context)


@require_POST
@mandated(Action.CHANGE, Category.HELP_REQUESTS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    wish = own_or_404(_wish(pk), request)
    try:
        with transaction.atomic():
            actions.withdraw(wish, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(wish)


def _wish(pk: UUID) -> HelpRequest:
    rows = HelpRequest.objects.select_related("owner", "individual", "heard_by", "consent")
    return get_object_or_404(rows, pk=pk)
