"""Preparing call-ins."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from interventions.models import CallIn
from partners.models import User


@transaction.atomic
def prepare(*, by: User, **matters: Any) -> CallIn:
    """The call-in exists; it belongs to the agency of whoever prepares it, who leads it."""
    return CallIn.objects.create(owner_id=by.agency_id, **matters)


@transaction.atomic
def change(call_in: CallIn, *, by: User, **matters: Any) -> CallIn:
    """Time, place or purpose are others; a closed list keeps its own."""
    if call_in.is_closed:
        raise ValidationError(_("The list is closed. The call-in is kept as it was."))
    for field, value in matters.items():
        setattr(call_in, field, value)
    call_in.save(update_fields=list(matters))
    return call_in
