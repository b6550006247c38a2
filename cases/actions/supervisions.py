"""Probation supervises: from when, until when, by whom."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.actions.duplicates import refuse_merged
from cases.models import Individual, SpecialCondition, Supervision
from partners.models import User
from partners.refusals import refusal, refusing

HAS_CONDITION = _(
    "There is a special condition: %(condition)s. Only skyddstillsyn and villkorlig frigivning "
    "have such."
)
BEGINS_EARLIER = _(
    "The special condition %(condition)s holds from %(from)s. Choose that day or an earlier one, "
    "or change the condition first."
)
ENDS_LATER = _(
    "The special condition %(condition)s holds until %(until)s. Choose that day or a later one, "
    "or change the condition first."
)
# What the database says no to: the field it is told beside, and what to do.
CONTRADICTIONS = {
    "supervision_starts_before_it_ends": (
        "supervised_until",
        _("The supervision ends before it starts. Choose a day on or after the first day."),
    ),
    "probation_starts_before_it_ends": (
        "probation_until",
        _("The probation period ends before it starts. Choose a day on or after the first day."),
    ),
    "probation_when_the_sanction_has_one": (
        "probation_from",
        _(
            "Skyddstillsyn, villkorlig frigivning and villkorlig dom have a probation period: give "
            "both its days. Ungdomsövervakning and intensivövervakning have none: leave both empty."
        ),
    ),
    "supervision_within_probation": (
        "supervised_until",
        _("The supervision reaches outside the probation period. Check the four dates."),
    ),
    "release_on_probation_at_least_a_year": (
        "probation_until",
        _("After villkorlig frigivning the probation period is at least a year. Check the dates."),
    ),
    "youth_supervision_at_most_a_year": (
        "supervised_until",
        _("Ungdomsövervakning lasts at most a year. Check the dates."),
    ),
    "supervision_once_at_a_time": (
        "supervised_from",
        _(
            "Your agency has already registered this sanction for days that overlap. Change that "
            "one instead, or check the dates."
        ),
    ),
}


@transaction.atomic
def register(individual: Individual, *, by: User, **fields: Any) -> Supervision:
    """The person is under supervision for the period, which is a ground for summons or not."""
    refuse_draft(individual)
    refuse_merged(individual)
    with _refusing_contradictions():
        return Supervision.objects.create(individual=individual, **fields)


@transaction.atomic
def change(supervision: Supervision, *, by: User, **fields: Any) -> None:
    """The supervision is as told from now on; how it was stands in its history.

    Its conditions still belong to it: a sanction that knows them, and days within probation.
    """
    for field, value in fields.items():
        setattr(supervision, field, value)
    _refuse_left_outside(supervision)
    with _refusing_contradictions():
        supervision.save()


def _refuse_left_outside(supervision: Supervision) -> None:
    begins, ends = supervision.probation_from, supervision.probation_until
    for condition in SpecialCondition.objects.filter(supervision=supervision):
        told = {
            "condition": condition,
            "from": date_format(condition.valid_from, "j F Y"),
            "until": date_format(condition.valid_until, "j F Y"),
        }
        if supervision.sanction not in Supervision.SUMMONABLE:
            raise refusal("sanction", HAS_CONDITION % told, code="condition")
        if begins is not None and condition.valid_from < begins:
            raise refusal("probation_from", BEGINS_EARLIER % told, code="condition")
        if ends is not None and condition.valid_until > ends:
            raise refusal("probation_until", ENDS_LATER % told, code="condition")


@contextmanager
def _refusing_contradictions() -> Iterator[None]:
    with ExitStack() as stack:
        for constraint, (field, message) in CONTRADICTIONS.items():
            stack.enter_context(refusing(constraint, refusal(field, message, code=constraint)))
        yield
