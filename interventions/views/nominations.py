"""Nominations: handing over names, and saying that they came in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Individual, Supervision
from cases.views.ownership import is_own
from interventions import counterparts
from interventions.actions import nominations as actions
from interventions.actions.inquiries import may_be_asked
from interventions.forms.nominations import NominationForm
from interventions.models import CallIn, Nomination, Nominee, Receipt
from interventions.views import Request
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category
from partners.refusals import told_by
from partners.views import posted


@mandated(Action.CREATE, Category.INQUIRIES)
def nominate(request: Request, pk: UUID) -> HttpResponse:
    """To a call-in that another agency leads, from an agency that answers for links to groups."""
    others = CallIn.objects.upcoming().exclude(owner=request.user.agency_id)
    call_in = get_object_or_404(others.select_related("owner"), pk=pk)
    if not may_be_asked(request.user.agency):
        raise Http404
    form = NominationForm(posted(request), call_in=call_in)
    if form.is_valid():
        with told_by(form):
            links = list(form.cleaned_data["links"])
            row = actions.draft(call_in, links=links, by=request.user, **form.grounds())
            messages.success(request, _("Asked for. A decision-maker decides."))
            return redirect("interventions:nomination", row.pk)
    context = {"form": form, "call_in": call_in}
    context["readers"] = explain.readers(Category.INQUIRIES)
    return render(request, "interventions/nominations/form.html", context)


@mandated(Action.READ, Category.INQUIRIES)
def nomination(request: Request, pk: UUID) -> HttpResponse:
    row = _found(pk)
    nominees = list(
        row.nominees.filter(individual__in=Individual.objects.all())
        .select_related("individual", "group")
        .order_by("individual__sort_key", "pk")
    )
    call_in = CallIn.objects.filter(pk=row.call_in_id).first()
    is_theirs = not is_own(row)
    context = {
        "nomination": row,
        "call_in": call_in,
        "receipt": Receipt.objects.filter(nomination=row).first(),
        "why": explain.why(row),
        "nominees": _known(nominees, call_in) if is_theirs else [(n, None) for n in nominees],
        "is_theirs": is_theirs,
        "may_receive": is_theirs and audience.current().may(Action.CREATE, Category.INQUIRIES),
    }
    return render(request, "interventions/nominations/record.html", context)


@mandated(Action.CREATE, Category.INQUIRIES)
@require_POST
def receive(request: Request, pk: UUID) -> HttpResponse:
    row = _found(pk)
    if is_own(row) or Receipt.objects.filter(nomination=row).exists():
        raise Http404
    actions.receive(row, by=request.user)
    messages.success(request, _("Acknowledged. Nothing else is told."))
    return redirect("interventions:nomination", pk)


def _found(pk: UUID) -> Nomination:
    rows = Nomination.objects.select_related("owner", "recipient", "disclosure", "nominated_by")
    return get_object_or_404(rows, pk=pk)


def _known(
    nominees: list[Nominee], call_in: CallIn | None
) -> list[tuple[Nominee, Supervision | None]]:
    """With the supervision that could give ground on the day, where the number is a client's."""
    own = counterparts.of([one.individual for one in nominees])
    day = timezone.localdate(call_in.starts_at) if call_in else timezone.localdate()
    clients = Supervision.objects.own().under_way(day).select_related("individual")
    held = {one.individual_id: one for one in clients.filter(individual__in=list(own.values()))}
    return [
        (one, held.get(own[one.individual_id].pk) if one.individual_id in own else None)
        for one in nominees
    ]
