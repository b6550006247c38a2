"""Fetching somebody to the call-in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.models import Candidate, PickUp
from partners.models import User


@transaction.atomic
def arrange(candidate: Candidate, *, at: datetime, place: str, fetched_by: User) -> PickUp:
    """Somebody fetches the person then and there; an arrangement made before is replaced."""
    if candidate.call_in.is_closed or not candidate.is_called:
        raise ValidationError(_("The evening is over. The summons is kept as it was."))
    if at >= candidate.call_in.starts_at:
        raise ValidationError({"time": _("The meeting has begun by then. Choose an earlier time.")})
    pick_up, _created = PickUp.objects.update_or_create(
        candidate=candidate,
        defaults={"at": at, "place": place, "by": fetched_by, "called_off_at": None},
    )
    return pick_up


@transaction.atomic
def call_off(candidate: Candidate, *, by: User) -> None:
    """Nobody fetches the person."""
    standing = PickUp.objects.filter(candidate=candidate, called_off_at__isnull=True)
    standing.update(called_off_at=timezone.now())
