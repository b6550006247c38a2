"""Consents: the register, one of them, recording and withdrawing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partners import audience, explain, rows
from partners.actions import consents as actions
from partners.decorators import mandated
from partners.forms.consents import ConsentForm
from partners.mandates import Action, Category
from partners.models import Consent
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25


@mandated(Action.READ, Category.CONSENTS)
def index(request: Request) -> HttpResponse:
    consents = Consent.objects.select_related("owner", "recipient")
    context = {
        "page": Paginator(consents, ON_A_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
        "may_record": audience.current().may(Action.CREATE, Category.CONSENTS),
    }
    return render(request, "partners/consents/list.html", context)


@mandated(Action.READ, Category.CONSENTS)
def record(request: Request, pk: UUID) -> HttpResponse:
    consent = _found(pk)
    is_live = consent.withdrawn_at is None and consent.valid_until > timezone.now()
    is_own = consent.owner_id == request.user.agency_id
    may_change = audience.current().may(Action.CHANGE, Category.CONSENTS)
    context = {
        "consent": consent,
        "now": timezone.now(),
        "may_withdraw": is_own and is_live and may_change,
        "subject": rows.told([rows.Subject.of(consent)])[0],
        "why": explain.why(consent),
    }
    return render(request, "partners/consents/record.html", context)


@mandated(Action.CREATE, Category.CONSENTS)
def write(request: Request) -> HttpResponse:
    """About the person that the address names."""
    [subject] = rows.own((request.POST.getlist("row") or request.GET.getlist("row"))[:1])
    form = ConsentForm(posted(request), by=request.user)
    if form.is_valid():
        with told_by(form):
            consent = actions.record(subject=subject, by=request.user, **form.cleaned_data)
            messages.success(request, _("The consent is recorded."))
            return redirect("partners:consent", consent.pk)
    context = {"form": form, "row": subject, "readers": explain.readers(Category.CONSENTS)}
    return render(request, "partners/consents/form.html", context)


@mandated(Action.CHANGE, Category.CONSENTS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    consent = own_or_404(_found(pk), request)
    form = Form(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.withdraw(consent, by=request.user)
            messages.success(request, _("Withdrawn. What it opened is closed."))
            return redirect("partners:consent", pk)
    return render(request, "partners/consents/withdraw.html", {"consent": consent, "form": form})


def _found(pk: UUID) -> Consent:
    return get_object_or_404(Consent.objects.select_related("owner", "recipient"), pk=pk)
