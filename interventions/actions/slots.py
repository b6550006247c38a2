"""The run sheet of a call-in: its slots, their order, and when they really began and ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.models import CallIn, Slot
from partners.actions import grants
from partners.models import Agency, Grant, User

# A speaker can go back to the own slot for so long; then the evening is over.
READABLE_FOR = timedelta(days=30)
# The usual order and how long each takes (docs/glossary.md: run sheet).
USUAL = (
    (Slot.Element.WELCOME, 5),
    (Slot.Element.NOT_DIE, 10),
    (Slot.Element.NOT_KILL, 10),
    (Slot.Element.NOT_PRISON, 15),
    (Slot.Element.HELP, 10),
    (Slot.Element.CLOSE, 5),
)


@transaction.atomic
def lay_out(call_in: CallIn, *, by: User) -> list[Slot]:
    """The run sheet has the usual elements in the usual order, and nobody speaks yet."""
    if Slot.objects.filter(call_in=call_in).exists():
        raise ValidationError(_("There is a run sheet already. Change its slots one by one."))
    return [add(call_in, by=by, element=element, minutes=minutes) for element, minutes in USUAL]


@transaction.atomic
def add(
    call_in: CallIn,
    *,
    by: User,
    element: str,
    minutes: int,
    speaker_agency: Agency | None = None,
    speaker: str = "",
    meet_at: datetime | None = None,
    meet_where: str = "",
) -> Slot:
    """Last on the run sheet; the agency that speaks reads it, and nothing else of the call-in."""
    call_in = _held(call_in)
    last = Slot.objects.filter(call_in=call_in).aggregate(last=Max("order"))["last"] or 0
    slot = Slot.objects.create(
        call_in=call_in,
        owner_id=by.agency_id,
        order=last + 1,
        element=element,
        minutes=minutes,
        starts_at=call_in.starts_at,
        speaker_agency=speaker_agency,
        speaker=speaker,
        meet_at=meet_at or call_in.doors_open_at,
        meet_where=meet_where or call_in.venue,
    )
    _retime(call_in)
    _open(slot, by=by)
    slot.refresh_from_db()
    return slot


@transaction.atomic
def change(slot: Slot, *, by: User, **matters: Any) -> Slot:
    """Other words, another speaker or another length; those after it move along."""
    call_in = _held(slot.call_in)
    for field, value in matters.items():
        setattr(slot, field, value)
    slot.save(update_fields=list(matters))
    _retime(call_in)
    _open(slot, by=by)
    slot.refresh_from_db()
    return slot


@transaction.atomic
def shift(slot: Slot, *, by: User, earlier: bool) -> None:
    """It changes places with the one before or after it; at the end nothing happens."""
    call_in = _held(slot.call_in)
    slots = _in_order(call_in)
    here = slots.index(slot)
    there = here - 1 if earlier else here + 1
    if 0 <= there < len(slots):
        slots[here], slots[there] = slots[there], slots[here]
        _retime(call_in, slots)


@transaction.atomic
def remove(slot: Slot, *, by: User) -> None:
    """It is not said; its speaker reads it no more, and those after it move along."""
    call_in = _held(slot.call_in)
    grants.end(_grants(slot), because=Grant.Ending.ERASED)
    slot.delete()
    _retime(call_in)


@transaction.atomic
def move(call_in: CallIn, *, before: CallIn, by: User) -> None:
    """The call-in is at another time or place, and every slot with it."""
    later = call_in.starts_at - before.starts_at
    doors = call_in.doors_open_at - before.doors_open_at
    for slot in _in_order(call_in):
        slot.meet_at += doors if slot.meet_at == before.doors_open_at else later
        slot.meet_where = call_in.venue if slot.meet_where == before.venue else slot.meet_where
        slot.save(update_fields=["meet_at", "meet_where"])
    _retime(call_in)
    for slot in _in_order(call_in):
        _open(slot, by=by)


@transaction.atomic
def begin(slot: Slot, *, by: User, at: datetime | None = None) -> None:
    """It begins now, unless it has begun; the one that was under way has ended."""
    at = at or timezone.now()
    _refuse_what_has_not_come(slot)
    CallIn.objects.select_for_update().get(pk=slot.call_in_id)
    if slot not in Slot.objects.filter(call_in=slot.call_in_id, actual_from=None):
        return
    for other in Slot.objects.under_way(slot.call_in_id):
        assert other.actual_from is not None
        take_times(other, by=by, began=other.actual_from, ended=max(at, other.actual_from))
    take_times(slot, by=by, began=at, ended=None)


@transaction.atomic
def end(slot: Slot, *, by: User, at: datetime | None = None) -> None:
    """It is over, and nothing is under way; nothing happens if it was over before."""
    CallIn.objects.select_for_update().get(pk=slot.call_in_id)
    for running in Slot.objects.under_way(slot.call_in_id).filter(pk=slot.pk):
        take_times(running, by=by, began=running.actual_from, ended=at or timezone.now())


@transaction.atomic
def take_times(slot: Slot, *, by: User, began: datetime | None, ended: datetime | None) -> None:
    """When it really began and ended; can be put right also when the list is closed."""
    if ended is not None and began is None:
        raise ValidationError({"began": _("It ended, so say when it began.")})
    if began and ended and ended < began:
        raise ValidationError({"ended": _("It ended before it began. Choose a later time.")})
    slot.actual_from, slot.actual_until = began, ended
    slot.save(update_fields=["actual_from", "actual_until"])


def _refuse_what_has_not_come(slot: Slot) -> None:
    if timezone.localdate(slot.starts_at) > timezone.localdate():
        raise ValidationError(_("The call-in has not come yet. Times are taken on the day."))


def _held(call_in: CallIn) -> CallIn:
    """Two who change the run sheet at once wait for each other; a closed list keeps its own."""
    held = CallIn.objects.select_for_update().get(pk=call_in.pk)
    if held.is_closed:
        raise ValidationError(_("The list is closed. The call-in is kept as it was."))
    return held


def _in_order(call_in: CallIn) -> list[Slot]:
    return list(Slot.objects.filter(call_in=call_in).select_related("speaker_agency"))


def _retime(call_in: CallIn, slots: Sequence[Slot] | None = None) -> None:
    """Numbered from one, each beginning when the one before it ends."""
    starts_at = call_in.starts_at
    for order, slot in enumerate(_in_order(call_in) if slots is None else slots, start=1):
        if (slot.order, slot.starts_at) != (order, starts_at):
            slot.order, slot.starts_at = order, starts_at
            slot.save(update_fields=["order", "starts_at"])
        starts_at = slot.ends_at


def _open(slot: Slot, *, by: User) -> None:
    """The agency that speaks, and it alone, reads the slot until the evening is well over."""
    until = slot.starts_at + READABLE_FOR
    held = list(_grants(slot))
    is_over = until <= timezone.now()
    reader = None if is_over or slot.speaker_agency_id == slot.owner_id else slot.speaker_agency_id
    if [(grant.agency_id, grant.valid_until) for grant in held] == [(reader, until)]:
        return
    grants.end(held, because=Grant.Ending.CHANGED)
    if reader is not None and slot.speaker_agency is not None:
        grants.give(slot, to=slot.speaker_agency, reason=Grant.Reason.PARTY, until=until, by=by)


def _grants(slot: Slot) -> list[Grant]:
    given = Grant.objects.filter(label=Slot._meta.label_lower, object_pk=str(slot.pk))
    return [grant for grant in given if grant.is_live]
