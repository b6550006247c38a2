"""Incidents are registered, corrected, and put together when two turn out to be one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import attributions
from cases.models import Incident
from partners.models import User
from partners.refusals import refusal

ATTEMPTS = 5
FUTURE = gettext_lazy("The time lies in the future. Write when it happened.")
DUPLICATE = gettext_lazy("This is a duplicate already. Choose the incident that it is part of.")
HAS_DUPLICATES = gettext_lazy(
    "Other incidents are duplicates of this one. Take them apart first, or merge the other way."
)
ITSELF = gettext_lazy("An incident is no duplicate of itself. Choose another.")


@transaction.atomic
def register(*, by: User, known_at: datetime | None = None, **facts: Any) -> Incident:
    """The incident has a number, and its 72 hours run from when the agency knew of it."""
    _refuse_future(facts["happened_at"])
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return Incident.objects.create(
                    number=_next_number(), known_at=known_at or timezone.now(), **facts
                )
        except IntegrityError as broken:
            if attempt == ATTEMPTS - 1 or "incident_number_per_owner" not in str(broken):
                raise
    raise AssertionError


@transaction.atomic
def change(incident: Incident, *, by: User, **facts: Any) -> None:
    """The facts are these from now on; how they were stands in the history."""
    _refuse_future(facts["happened_at"])
    for field, value in facts.items():
        setattr(incident, field, value)
    incident.save()


@transaction.atomic
def merge(duplicate: Incident, *, into: Incident, by: User) -> None:
    """Two records are one incident: `duplicate` is out of lists, charts and rankings.

    Nothing of it is erased or rewritten. Groups that only the duplicate was attributed to are
    attributed on the kept one too; review and persons stay where they are.
    """
    _refuse_merge(duplicate, into)
    merged = Incident.objects.filter(pk=duplicate.pk, duplicate_of=None).update(
        duplicate_of=into, merged_at=timezone.now(), merged_by=by
    )
    if not merged:
        raise refusal("into", DUPLICATE, code="duplicate")
    attributions.carry(duplicate, to=into, by=by)
    duplicate.refresh_from_db()


@transaction.atomic
def separate(duplicate: Incident, *, by: User) -> None:
    """The merge is undone: the record counts again, and what came along is withdrawn."""
    kept = Incident.objects.filter(duplicates=duplicate).first()
    undone = Incident.objects.filter(pk=duplicate.pk, duplicate_of__isnull=False).update(
        duplicate_of=None, merged_at=None, merged_by=None
    )
    if not undone:
        raise ValidationError(_("It stands on its own already."), code="separate")
    if kept is not None:
        attributions.uncarry(duplicate, kept, by=by)
    duplicate.refresh_from_db()


def _next_number() -> int:
    """Numbers are the agency's own; two who register at once try again."""
    highest = Incident.objects.own().aggregate(last=Max("number"))
    return (highest["last"] or 0) + 1


def _refuse_future(moment: datetime) -> None:
    if moment > timezone.now():
        raise refusal("happened_at", FUTURE, code="future")


def _refuse_merge(duplicate: Incident, into: Incident) -> None:
    if duplicate.pk == into.pk:
        raise refusal("into", ITSELF, code="itself")
    if into.is_duplicate:
        raise refusal("into", DUPLICATE, code="duplicate")
    if Incident.objects.filter(duplicate_of=duplicate).exists():
        raise refusal("into", HAS_DUPLICATES, code="has duplicates")
