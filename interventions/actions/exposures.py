"""Legal exposure: drafted by one person, checked by another, dated."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions import notifications
from interventions.models import LegalExposure, Notification
from partners.mandates import Category
from partners.models import User
from partners.refusals import refusal

NOBODY = _("Say first which person it is about.")
OWN_DRAFT = _("You wrote this yourself. Somebody else checks it.")
CHECKED = _("This has been checked already.")


@transaction.atomic
def write(notification: Notification, *, text: str, as_of: date, by: User) -> LegalExposure:
    """The text stands as a draft, as of a day, until somebody else has checked its facts."""
    held = notifications.take(notification)
    person = held.whom
    if person is None:
        raise refusal(None, NOBODY, code="nobody")
    exposure, _is_new = LegalExposure.objects.update_or_create(
        notification=held,
        owner_id=by.agency_id,
        defaults={
            "individual_id": person.individual_id,
            "text": text,
            "as_of": as_of,
            "drafted_by": by,
            "checked_by": None,
            "checked_at": None,
        },
    )
    return exposure


@transaction.atomic
def check(exposure: LegalExposure, *, by: User) -> LegalExposure:
    """A second person has held the text against the facts; now it may be used."""
    notifications.refuse_unless_second(Category.LEGAL_EXPOSURE)
    held = LegalExposure.objects.select_for_update().get(pk=exposure.pk)
    if held.drafted_by_id == by.pk:
        raise refusal(None, OWN_DRAFT, code="same")
    if held.is_checked:
        raise refusal(None, CHECKED, code="checked")
    held.checked_by, held.checked_at = by, timezone.now()
    held.save(update_fields=["checked_by", "checked_at"])
    return held
