"""Consents: the register, one of them, recording, sharing by it and withdrawing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners import audience, explain, rows
from partners.actions import consents as actions
from partners.actions import grants
from partners.decorators import mandated
from partners.forms.consents import ConsentForm, SharingForm
from partners.mandates import Action, Category
from partners.models import Agency, Consent, Grant, Protected
from partners.refusals import told_by
from partners.views import Request, own_or_404, posted

ON_A_PAGE = 25


@mandated(Action.READ, Category.CONSENTS)
def index(request: Request) -> HttpResponse:
    consents = Consent.objects.select_related("owner")
    page = Paginator(consents, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _with_agencies(page),
        "now": timezone.now(),
        "may_record": audience.current().may(Action.CREATE, Category.CONSENTS),
    }
    return render(request, "partners/consents/list.html", context)


@mandated(Action.READ, Category.CONSENTS)
def record(request: Request, pk: UUID) -> HttpResponse:
    consent = _found(pk)
    shared = list(Grant.objects.filter(consent=consent).select_related("owner", "agency"))
    is_own = consent.owner_id == request.user.agency_id
    may_change = audience.current().may(Action.CHANGE, Category.CONSENTS)
    context = {
        "line": _with_agencies([consent])[0],
        "now": timezone.now(),
        "categories": [Category(category).label for category in consent.categories],
        "may_withdraw": is_own and consent.is_in_force and may_change,
        "may_stop": any(_may_stop(grant) for grant in shared),
        "shared": list(zip(shared, rows.told(map(rows.Subject.opened_by, shared)), strict=True)),
        "subject": rows.told([rows.Subject.of(consent)])[0],
        "why": explain.why(consent),
    }
    return render(request, "partners/consents/record.html", context)


@mandated(Action.CREATE, Category.CONSENTS)
def write(request: Request) -> HttpResponse:
    """About the person that the address names."""
    [subject] = rows.own(_named(request)[:1])
    if subject.subject_id() != subject.pk:
        raise Http404
    form = ConsentForm(posted(request), by=request.user, about=subject)
    if form.is_valid():
        with told_by(form):
            consent = actions.record(subject=subject, by=request.user, **form.cleaned_data)
            messages.success(request, _("The consent is recorded."))
            return redirect("partners:consent", consent.pk)
    readers = explain.readers(Category.CONSENTS, about=subject)
    context = {"form": form, "row": subject, "readers": readers}
    return render(request, "partners/consents/form.html", context)


@mandated(Action.READ, Category.CONSENTS)
def share(request: Request) -> HttpResponse:
    """The rows that the address names, with an agency that the person has consented to."""
    shared = rows.own(_named(request))
    if not all(audience.current().may(Action.CREATE, rows.category(row)) for row in shared):
        raise Http404
    form = SharingForm(posted(request), rows=shared, by=request.user)
    if form.is_valid():
        consent, to = form.cleaned_data["shared"]
        with told_by(form):
            actions.share(consent, shared, to=to, by=request.user)
            messages.success(request, _("%(agency)s can read this now.") % {"agency": to})
            return redirect("partners:consent", consent.pk)
    return render(request, "partners/consents/share.html", {"form": form, "rows": shared})


@require_POST
@mandated(Action.READ, Category.CONSENTS)
def stop(request: Request, pk: UUID) -> HttpResponse:
    """What the own agency has shared by the consent is closed; the consent itself still stands."""
    given = [g for g in Grant.objects.filter(consent=_found(pk)) if _may_stop(g)]
    if not given:
        raise Http404
    grants.end(given, because=Grant.Ending.DONE)
    messages.success(request, _("Your agency shares nothing by this consent any more."))
    return redirect("partners:consent", pk)


@mandated(Action.CHANGE, Category.CONSENTS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    consent = own_or_404(_found(pk), request)
    form = Form(posted(request))
    if form.is_valid():
        with told_by(form):
            actions.withdraw(consent, by=request.user)
            messages.success(request, _("Withdrawn. What it opened is closed."))
            return redirect("partners:consent", pk)
    context = {"line": _with_agencies([consent])[0], "form": form}
    return render(request, "partners/consents/withdraw.html", context)


def _found(pk: UUID) -> Consent:
    return get_object_or_404(Consent.objects.select_related("owner"), pk=pk)


def _named(request: Request) -> list[str]:
    return request.POST.getlist("row") or request.GET.getlist("row")


def _with_agencies(consents: Iterable[Consent]) -> list[dict[str, Any]]:
    agencies = Agency.objects.in_bulk()
    return [
        {"consent": one, "recipients": [agencies[number] for number in one.recipients]}
        for one in consents
    ]


def _may_stop(grant: Grant) -> bool:
    """What the own agency gave, by somebody who could have given it."""
    me, kind = audience.current(), grant.content_type.model_class()
    if grant.owner_id != me.agency_id or kind is None or not issubclass(kind, Protected):
        return False
    return me.may(Action.CREATE, kind.information_category())
