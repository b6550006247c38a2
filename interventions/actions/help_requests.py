"""Wishes for help: heard, passed on by written consent, and first contact within 48 hours."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.models import Contact, Individual
from interventions.models import HelpRequest
from interventions.steps import take
from partners.actions import consents
from partners.models import Agency, Consent, Protected, User
from partners.refusals import refusal, refusing

State = HelpRequest.State
EARLY = _("That time has not come. Choose an earlier one.")


@transaction.atomic
def note(individual: Individual, *, by: User, heard_at: datetime | None = None) -> HelpRequest:
    """Somebody has said that they want help, and the clock runs from then."""
    heard_at = heard_at or timezone.now()
    if heard_at > timezone.now():
        raise refusal(
            "heard_at", _("That time has not come. Choose an earlier one."), code="future"
        )
    refuse_draft(individual)
    waits = refusal(None, _("A wish of this person waits already."), code="waits")
    with refusing("one_wish_waits_at_a_time", waits):
        return HelpRequest.objects.create(individual=individual, heard_at=heard_at, heard_by=by)


def shareable(request: HelpRequest) -> list[Protected]:
    """What the helper needs to reach the person: the wish, the identity and how to be reached."""
    person = request.individual
    ways = Contact.objects.filter(individual=person, owner=person.owner_id)
    return [request, person, *ways.filter(kind=Contact.Kind.PHONE)]


@transaction.atomic
def pass_on(
    request: HelpRequest, *, rows: Sequence[Protected], consent: Consent, to: Agency, by: User
) -> None:
    """The agency that helps reads it for as long as the person consents (OSL 12:2)."""
    consents.share(consent, rows, to=to, by=by)
    take(request, State.PASSED_ON, consent=consent)


@transaction.atomic
def contact(request: HelpRequest, *, at: datetime, by: User) -> None:
    """Somebody who can help has talked with the person; said to the minute."""
    if at > timezone.now():
        raise refusal("at", EARLY, code="future")
    if at < request.heard_at.replace(second=0, microsecond=0):
        raise refusal("at", _("The person had not asked for help then. Choose a later time."),
                      code="early")  # fmt: skip
    take(request, State.CONTACTED, contacted_at=max(at, request.heard_at))


@transaction.atomic
def withdraw(request: HelpRequest, *, by: User) -> None:
    """The person has thought again. What was passed on is closed by withdrawing the consent."""
    take(request, State.WITHDRAWN)


def is_passed_on(request: HelpRequest) -> bool:
    return request.state == State.PASSED_ON
