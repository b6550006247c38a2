"""Rehearsing the door: the same screens, made-up people, and nothing that counts."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.names import initials
from interventions.actions import doors
from interventions.models import CallIn, DoorCard, DoorName
from partners.models import Grant, User

# The spelling alphabet: names that everybody hears are nobody's.
MADE_UP = (
    "Adam", "Bertil", "Caesar", "David", "Erik", "Filip", "Gustav", "Helge", "Ivar", "Johan",
    "Kalle", "Ludvig", "Martin", "Niklas", "Olof", "Petter", "Quintus", "Rudolf", "Sigurd", "Tore",
    "Urban", "Viktor", "Wilhelm", "Xerxes", "Yngve", "Zäta", "Åke", "Ärlig", "Östen",
)  # fmt: skip
SURNAME = "Övning"
# As many as come to most call-ins, where nobody is summoned yet.
USUALLY = 12
# So long one can practise being on time.
UNTIL_THE_START = timedelta(minutes=30)


def under_way(call_in: CallIn) -> CallIn | None:
    """The rehearsal of this call-in whose list is still open."""
    return CallIn.everything.filter(rehearses=call_in, closed_at=None).first()


@transaction.atomic
def begin(call_in: CallIn, *, by: User) -> CallIn:
    """The doors of a rehearsal are open, for the same people as those of the call-in itself.

    There is one at a time; whoever begins again comes to the one that is under way.
    """
    if call_in.is_closed or call_in.is_rehearsal:
        raise ValidationError(_("The list is closed. There is nothing to rehearse."))
    CallIn.objects.select_for_update().get(pk=call_in.pk)
    if going_on := under_way(call_in):
        return going_on
    rehearsal = _stage(call_in)
    _people(rehearsal, list(DoorCard.objects.filter(call_in=call_in)))
    _lend(rehearsal, doors.duties(call_in), by=by)
    return rehearsal


def end(rehearsal: CallIn, *, by: User) -> None:
    """The rehearsal is over; nothing of it is counted or published."""
    doors.close(rehearsal, by=by, accept_contradictions=True)


def _stage(call_in: CallIn) -> CallIn:
    now = timezone.now()
    return CallIn.objects.create(
        owner_id=call_in.owner_id,
        rehearses=call_in,
        title=call_in.title,
        venue=call_in.venue,
        doors_open_at=now,
        starts_at=now + UNTIL_THE_START,
        late_after_minutes=call_in.late_after_minutes,
    )


def _people(rehearsal: CallIn, real: Sequence[DoorCard]) -> None:
    """As many made-up people as are expected, on the same seats before the same colleagues."""
    places = [(card.seat, card.officer_id) for card in real]
    places = places or [(seat, None) for seat in range(1, USUALLY + 1)]
    for number, (seat, officer_id) in enumerate(places):
        name = f"{MADE_UP[number % len(MADE_UP)]} {SURNAME}"
        card = DoorCard.objects.create(
            call_in=rehearsal, seat=seat, initials=initials(name), officer_id=officer_id
        )
        DoorName.objects.create(call_in=rehearsal, card=card, name=name)


def _lend(rehearsal: CallIn, held: Sequence[Grant], *, by: User) -> None:
    """Whoever has duty at the real door has it here, with names if there."""
    with_names = {grant.user_id for grant in held if grant.codename == doors.NAMES}
    for user in {grant.user for grant in held if grant.user}:
        doors.give_duty(rehearsal, to=user, with_names=user.pk in with_names, by=by)
