"""Call-ins: the list, the record, and preparing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.views.ownership import is_own
from interventions import figures
from interventions.actions import callins as actions
from interventions.actions import candidates
from interventions.actions.doors import NAMES, duties
from interventions.door_list import Card, DoorList
from interventions.forms.callins import CallInForm
from interventions.models import CallIn, Candidate, DoorCard
from interventions.views import Request
from interventions.views.partings import remember, told_when_over
from partners import audience, explain
from partners.decorators import mandated
from partners.mandates import Action, Category

ON_A_PAGE = 25


@mandated(Action.READ, Category.CALL_IN)
def callins(request: Request) -> HttpResponse:
    everything_past = CallIn.objects.past().select_related("owner")
    page = Paginator(everything_past, ON_A_PAGE).get_page(request.GET.get("page"))
    told = figures.of(page)
    context = {
        "upcoming": CallIn.objects.upcoming().select_related("owner"),
        "page": page,
        "past": [(one, told.get(one.pk)) for one in page],
        "figures": told,
        "may_prepare": audience.current().may(Action.CREATE, Category.CALL_IN),
    }
    return render(request, "interventions/callins/list.html", context)


@mandated(Action.READ, Category.CALL_IN)
@told_when_over
def callin(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.select_related("owner", "closed_by"), pk=pk)
    own = _own(call_in) if is_own(call_in) else {}
    has_duty = not own and _has_duty(call_in)
    if has_duty:
        remember(request, pk)
    context = {
        "call_in": call_in,
        "why": explain.why(call_in),
        "figures": figures.of([call_in]).get(call_in.pk),
        "candidates": _candidates(call_in, own.get("door")),
        "has_duty": has_duty,
        "own": own,
    }
    return render(request, "interventions/callins/record.html", context)


@mandated(Action.CREATE, Category.CALL_IN)
def prepare(request: Request) -> HttpResponse:
    form = CallInForm(request.POST or None)
    if form.is_valid():
        call_in = actions.prepare(by=request.user, **form.matters())
        messages.success(request, _("The call-in is prepared."))
        return redirect("interventions:callin", call_in.pk)
    context = {"form": form, "readers": explain.readers(Category.CALL_IN)}
    return render(request, "interventions/callins/form.html", context)


@mandated(Action.CHANGE, Category.CALL_IN)
def change(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.open_and_led_by(request.user.agency_id), pk=pk)
    form = CallInForm(request.POST or None, instance=call_in)
    if form.is_valid():
        actions.change(call_in, by=request.user, **form.matters())
        messages.success(request, _("The call-in is changed."))
        return redirect("interventions:callin", pk)
    readers = explain.readers(Category.CALL_IN, row=call_in)
    context = {"form": form, "call_in": call_in, "readers": readers}
    return render(request, "interventions/callins/form.html", context)


def _own(call_in: CallIn) -> dict[str, Any]:
    """What only the agency that leads the call-in has beside it: the door, and who stands there."""
    held = duties(call_in)
    with_names = {grant.user_id for grant in held if grant.codename == NAMES}
    return {
        "door": DoorList(call_in, timezone.now()),
        "duties": [
            (grant.user, grant.user_id in with_names, grant.valid_until)
            for grant in held
            if grant.codename != NAMES
        ],
        "may": _may(call_in),
        "losing": [] if call_in.is_closed else _losing(call_in),
    }


def _losing(call_in: CallIn) -> list[Candidate]:
    """Approved or summoned, and no longer bound to come that day: moved, or supervision ended."""
    return candidates.without_ground(call_in, day=timezone.localdate(call_in.starts_at))


def _may(call_in: CallIn) -> dict[str, bool]:
    """Which buttons there are; a closed list has none."""
    me = audience.current()
    may = {
        "change": me.may(Action.CHANGE, Category.CALL_IN),
        "propose": me.may(Action.CREATE, Category.CANDIDATES),
        "decide": me.may(Action.DECIDE, Category.CANDIDATES),
        "summon": me.may(Action.CREATE, Category.DOOR_LIST),
        "serve": me.may(Action.CHANGE, Category.CANDIDATES),
        "register": me.may(Action.CREATE, Category.ATTENDANCE),
    }
    return dict.fromkeys(may, False) if call_in.is_closed else may


def _candidates(call_in: CallIn, door: DoorList | None) -> list[dict[str, Any]]:
    """Each candidate with what to know before summoning, and how it went at the door."""
    cards = {card.id: card for card in door.cards} if door else {}

    def card_of(row: Candidate) -> Card | None:
        return cards.get(row.card_id) if row.card_id else None

    rows = call_in.candidates.select_related("individual", "supervision__officer", "summons")
    return [
        {
            "row": row,
            "warning": candidates.warning(row),
            "card": cards.get(row.card_id) if row.card_id else None,
        }
        for row in rows
    ]


def _has_duty(call_in: CallIn) -> bool:
    """Somebody of another agency who sees door cards here has been given the door."""
    return DoorCard.objects.filter(call_in=call_in).exists()
