"""Deciding in spite of a criterion: a reason, and a second person; and checking custody."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.choosing import Choosing
from interventions.eligibility import Criterion
from interventions.models import Candidate, CustodyCheck, Override
from partners.actions import approvals
from partners.models import User
from partners.refusals import refusal


@transaction.atomic
def ask(candidate: Candidate, *, criterion: str, reason: str, by: User) -> Override:
    """Somebody else is asked whether the person may be called although this is not met."""
    _refuse_decided(candidate)
    answer = Choosing(candidate.call_in).choice(candidate).answer(Criterion(criterion))
    if answer is None or answer.finding.is_met:
        raise refusal("criterion", _("That is met already. Nothing to override."), code="met")
    if answer.finding.is_hard:
        message = _("Nobody decides in spite of this. The person is not called.")
        raise refusal("criterion", message, code="hard")
    if not answer.may_be_asked:
        raise refusal("criterion", _("That has been asked already."), code="asked")
    override = Override.objects.create(
        candidate=candidate,
        individual_id=candidate.individual_id,
        criterion=criterion,
        reason=reason,
        asked_by=by,
    )
    approvals.ask(override, question=_("May the person be called all the same?"), by=by)
    return override


@transaction.atomic
def check_custody(
    candidate: Candidate, *, in_custody: bool, source: str, by: User, at: datetime | None = None
) -> CustodyCheck:
    """What was found is known for as long as a check counts."""
    at = at or timezone.now()
    if at > timezone.now():
        raise refusal("checked_on", _("That day has not come. Choose an earlier one."), code="time")
    return CustodyCheck.objects.create(
        candidate=candidate,
        individual_id=candidate.individual_id,
        in_custody=in_custody,
        checked_at=at,
        checked_by=by,
        source=source,
    )


def _refuse_decided(candidate: Candidate) -> None:
    if candidate.state not in Candidate.UNDECIDED:
        message = _("It is %(now)s. There is nothing left to override.")
        raise refusal(None, message % {"now": candidate.get_state_display()}, code="state")
