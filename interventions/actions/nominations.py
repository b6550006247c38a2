"""Handing over names that one would see called; that they came in is all that is answered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import GroupLink
from interventions.actions.inquiries import end_party_grants, with_numbers
from interventions.models import CallIn, Nomination, Nominee, Receipt
from partners.actions import disclosures, grants
from partners.models import Agency, Disclosure, Grant, LegalBasis, Protected, User
from partners.refusals import refusal


@transaction.atomic
def draft(
    call_in: CallIn,
    *,
    links: Sequence[GroupLink],
    legal_basis: LegalBasis,
    need: str,
    harm: str,
    proportionality: str,
    until: datetime,
    by: User,
) -> Nomination:
    """A decision-maker is asked whether these names may be handed to whoever leads the call-in."""
    _refuse_unfit(call_in, links, by=by)
    recipient = Agency.objects.get(pk=call_in.owner_id)
    disclosure = disclosures.request(
        rows=with_numbers(link.individual for link in links),
        recipient=recipient,
        purpose=_("Persons who could be called to %(call_in)s") % {"call_in": call_in},
        legal_basis=legal_basis,
        need=need,
        harm=harm,
        proportionality=proportionality,
        until=until,
        by=by,
    )
    nomination = Nomination.objects.create(
        call_in=call_in, recipient=recipient, disclosure=disclosure, nominated_by=by
    )
    for link in links:
        Nominee.objects.create(
            nomination=nomination, individual_id=link.individual_id, group_id=link.group_id
        )
    return nomination


@transaction.atomic
def follow(disclosure: Disclosure, *, by: User) -> None:
    """Decided, the nomination is with the one who leads the call-in; withdrawn, it is not."""
    nomination = Nomination.objects.filter(disclosure=disclosure).first()
    if nomination is None:
        return
    rows: list[Protected] = [nomination, *nomination.nominees.all()]
    if disclosure.state == Disclosure.State.WITHDRAWN:
        end_party_grants(rows)
    elif disclosure.state == Disclosure.State.DISCLOSED:
        Nomination.objects.filter(pk=nomination.pk).update(sent_at=timezone.now())
        for row in rows:
            grants.give(
                row, to=nomination.recipient, reason=Grant.Reason.PARTY,
                until=disclosure.valid_until, by=by,
            )  # fmt: skip


@transaction.atomic
def receive(nomination: Nomination, *, by: User) -> Receipt:
    """It came in. The same words in the same row, whoever of them is a client."""
    if nomination.recipient_id != by.agency_id or nomination.sent_at is None:
        raise refusal(None, _("There is nothing to acknowledge."), code="state")
    if Receipt.objects.filter(nomination=nomination).exists():
        raise refusal(None, _("It has been acknowledged already."), code="answered")
    receipt = Receipt.objects.create(nomination=nomination)
    grants.give(
        receipt,
        to=Agency.objects.get(pk=nomination.owner_id),
        reason=Grant.Reason.PARTY,
        until=nomination.disclosure.valid_until,
        by=by,
    )
    return receipt


def _refuse_unfit(call_in: CallIn, links: Sequence[GroupLink], *, by: User) -> None:
    if call_in.owner_id == by.agency_id:
        message = _("Your agency leads this call-in. Propose the person instead.")
        raise refusal(None, message, code="own")
    if call_in.is_closed:
        raise refusal(None, _("The list is closed. Nobody else is called."), code="closed")
    if any(link.owner_id != by.agency_id or link.is_draft for link in links):
        message = _("Only persons with a valid link of your own register can be nominated.")
        raise refusal("links", message, code="no link")
    if any(link.individual.is_protected for link in links):
        message = _("Somebody has protected identity, and is told to nobody. Leave that one out.")
        raise refusal("links", message, code="protected")
    if len({link.individual_id for link in links}) != len(links):
        raise refusal("links", _("Choose one group for each person."), code="twice")
