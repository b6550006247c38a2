"""Probation supervises: from when, until when, by whom."""

from typing import Any

from django.db import transaction

from cases.models import Individual, Supervision
from partners.models import User


@transaction.atomic
def register(individual: Individual, *, by: User, **fields: Any) -> Supervision:
    """The person is under supervision for the period, which is a ground for summons or not."""
    return Supervision.objects.create(individual=individual, **fields)


@transaction.atomic
def change(supervision: Supervision, *, by: User, **fields: Any) -> None:
    """The supervision is as told from now on; how it was stands in its history."""
    for field, value in fields.items():
        setattr(supervision, field, value)
    supervision.save()
