"""Debriefs: written once for a call-in, and put right while it is fresh."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.models import CallIn, Debrief
from partners.models import User
from partners.refusals import refusal


@transaction.atomic
def write(
    call_in: CallIn, *, held_at: datetime, went_well: str, deviations: str, by: User
) -> Debrief:
    """What those who held the evening take with them to the next one."""
    if held_at < call_in.starts_at:
        message = _("The call-in had not begun then. Choose a later time.")
        raise refusal("held_at", message, code="early")
    if held_at > timezone.now():
        raise refusal("held_at", _("That time has not come. Choose an earlier one."), code="future")
    if not (went_well or deviations):
        message = _("Write what went well, or what did not go as planned.")
        raise refusal("went_well", message, code="empty")
    told = {"held_at": held_at, "went_well": went_well, "deviations": deviations}
    debrief, _is_new = Debrief.objects.update_or_create(
        owner_id=by.agency_id,
        call_in=call_in,
        defaults=told,
        create_defaults=told | {"written_by": by},
    )
    return debrief
