"""Batches of letters: asking for one, following it until it is ready, and taking out its files."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from interventions.actions import batches as actions
from interventions.models import CallIn, Letter, LetterBatch
from interventions.views import Request
from interventions.views.summonses import opened
from partners import access_log, explain
from partners.decorators import mandated
from partners.mandates import Action, Category


@mandated(Action.CREATE, Category.DOOR_LIST)
@require_POST
def print_all(request: Request, pk: UUID) -> HttpResponse:
    call_in = get_object_or_404(CallIn.objects.own(), pk=pk)
    try:
        return redirect("interventions:batch", actions.ask(call_in, by=request.user).pk)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("interventions:summonses", pk)


@mandated(Action.CREATE, Category.DOOR_LIST)
@require_POST
def print_one(request: Request, pk: UUID) -> HttpResponse:
    summons = opened(pk)
    try:
        batch = actions.ask(summons.candidate.call_in, only=summons, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(summons)
    return redirect("interventions:batch", batch.pk)


@vary_on_headers("HX-Request")
@mandated(Action.READ, Category.BRIEFINGS)
def batch(request: Request, pk: UUID) -> HttpResponse:
    if request.htmx and LetterBatch.objects.unfinished().filter(pk=pk).exists():
        return HttpResponse(status=204)  # Nothing new: nothing is loaded, nothing logged.
    rows = LetterBatch.objects.select_related("call_in", "owner", "asked_by")
    found = get_object_or_404(rows, pk=pk)
    letters = found.letters.printed().writable().select_related("summons__candidate__individual")
    context = {
        "batch": found,
        "letters": letters,
        "is_whole": found.letters.printed().count() == len(letters),
        "left_out": found.letters.filter(is_left_out=True).count(),
        "is_kept": found.is_kept(timezone.localdate()),
        "why": explain.why(found),
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"interventions/batches/record.html{part}", context)


@mandated(Action.READ, Category.BRIEFINGS)
def bound(request: Request, pk: UUID) -> HttpResponse:
    """All letters in one file, to be printed."""
    found = _whole(pk)
    return _handed_out(found.all_in_one(), "application/pdf", "kallelser.pdf", batch=found)


@mandated(Action.READ, Category.BRIEFINGS)
def packed(request: Request, pk: UUID) -> HttpResponse:
    """Each letter in a file of its own."""
    found = _whole(pk)
    return _handed_out(found.one_by_one(), "application/zip", "kallelser.zip", batch=found)


@mandated(Action.READ, Category.BRIEFINGS)
def letter(request: Request, pk: UUID) -> HttpResponse:
    rows = Letter.objects.printed().writable().select_related("batch")
    found = get_object_or_404(rows, pk=pk)
    content = found.content() if found.batch.is_kept(timezone.localdate()) else None
    name = f"kallelse-{found.number:03}.pdf"
    return _handed_out(content, "application/pdf", name, batch=found.batch, letter=found)


def _whole(pk: UUID) -> LetterBatch:
    """Ready, kept, and nobody in it became protected since: then it is printed anew."""
    found = get_object_or_404(LetterBatch, pk=pk, state=LetterBatch.State.READY)
    printed = found.letters.printed()
    if not found.is_kept(timezone.localdate()) or printed.count() != printed.writable().count():
        raise Http404
    return found


def _handed_out(
    content: bytes | None, kind: str, name: str, **rows: LetterBatch | Letter
) -> HttpResponse:
    """Read to the end before the transaction is over, logged, and kept by no cache on the way."""
    if content is None:
        raise Http404
    access_log.note(purpose="download", **{what: str(row.pk) for what, row in rows.items()})
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
