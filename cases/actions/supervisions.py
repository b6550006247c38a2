"""Probation supervises: from when, until when, by whom."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.models import Individual, Supervision
from partners.models import User
from partners.refusals import refusal, refusing

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
    with _refusing_contradictions():
        return Supervision.objects.create(individual=individual, **fields)


@transaction.atomic
def change(supervision: Supervision, *, by: User, **fields: Any) -> None:
    """The supervision is as told from now on; how it was stands in its history."""
    for field, value in fields.items():
        setattr(supervision, field, value)
    with _refusing_contradictions():
        supervision.save()


@contextmanager
def _refusing_contradictions() -> Iterator[None]:
    with ExitStack() as stack:
        for constraint, (field, message) in CONTRADICTIONS.items():
            stack.enter_context(refusing(constraint, refusal(field, message, code=constraint)))
        yield
