"""The seat plan of a call-in: who sits where, and which colleague sits behind."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from interventions.models import CallIn, DoorCard
from partners.models import User


class Place(NamedTuple):
    """Where one card sits, and the colleague behind it, if any."""

    seat: int
    officer: User | None


@transaction.atomic
def arrange(call_in: CallIn, *, places: Mapping[UUID, Place], by: User) -> int:
    """Everybody named has that seat and that colleague; returns how many were changed.

    Two may change seats with each other; nobody sits on another's.
    """
    if call_in.is_closed:
        raise ValidationError(_("The list is closed. The seats are kept as they were."))
    cards = list(DoorCard.objects.select_for_update().filter(call_in=call_in))
    changed = [card for card in cards if card.pk in places and _move(card, places[card.pk])]
    if len({card.seat for card in cards}) < len(cards):
        raise ValidationError(_("Two persons have the same seat. Give one of them another."))
    DoorCard.objects.bulk_update(changed, ["seat", "officer"])
    return len(changed)


def _move(card: DoorCard, place: Place) -> bool:
    """True if anything is another than before."""
    officer_id = place.officer.pk if place.officer else None
    if place.officer and place.officer.agency_id != card.owner_id:
        raise ValidationError(_("Only your own colleagues sit behind a seat."))
    before = card.seat, card.officer_id
    card.seat, card.officer = place.seat, place.officer
    return before != (place.seat, officer_id)
