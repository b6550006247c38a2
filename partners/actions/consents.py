"""Recording that a person has consented, and that the person no longer does."""

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.actions import grants
from partners.actions.standing_decisions import ACCOUNTED_FOR, check_time
from partners.mandates import Category, Reach, mandate_for
from partners.models import Agency, Consent, Grant, Protected, User
from partners.models.standing_decisions import LONGEST
from partners.refusals import refusal


@transaction.atomic
def record(
    *, subject: Protected, recipient: Agency, scope: str, given_on: date, until: datetime, by: User
) -> Consent:
    """The consent stands, and the recipient can see what it may be told. It opens no row yet."""
    if recipient.pk == by.agency_id or not may_rely(recipient):
        message = _("No mandate lets %(agency)s rely on a consent. Choose another recipient.")
        raise refusal("recipient", message % {"agency": recipient}, code="no mandate")
    if given_on > timezone.localdate():
        raise refusal("given_on", _("That day has not come. Choose an earlier one."), code="future")
    check_time(until, longest=LONGEST)
    consent = Consent.objects.create(
        owner_id=by.agency_id,
        subject_type=ContentType.objects.get_for_model(type(subject)),
        subject_pk=subject.pk,
        recipient=recipient,
        scope=scope,
        given_on=given_on,
        valid_until=until,
    )
    grants.give(
        consent, to=recipient, reason=Grant.Reason.PARTY, until=until + ACCOUNTED_FOR, by=by
    )
    return consent


@transaction.atomic
def withdraw(consent: Consent, *, by: User) -> Consent:
    """Everything that was opened on the strength of it is closed in the same moment."""
    if consent.withdrawn_at is not None:
        raise refusal(None, _("The consent is withdrawn already."), code="withdrawn")
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    return consent


def may_rely(agency: Agency) -> bool:
    """The mandates let the agency see the consents that it is to lean on."""
    return Reach.PARTY in mandate_for(Category.CONSENTS).reaches(agency.kind)
