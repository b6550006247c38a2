"""Letting another agency read a whole category of one's rows, for a time, and ending that."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.actions import grants
from partners.mandates import Category, Kind, Reach, mandate_for
from partners.models import Agency, Grant, LegalBasis, StandingDecision, User
from partners.models.standing_decisions import LONGEST
from partners.refusals import refusal

# Afterwards both sides can still account for what was shared, and why.
ACCOUNTED_FOR = timedelta(days=365)


@transaction.atomic
def decide(
    *,
    recipient: Agency,
    category: Category,
    legal_basis: LegalBasis,
    reason: str,
    until: datetime,
    by: User,
) -> StandingDecision:
    """The recipient reads the category until then, and can see on what ground."""
    check_mandate(by.agency, recipient, category)
    check_basis(legal_basis)
    check_time(until, longest=LONGEST)
    decision = StandingDecision.objects.create(
        owner_id=by.agency_id,
        recipient=recipient,
        category=category,
        legal_basis=legal_basis,
        reason=reason,
        valid_until=until,
        decided_by=by,
    )
    grants.give(
        decision, to=recipient, reason=Grant.Reason.PARTY, until=until + ACCOUNTED_FOR, by=by
    )
    return decision


@transaction.atomic
def end(decision: StandingDecision, *, by: User) -> StandingDecision:
    """The recipient reads nothing more by it from this moment."""
    current = StandingDecision.objects.current().filter(pk=decision.pk)
    if not current.update(valid_until=Now()):
        raise refusal(None, _("The decision has ended already."), code="ended")
    decision.refresh_from_db(fields=["valid_until"])
    return decision


def can_be_shared(owner: Agency, category: Category) -> bool:
    """The owner holds such rows, and the mandates let somebody else read them in this way."""
    mandate = mandate_for(category)
    return Reach.OWN in mandate.reaches(owner.kind) and any(
        Reach.STANDING in mandate.reaches(kind) for kind in Kind
    )


def check_mandate(owner: Agency, recipient: Agency, category: Category) -> None:
    if not can_be_shared(owner, category):
        message = _("Your agency holds no such information to share. Choose something else.")
        raise refusal("category", message, code="not ours")
    if recipient == owner or Reach.STANDING not in mandate_for(category).reaches(recipient.kind):
        message = _(
            "No mandate lets %(agency)s read this by a standing decision. Choose another recipient."
        )
        raise refusal("recipient", message % {"agency": recipient}, code="no mandate")


def check_basis(basis: LegalBasis) -> None:
    if not basis.is_in_force(timezone.localdate()):
        message = _(
            "%(provision)s is not in force today, or no lawyer has checked it. "
            "Choose another legal basis."
        )
        raise refusal("legal_basis", message % {"provision": basis.provision}, code="not in force")


def check_time(until: datetime, *, longest: timedelta) -> None:
    now = timezone.now()
    if until <= now:
        raise refusal("until", _("That day has passed. Choose a later one."), code="passed")
    if until > now + longest:
        message = _("At most %(days)s days. Choose an earlier day.")
        raise refusal("until", message % {"days": longest.days - 1}, code="too long")
