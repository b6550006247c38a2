"""What was written on the sign-in sheet, entered afterwards with its own times."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from interventions.actions import doors
from interventions.arrivals import Kind
from interventions.models import Attendance, CallIn, DoorCard
from partners.models import User


class Line(NamedTuple):
    """One event as it stands on the sheet; `nonce` makes a second sending harmless."""

    card_id: UUID
    kind: Kind
    at: datetime
    nonce: UUID


@transaction.atomic
def enter(call_in: CallIn, *, lines: Iterable[Line], by: User) -> int:
    """All of it is registered, as entered from paper, or nothing; returns how many events.

    What contradicts a tap at the door is shown as any contradiction is.
    """
    number = 0
    for line in lines:
        card = DoorCard(pk=line.card_id, call_in_id=call_in.pk, owner_id=call_in.owner_id)
        doors.register(
            card,
            kind=line.kind,
            nonce=line.nonce,
            by=by,
            at=line.at,
            source=Attendance.Source.PAPER,
        )
        number += 1
    return number
