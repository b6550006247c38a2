"""Asking for letters. The printing itself is a job: interventions/letters/press."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.actions import summonses
from interventions.actions.candidates import without_ground
from interventions.letters.paper import condition_of
from interventions.models import CallIn, Candidate, Letter, LetterBatch, LetterText, Summons
from partners.models import User

# Counted from the call-in: so long may a printed batch be kept.
KEPT_FOR = timedelta(days=14)
PRINTING = "interventions.tasks.print_letters"
# So many letters a worker prints before it takes others: few enough that all workers have some.
AT_A_TIME = 5


@transaction.atomic
def ask(call_in: CallIn, *, by: User, only: Summons | None = None) -> LetterBatch:
    """The letters of all who are summoned, or of one, are on their way.

    Asking again for the same while they are being printed changes nothing.
    """
    if call_in.owner_id != by.agency_id:
        raise PermissionDenied
    if call_in.is_closed:
        raise ValidationError(_("The evening is over. No more letters are printed."))
    # Two who ask at once wait for each other.
    CallIn.objects.select_for_update().get(pk=call_in.pk)
    wanted = _wanted(call_in, only)
    waiting = _waiting(call_in, wanted)
    return waiting or _queue(call_in, wanted, by=by)


def chunks(numbers: Sequence[int]) -> list[list[int]]:
    return [list(numbers[at : at + AT_A_TIME]) for at in range(0, len(numbers), AT_A_TIME)]


def send(batch: LetterBatch, numbers: Sequence[int]) -> None:
    """To the workers, in handfuls; with nothing left to print, to be put together."""
    for handful in chunks(numbers) or [[]]:
        current_app.send_task(PRINTING, [str(batch.pk), handful, batch.owner_id])


def _wanted(call_in: CallIn, only: Summons | None) -> list[Summons]:
    """In Swedish order. Whoever is protected is written to by other means."""
    rows = Summons.objects.filter(
        candidate__call_in=call_in,
        candidate__state__in=Candidate.CALLED,
        candidate__individual__is_protected=False,
    ).select_related("candidate__individual", "candidate__supervision", "candidate__call_in")
    if only:
        rows = rows.filter(pk=only.pk)
    wanted = list(rows.order_by("candidate__individual__sort_key", "pk"))
    if not wanted:
        raise ValidationError(_("Nobody is summoned. There is no letter to print."))
    _refuse_without_duty(call_in, wanted)
    _refuse_without_condition(call_in, wanted)
    _refuse_without_text(wanted)
    return wanted


def _refuse_without_duty(call_in: CallIn, wanted: Sequence[Summons]) -> None:
    """Nobody is told of a duty that there is not."""
    day = timezone.localdate(call_in.starts_at)
    losing = {row.pk for row in without_ground(call_in, day=day)}
    names = [str(one.candidate) for one in wanted if one.candidate_id in losing]
    if names:
        raise ValidationError(
            ngettext(
                "%(names)s has no duty to come that day: supervision is not under way. Move the"
                " call-in, or make the summons voluntary.",
                "%(names)s have no duty to come that day: supervision is not under way. Move the"
                " call-in, or make the summonses voluntary.",
                len(names),
            )
            % {"names": ", ".join(names)}
        )


def _refuse_without_condition(call_in: CallIn, wanted: Sequence[Summons]) -> None:
    """The letter names the condition: one that has ended, or does not hold that day, is none."""
    day = timezone.localdate(call_in.starts_at)
    for one in wanted:
        if one.ground != Summons.Ground.CONDITION:
            continue
        if condition_of(one.candidate.supervision_id, day) is None:
            raise ValidationError(
                _(
                    "No special condition of %(name)s is in force that day. Write down what is"
                    " decided on the person's page, or make the summons voluntary."
                )
                % {"name": one.candidate}
            )


def _refuse_without_text(wanted: Sequence[Summons]) -> None:
    lacking = {one.ground for one in wanted if not summonses.settle_text(one)}
    if lacking:
        kinds = ", ".join(str(LetterText.Kind(ground).label) for ground in sorted(lacking))
        raise ValidationError(
            _("There is no text for: %(kinds)s. Write it under Texts of letters.")
            % {"kinds": kinds}
        )


def _waiting(call_in: CallIn, wanted: Sequence[Summons]) -> LetterBatch | None:
    asked = {one.pk for one in wanted}
    for batch in LetterBatch.objects.unfinished().filter(call_in=call_in):
        if {letter.summons_id for letter in batch.letters.all()} == asked:
            return batch
    return None


def _queue(call_in: CallIn, wanted: Sequence[Summons], *, by: User) -> LetterBatch:
    batch = LetterBatch.objects.create(
        call_in=call_in,
        asked_by=by,
        starts_at=call_in.starts_at,
        venue=call_in.venue,
        destroy_by=timezone.localdate(call_in.starts_at) + KEPT_FOR,
    )
    for number, summons in enumerate(wanted, 1):
        Letter.objects.create(batch=batch, summons=summons, number=number)
    numbers = range(1, len(wanted) + 1)
    transaction.on_commit(partial(send, batch, numbers), robust=True)
    return batch
