"""Summonses: all of a call-in, and each with what has become of it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.views.ownership import can
from interventions.actions import letters
from interventions.actions import summonses as actions
from interventions.forms.summonses import TranslationForm
from interventions.models import CallIn, Candidate, Hindrance, PickUp, Reminder, Summons
from interventions.reminders import gateways
from interventions.views import Request
from interventions.views.refusals import done
from partners import audience, explain
from partners.decorators import mandated, owning
from partners.mandates import Action, Category


@owning(Category.CANDIDATES)
def summonses(request: Request, pk: UUID) -> HttpResponse:
    own = CallIn.objects.own()
    call_in = get_object_or_404(own, pk=pk)
    rows = (
        Summons.objects.filter(candidate__call_in=call_in)
        .select_related("candidate__individual", "candidate__pick_up")
        .prefetch_related("attempts", "candidate__hindrances", "reminders")
        .order_by("candidate__individual__sort_key", "pk")
    )
    context = {
        "call_in": call_in,
        "summonses": rows,
        "batches": call_in.batches.select_related("asked_by").prefetch_related("letters"),
        "may_print": _may(Action.CREATE, Category.BRIEFINGS) and not call_in.is_closed,
        "texts_missing": _texts_missing(rows),
    }
    return render(request, "interventions/summonses/list.html", context)


@owning(Category.CANDIDATES)
def summons(request: Request, pk: UUID) -> HttpResponse:
    found = opened(pk)
    candidate, reminders = found.candidate, Reminder.objects.filter(summons=found)
    context = {
        "summons": found,
        "candidate": candidate,
        "call_in": candidate.call_in,
        "attempts": found.attempts.select_related("by"),
        "hindrances": Hindrance.objects.filter(candidate=candidate).select_related(
            "reported_to", "decided_by"
        ),
        "pick_up": standing_pick_up(candidate),
        "reminders": reminders,
        "reminders_are_on": gateways.is_on(),
        "may": _buttons(found),
        "why": explain.why(found),
    }
    return render(request, "interventions/summonses/record.html", context)


@mandated(Action.CREATE, Category.DOOR_LIST)
def make_voluntary(request: Request, pk: UUID) -> HttpResponse:
    found = opened(pk)
    refused = ""
    if request.method == "POST":
        try:
            actions.make_voluntary(found, by=request.user)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            messages.success(request, _("It is voluntary to come. Print a new letter."))
            return redirect(found)
    context = {"summons": found, "refused": refused}
    return render(request, "interventions/summonses/voluntary.html", context)


@mandated(Action.CREATE, Category.DOOR_LIST)
def translate(request: Request, pk: UUID) -> HttpResponse:
    found = opened(pk)
    form = TranslationForm(request.POST or None, summons=found)
    if form.is_valid() and done(
        form, lambda: actions.translate(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The letter has that translation."))
        return redirect(found)
    context = {"summons": found, "form": form}
    return render(request, "interventions/summonses/translation.html", context)


def opened(pk: UUID) -> Summons:
    """With whom it is about; of somebody withheld there is no summons either."""
    rows = Summons.objects.select_related(
        "owner", "text", "translation", "candidate__call_in", "candidate__individual",
        "candidate__supervision__officer",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def standing_pick_up(candidate: Candidate) -> PickUp | None:
    rows = PickUp.objects.select_related("by")
    return rows.filter(candidate=candidate, called_off_at__isnull=True).first()


def _buttons(found: Summons) -> dict[str, bool]:
    """A closed list has none, and nobody is served what they have."""
    candidate = found.candidate
    is_open = candidate.is_called and not candidate.call_in.is_closed
    writes = is_open and can(Action.CREATE, Category.CANDIDATES, on=found)
    summons_others = is_open and can(Action.CREATE, Category.DOOR_LIST, on=found)
    return {
        "attempt": writes and found.served_on is None,
        "report": writes and candidate.may_become(Candidate.State.HINDRANCE_REPORTED),
        "decide": is_open and can(Action.DECIDE, Category.CANDIDATES, on=found),
        "fetch": writes,
        "remind": writes and gateways.is_on() and candidate.state in Candidate.EXPECTED,
        "print": summons_others,
        "release": summons_others and found.is_mandatory,
        "translate": summons_others and bool(letters.translations(found.ground)),
    }


def _texts_missing(rows: Iterable[Summons]) -> bool:
    """Some letter has no wording, neither its own nor one in force."""
    unworded = {one.ground for one in rows if one.text_id is None}
    return any(letters.text_for(ground) is None for ground in unworded)


def _may(action: Action, category: Category) -> bool:
    return audience.current().may(action, category)
