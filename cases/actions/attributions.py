"""Incidents are attributed to groups; an attribution is withdrawn with a reason, never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Attribution, CriminalGroup, Incident
from partners.models import User
from partners.refusals import refusal, refusing

ATTRIBUTED = gettext_lazy(
    "The incident is attributed to this group already. Withdraw that first, then attribute anew."
)
DUPLICATE = gettext_lazy("This is a duplicate. Attribute the incident that is kept.")


@transaction.atomic
def attribute(
    incident: Incident,
    *,
    group: CriminalGroup,
    confidence: str,
    basis: str,
    by: User,
    carried_from: Attribution | None = None,
) -> Attribution:
    """The agency holds the group to be behind the incident, so surely and on this basis."""
    if incident.is_duplicate:
        raise refusal("group", DUPLICATE, code="duplicate")
    with refusing("attributed_once_at_a_time", refusal("group", ATTRIBUTED, code="attributed")):
        return Attribution.objects.create(
            incident=incident,
            group=group,
            confidence=confidence,
            basis=basis,
            decided_by=by,
            carried_from=carried_from,
        )


@transaction.atomic
def withdraw(attribution: Attribution, *, why: str, by: User) -> None:
    """It no longer counts; that it was held, by whom and why it is not, stays readable."""
    withdrawn = Attribution.objects.filter(pk=attribution.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why
    )
    if not withdrawn:
        raise ValidationError(_("It has been withdrawn already."), code="withdrawn")
    attribution.refresh_from_db()


def carry(duplicate: Incident, *, to: Incident, by: User) -> None:
    """Groups that only the duplicate has are attributed on the kept incident too."""
    has = {held.group_id for held in _held(to)}
    for held in _held(duplicate).select_related("group"):
        if held.group_id not in has:
            attribute(
                to,
                group=held.group,
                confidence=held.confidence,
                basis=held.basis,
                by=by,
                carried_from=held,
            )


def uncarry(duplicate: Incident, kept: Incident, *, by: User) -> None:
    """What came along with the duplicate is withdrawn from the incident that was kept."""
    for held in _held(kept).filter(carried_from__incident=duplicate):
        withdraw(held, why=_("The merge was undone."), by=by)


def _held(incident: Incident) -> QuerySet[Attribution]:
    return Attribution.objects.filter(incident=incident, withdrawn_at=None)
