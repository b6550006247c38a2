"""Preparing call-ins."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CriminalGroup
from interventions.actions import plans, slots
from interventions.models import CallIn
from partners.models import User


@transaction.atomic
def prepare(*, by: User, groups: Iterable[CriminalGroup] = (), **matters: Any) -> CallIn:
    """The call-in exists with its checklist; it belongs to the agency of whoever prepares it, who
    leads it."""
    call_in = CallIn.objects.create(owner_id=by.agency_id, **matters)
    plans.lay(call_in, by=by)
    plans.aim(call_in, groups=groups, by=by)
    return call_in


@transaction.atomic
def change(
    call_in: CallIn,
    *,
    by: User,
    groups: Iterable[CriminalGroup] | None = None,
    **matters: Any,
) -> CallIn:
    """Time, place, purpose or groups to reach are others; a closed list keeps its own."""
    before = CallIn.objects.get(pk=call_in.pk)
    if before.is_closed:
        raise ValidationError(_("The list is closed. The call-in is kept as it was."))
    for field, value in matters.items():
        setattr(call_in, field, value)
    call_in.save(update_fields=list(matters))
    if groups is not None:
        plans.aim(call_in, groups=groups, by=by)
    if _day(call_in) != _day(before):
        plans.move(call_in, by=by)
    if _where_and_when(call_in) != _where_and_when(before):
        slots.move(call_in, before=before, by=by)
    return call_in


def _day(call_in: CallIn) -> date:
    return timezone.localdate(call_in.starts_at)


def _where_and_when(call_in: CallIn) -> tuple[datetime, datetime, str]:
    return call_in.doors_open_at, call_in.starts_at, call_in.venue
