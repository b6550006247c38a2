"""Alternative deliveries: police is asked, a day is set, and the message is given."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.actions import aftermaths
from interventions.actions.inquiries import with_numbers
from interventions.models import AlternativeDelivery
from interventions.steps import take
from partners.actions import disclosures
from partners.mandates import Category, Reach, mandate_for
from partners.models import Agency, Disclosure, LegalBasis, Protected, User
from partners.refusals import refusal

State = AlternativeDelivery.State


def may_deliver(agency: Agency) -> bool:
    """It leads custom notifications of its own."""
    return Reach.OWN in mandate_for(Category.NOTIFICATION_PLAN).reaches(agency.kind)


def told(delivery: AlternativeDelivery) -> list[Protected]:
    """What the other agency needs to find the person: the identity and the numbers in use."""
    return with_numbers([delivery.candidate.individual])


@transaction.atomic
def ask(
    delivery: AlternativeDelivery,
    *,
    recipient: Agency,
    legal_basis: LegalBasis,
    need: str,
    harm: str,
    proportionality: str,
    until: datetime,
    by: User,
) -> Disclosure:
    """A decision-maker is asked whether police may know who it is; until a yes nothing crosses."""
    disclosure = disclosures.request(
        rows=told(delivery),
        recipient=recipient,
        purpose=_("Did not come to a call-in: give the message in a custom notification"),
        legal_basis=legal_basis,
        need=need,
        harm=harm,
        proportionality=proportionality,
        until=until,
        by=by,
    )
    if delivery.state == State.ASKED and is_refused(delivery):
        take(delivery, State.NEEDED)
    take(delivery, State.ASKED, disclosure=disclosure)
    return disclosure


@transaction.atomic
def plan(delivery: AlternativeDelivery, *, on: date, by: User) -> None:
    """It is known when the talk will be."""
    take(delivery, State.PLANNED, planned_on=on)


@transaction.atomic
def call_off(delivery: AlternativeDelivery, *, by: User) -> None:
    """The talk that was planned will not be; the message is still to be given."""
    take(delivery, State.NEEDED, planned_on=None)


@transaction.atomic
def done(delivery: AlternativeDelivery, *, on: date, by: User) -> None:
    """The person has heard the message."""
    if on > timezone.localdate():
        raise refusal("on", _("That day has not come. Choose an earlier one."), code="future")
    take(delivery, State.DONE, done_on=on)
    aftermaths.finish(delivery.candidate)


def is_refused(delivery: AlternativeDelivery) -> bool:
    """Asked, and the answer was no or was taken back: it can be asked again."""
    told_no = (Disclosure.State.REFUSED, Disclosure.State.WITHDRAWN)
    return delivery.disclosure is not None and delivery.disclosure.state in told_no


def able() -> Sequence[int]:
    """The agencies that can be asked."""
    return [agency.pk for agency in Agency.objects.filter(is_active=True) if may_deliver(agency)]
