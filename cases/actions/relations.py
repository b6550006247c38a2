"""Relations between groups are recorded with their basis, and ended with one."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, GroupRelation
from partners.models import User
from partners.refusals import refusal, refusing

ITSELF = _("Choose another group than %(group)s itself.")
OVERLAPS = _("A relation between the two is already recorded for this time. End that one first.")
BEFORE_IT_BEGAN = _("The relation began later. Choose the day it began or a later one.")
IS_OVER = _("The relation has already ended.")


@transaction.atomic
def record(
    group: CriminalGroup,
    *,
    other: CriminalGroup,
    kind: str,
    valid_from: date,
    basis: str,
    by: User,
) -> GroupRelation:
    """The two groups stand so to each other from that day, on this basis."""
    if other == group:
        words = ITSELF % {"group": group.code_name}
        raise refusal("other", words, code="itself")
    with refusing("one_such_relation_at_a_time", refusal("other", OVERLAPS, code="overlaps")):
        return GroupRelation.objects.create(
            group=group, other=other, kind=kind, valid_from=valid_from, basis=basis, decided_by=by
        )


@transaction.atomic
def end(relation: GroupRelation, *, on: date, because: str, by: User) -> None:
    """The relation holds through that day and not longer; it stays in the groups' past."""
    if relation.valid_until is not None:
        raise refusal(None, IS_OVER, code="over")
    if on < relation.valid_from:
        raise refusal("valid_until", BEFORE_IT_BEGAN, code="before")
    relation.valid_until, relation.ended_because, relation.ended_by = on, because, by
    relation.ended_at = timezone.now()
    relation.save(update_fields=["valid_until", "ended_because", "ended_by", "ended_at"])
