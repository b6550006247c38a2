"""The door of a call-in: who has duty, what happens there, and the end of the evening."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interventions import figures
from interventions.actions import aftermaths, candidates
from interventions.arrivals import Kind
from interventions.door_list import DoorList
from interventions.models import Attendance, CallIn, Candidate, DoorCard
from partners import access_log
from partners.actions import grants
from partners.models import Grant, Tally, User

DUTY, NAMES = "door_duty", "door_names"
LIST_IS_OPEN = "list_is_open"
# Nobody is at the door any longer, should the list be left open.
LONGEST_EVENING = timedelta(hours=12)


def duties(call_in: CallIn) -> list[Grant]:
    """The live duties at this door; of one who sees names, both the duty and the names."""
    return list(
        Grant.objects.filter(
            object_pk=str(call_in.pk), label="interventions.callin", codename__in=(DUTY, NAMES)
        )
        .select_related("user", "agency")
        .order_by("user__name", "codename")
    )


@transaction.atomic
def give_duty(call_in: CallIn, *, to: User, with_names: bool, by: User) -> None:
    """The user sees initials and seats, or names, and registers attendance until the list closes.

    Whoever belongs to the call-in's own agency needs no duty.
    """
    if to.agency_id == call_in.owner_id:
        raise ValidationError(_("Your own colleagues need no duty: they see the door already."))
    until = call_in.starts_at + LONGEST_EVENING
    if call_in.is_closed or until <= timezone.now():
        raise ValidationError(_("The list is closed. There is no door to give duty for."))
    held = {grant.codename for grant in duties(call_in) if grant.user_id == to.pk}
    for codename in {DUTY, NAMES} - held if with_names else {DUTY} - held:
        grants.give(
            call_in,
            to=to.agency,
            reason=Grant.Reason.TEAM,
            until=until,
            by=by,
            user=to,
            codename=codename,
        )
    access_log.note(duty_given_to=str(to.pk), call_in=str(call_in.pk), with_names=with_names)


@transaction.atomic
def end_duty(call_in: CallIn, *, of: User, by: User) -> int:
    """The user sees nothing of the door any longer; what was registered stays."""
    held = [grant for grant in duties(call_in) if grant.user_id == of.pk]
    access_log.note(duty_ended_for=str(of.pk), call_in=str(call_in.pk), by=str(by.pk))
    return grants.end(held, because=Grant.Ending.WITHDRAWN)


def register(
    card: DoorCard,
    *,
    kind: Kind,
    nonce: UUID,
    by: User,
    at: datetime | None = None,
    source: str = Attendance.Source.SCREEN,
) -> None:
    """One more event about the person; the same nonce again is the same event.

    The database keeps the rules of the door, so that a tap reads nothing; see `DOOR_RULES`.
    """
    _add(card, kind=kind, nonce=nonce, by=by, at=at or timezone.now(), source=source)


def annul(
    card: DoorCard,
    *,
    event: UUID,
    reason: str,
    nonce: UUID,
    by: User,
    at: datetime | None = None,
) -> None:
    """The event no longer counts, and says why; it is still there."""
    if not card.attendance.exclude(kind=Kind.ANNULLED).filter(nonce=event).exists():
        raise ValidationError(_("There is nothing to undo. Reload the page."))
    at = at or timezone.now()
    _add(card, kind=Kind.ANNULLED, nonce=nonce, by=by, at=at, annuls=event, reason=reason)


def hand_in(card: DoorCard, *, nonce: UUID, by: User, at: datetime, **what: Any) -> None:
    """What happened while the duty lasted is saved after it ended; nothing is read.

    From a device that was without network when the list was closed (`partners_hand_in`).
    """
    event = {
        "id": str(uuid4()),
        "call_in_id": str(card.call_in_id),
        "card_id": str(card.pk),
        "nonce": str(nonce),
        "at": at.isoformat(),
        "registered_by_id": str(by.pk),
        "reason": "",
        "source": Attendance.Source.SCREEN,
    } | {name: str(value) for name, value in what.items()}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            label = Attendance._meta.label_lower
            cursor.execute("SELECT partners_hand_in(%s, %s)", [label, json.dumps(event)])
            is_saved = cursor.fetchone()[0]
    except IntegrityError as error:
        raise DoorCard.DoesNotExist from error
    if not is_saved:
        raise DoorCard.DoesNotExist


@transaction.atomic
def close(
    call_in: CallIn, *, by: User, accept_contradictions: bool = False, at: datetime | None = None
) -> Tally | None:
    """The list is closed: each called has an outcome, duties are over, the figures are published.

    Nobody was called, or it was a rehearsal: then there are no figures.
    """
    _hold_the_door(call_in)
    call_in.refresh_from_db()
    if call_in.is_closed:
        raise ValidationError(_("The list is closed already."))
    at = at or timezone.now()
    if at < call_in.doors_open_at:
        raise ValidationError(_("The doors have not opened. Close the list afterwards."))
    if DoorList(call_in, at).contradictory and not accept_contradictions:
        raise ValidationError(_("Events contradict each other. Decide which of them is true."))
    call_in.closed_at, call_in.closed_by = at, by
    call_in.save(update_fields=["closed_at", "closed_by"])
    grants.end(duties(call_in), because=Grant.Ending.DONE)
    if call_in.is_rehearsal:
        return None
    return _conclude(call_in, DoorList(call_in, at))


def came_afterwards(call_in: CallIn) -> int:
    """How many events were handed in since the outcomes and the figures were last put together."""
    if not call_in.is_closed or call_in.is_rehearsal:
        return 0
    since = _settled_at(call_in)
    return Attendance.objects.filter(call_in=call_in, created_at__gt=since).count()


@transaction.atomic
def settle(call_in: CallIn, *, by: User) -> Tally | None:
    """What was handed in after the list was closed is in the outcomes and in the figures too."""
    _hold_the_door(call_in)
    if not came_afterwards(call_in):
        raise ValidationError(_("Nothing has come in since."))
    access_log.note(call_in=str(call_in.pk), settled_by=str(by.pk))
    door, since = DoorList(call_in, timezone.now()), _settled_at(call_in)
    touched = {one.id: one.standing for one in door.cards if one.is_touched_since(since)}
    concluded = call_in.candidates.filter(state__in=Candidate.OUTCOMES, card__in=touched)
    for candidate in concluded.select_related("call_in"):
        outcome = candidates.outcome_of(touched[candidate.card_id]) if candidate.card_id else ""
        if outcome not in {"", candidate.state}:
            aftermaths.settle(candidate, outcome, by=by)
    return _conclude(call_in, door)


def _settled_at(call_in: CallIn) -> datetime:
    """When the figures were last published; there are some wherever anybody was called."""
    editions = Tally.objects.filter(
        subject_pk=call_in.pk, definition=Tally.Definition.ATTENDANCE, owner=call_in.owner_id
    )
    last: datetime | None = editions.aggregate(at=Max("published_at"))["at"]
    assert call_in.closed_at is not None
    return last or call_in.closed_at


def _conclude(call_in: CallIn, door: DoorList) -> Tally | None:
    """Each called has an outcome, and whoever may read the figures reads these."""
    candidates.conclude(call_in, {card.id: card.standing for card in door.cards})
    aftermaths.begin(call_in)
    counts = door.figures
    return figures.publish(call_in, counts) if counts.called else None


def _add(card: DoorCard, *, kind: Kind, nonce: UUID, by: User, **fields: Any) -> None:
    """Belongs to whose list it is, also when somebody else holds the door."""
    event = Attendance(
        owner_id=card.owner_id,
        call_in_id=card.call_in_id,
        card_id=card.pk,
        kind=kind,
        nonce=nonce,
        registered_by_id=by.pk,
        **fields,
    )
    try:
        with transaction.atomic():
            Attendance.objects.bulk_create([event], ignore_conflicts=True)
    except IntegrityError as error:
        if not _is_refused_by_rule(error):
            raise DoorCard.DoesNotExist from error
        if not Attendance.objects.filter(call_in=card.call_in_id, nonce=nonce).exists():
            call_in = CallIn.everything.get(pk=card.call_in_id)
            raise _refusal(call_in, fields["at"]) from error
    except ProgrammingError as error:
        raise DoorCard.DoesNotExist from error


def _is_refused_by_rule(error: IntegrityError) -> bool:
    return error.__cause__.diag.constraint_name == LIST_IS_OPEN  # type: ignore[union-attr]


def _refusal(call_in: CallIn, at: datetime) -> Exception:
    """Too late, too early, or a card of another list, which is no card here."""
    if call_in.is_closed:
        return ValidationError(_("The list is closed. Nothing more is registered."))
    if at >= call_in.doors_open_at:
        return DoorCard.DoesNotExist()
    opens = timezone.localtime(call_in.doors_open_at)
    return ValidationError(
        _("The doors open at %(time)s. Until then only custody and cancellation are noted.")
        % {"time": date_format(opens, "j F H:i")}
    )


def _hold_the_door(call_in: CallIn) -> None:
    """Alone with the list until the transaction ends: the events' own trigger waits for it."""
    with connection.cursor() as cursor:
        key = str(call_in.pk)
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
