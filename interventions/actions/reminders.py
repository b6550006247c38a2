"""Reminding somebody who is summoned, or no longer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Contact
from interventions.models import Candidate, Reminder, Summons
from interventions.reminders import gateways
from interventions.reminders.wording import wording
from partners.models import User

KINDS: dict[str, str] = {
    Reminder.Channel.SMS: Contact.Kind.PHONE,
    Reminder.Channel.EMAIL: Contact.Kind.EMAIL,
}


@transaction.atomic
def plan(summons: Summons, *, due_at: datetime, channel: str, by: User) -> Reminder:
    """The person is reminded at that moment, if they are still expected then."""
    candidate = summons.candidate
    if not gateways.is_on():
        raise ValidationError(_("Reminders are turned off. Remind the person yourself."))
    if due_at <= timezone.now():
        raise ValidationError({"day": _("That time has passed. Choose a later one.")})
    if due_at >= candidate.call_in.starts_at:
        raise ValidationError({"day": _("The meeting has begun by then. Choose an earlier time.")})
    if _recipient(candidate) is None:
        raise ValidationError(_("The person is not expected, and is not reminded."))
    if not address_of(candidate, channel):
        raise ValidationError(
            {"channel": _("There is no number or address for that. Add it on the person's page.")}
        )
    planned, _created = Reminder.objects.get_or_create(
        summons=summons, channel=channel, due_at=due_at, defaults={"planned_by": by}
    )
    return planned


@transaction.atomic
def cancel(reminder: Reminder, *, by: User) -> None:
    """It is not sent."""
    if not Reminder.objects.waiting().filter(pk=reminder.pk).update(cancelled_at=timezone.now()):
        raise ValidationError(_("It is sent or cancelled already."))


def cancel_all(summons: Summons) -> None:
    Reminder.objects.waiting().filter(summons=summons).update(cancelled_at=timezone.now())


def send_due(*, by: User) -> int:
    """What that user has planned and is due is sent, once, to those still expected; the number
    sent. Whoever became protected meanwhile, or need not come, is not reminded."""
    if not gateways.is_on():
        return 0
    mine = Reminder.objects.due(timezone.now()).filter(planned_by=by)
    return sum(_send(reminder) for reminder in mine.select_for_update(skip_locked=True))


def _send(reminder: Reminder) -> bool:
    """With the reminder's own key, so that a gateway asked twice sends once."""
    candidate = _recipient_of(reminder)
    to = address_of(candidate, reminder.channel) if candidate else ""
    if candidate is None or not to:
        reminder.cancelled_at = timezone.now()
    else:
        text = wording(candidate.call_in.starts_at)
        gateways.gateway().send(key=str(reminder.pk), channel=reminder.channel, to=to, text=text)
        reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at", "cancelled_at"])
    return reminder.sent_at is not None


def _recipient_of(reminder: Reminder) -> Candidate | None:
    rows = Candidate.objects.select_related("call_in", "individual")
    candidate = rows.filter(summons=reminder.summons_id).first()
    return _recipient(candidate) if candidate else None


def _recipient(candidate: Candidate) -> Candidate | None:
    """Nobody else than who is expected that evening; never anybody with protected identity."""
    is_expected = candidate.state in Candidate.EXPECTED and not candidate.call_in.is_closed
    is_ahead = candidate.call_in.starts_at > timezone.now()
    return candidate if is_expected and is_ahead and not candidate.individual.is_protected else None


def address_of(candidate: Candidate, channel: str) -> str:
    """The latest that holds today."""
    holding = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
    rows = Contact.objects.filter(holding, individual=candidate.individual_id, kind=KINDS[channel])
    latest = rows.order_by("-created_at").first()
    return latest.value if latest else ""
