"""What probation tells somebody to do or leave undone during supervision, a year at a time."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.actions.duplicates import refuse_merged
from cases.models import SpecialCondition, Supervision
from partners.models import User
from partners.refusals import refusal, refusing

CONTRADICTIONS = {
    "condition_starts_before_it_ends": _(
        "The condition ends before it starts. Choose a day on or after the first day."
    ),
    "condition_at_most_one_year": _(
        "A condition is decided for at most a year at a time. Choose an earlier last day."
    ),
}
NO_GROUND = _("Special conditions belong to skyddstillsyn and villkorlig frigivning alone.")
OUTSIDE = _("The condition reaches outside the probation period. Check the days.")
OVER = _("The condition has already ended.")
NOT_BEGUN = _("The condition begins later. Choose the day it begins or a later one.")
LONGER = _("The condition ends earlier than that. For a longer time, register a new decision.")


@transaction.atomic
def register(supervision: Supervision, *, by: User, **fields: Any) -> SpecialCondition:
    """The person has this to follow, on the decision that probation made (brottsbalken 26:16)."""
    refuse_draft(supervision.individual)
    refuse_merged(supervision.individual)
    if supervision.sanction not in Supervision.SUMMONABLE:
        raise refusal("supervision", NO_GROUND, code="sanction")
    _refuse_outside(supervision, fields["valid_from"], fields["valid_until"])
    with _refusing_contradictions():
        return SpecialCondition.objects.create(
            supervision=supervision, individual_id=supervision.individual_id, **fields
        )


@transaction.atomic
def change(condition: SpecialCondition, *, by: User, **fields: Any) -> None:
    """The condition is as told from now on; how it was stands in its history."""
    for field, value in fields.items():
        setattr(condition, field, value)
    _refuse_outside(condition.supervision, condition.valid_from, condition.valid_until)
    with _refusing_contradictions():
        condition.save()


@transaction.atomic
def end(condition: SpecialCondition, *, on: date, by: User) -> None:
    """The condition holds through that day and not longer; it stands on in the person's past."""
    if condition.is_over:
        raise refusal(None, OVER, code="over")
    if on < condition.valid_from:
        raise refusal("on", NOT_BEGUN, code="early")
    if on > condition.valid_until:
        raise refusal("on", LONGER, code="longer")
    condition.valid_until = on
    condition.save(update_fields=["valid_until"])


def _refuse_outside(supervision: Supervision, first: date, last: date) -> None:
    begins, ends = supervision.probation_from, supervision.probation_until
    if begins is not None and first < begins:
        raise refusal("valid_from", OUTSIDE, code="outside")
    if ends is not None and last > ends:
        raise refusal("valid_until", OUTSIDE, code="outside")


@contextmanager
def _refusing_contradictions() -> Iterator[None]:
    with ExitStack() as stack:
        for constraint, message in CONTRADICTIONS.items():
            told = refusal("valid_until", message, code=constraint)
            stack.enter_context(refusing(constraint, told))
        yield
