"""A hindrance: reported by whoever is called, and accepted as a valid reason or not."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import candidates, pickups, reminders
from interventions.models import Candidate, Hindrance
from partners import audience
from partners.mandates import Action, Category
from partners.models import User

State = Hindrance.State


@transaction.atomic
def report(candidate: Candidate, *, reason: str, by: User, at: datetime | None = None) -> Hindrance:
    """The person says what keeps them from coming; a decision-maker judges it."""
    at = at or timezone.now()
    if candidate.call_in.is_closed:
        raise ValidationError(_("The evening is over. The summons is kept as it was."))
    if at > timezone.now():
        raise ValidationError({"day": _("That time has not come. Choose an earlier one.")})
    candidates.move(candidate, Candidate.State.HINDRANCE_REPORTED)
    return Hindrance.objects.create(
        candidate=candidate, reason=reason, reported_at=at, reported_to=by
    )


@transaction.atomic
def accept(hindrance: Hindrance, *, by: User) -> None:
    """The person need not come: nobody fetches or reminds them any longer."""
    _decide(hindrance, State.ACCEPTED, by=by)
    candidate = hindrance.candidate
    candidates.move(candidate, Candidate.State.HINDRANCE_ACCEPTED)
    pickups.call_off(candidate, by=by)
    reminders.cancel_all(candidate.summons)


@transaction.atomic
def reject(hindrance: Hindrance, *, by: User) -> None:
    """The duty to come stands."""
    _decide(hindrance, State.REJECTED, by=by)
    candidates.move(hindrance.candidate, Candidate.State.HINDRANCE_REJECTED)


def _decide(hindrance: Hindrance, state: str, *, by: User) -> None:
    if not audience.current().may(Action.DECIDE, Category.CANDIDATES):
        raise PermissionDenied
    waiting = Hindrance.objects.filter(pk=hindrance.pk, state=hindrance.state)
    moved = {"state": state, "decided_by": by, "decided_at": timezone.now()}
    if not hindrance.may_become(state) or not waiting.update(**moved):
        raise ValidationError(_("The hindrance is decided already."))
    for field, value in moved.items():
        setattr(hindrance, field, value)
