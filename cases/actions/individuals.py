"""A person is registered by each agency on its own, for a stated purpose."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases import tombstones
from cases.actions import approvals, identifiers, protections
from cases.identity_numbers import IdentityNumber
from cases.models import GroupLink, Individual
from partners.models import User
from partners.refusals import refusal

LINKED = _("An injured party has no link to a group. End the link first.")
REMOVED = _(
    "Your agency has removed this person before. Write what is new that makes it necessary to"
    " register the person again. Somebody else then approves it."
)


@transaction.atomic
def register(
    *,
    name: str,
    born: date | None,
    subject_category: str,
    purpose: str,
    by: User,
    number: IdentityNumber | None = None,
    assigned_to: Collection[User] = (),
    protection_level: str = "",
    new_basis: str = "",
    is_unknown: bool = False,
) -> Individual:
    """The agency has its own record of the person; that another has one too changes nothing.

    With `assigned_to` the identity is protected from the first moment others could look. A
    minor, and somebody who was removed before, waits for others' approval.
    """
    approvals.refuse_child(born, number)
    new_basis = _answer_tombstone(number, new_basis)
    individual = Individual.objects.create(
        name=name,
        born=born,
        subject_category=subject_category,
        purpose=purpose,
        new_basis=new_basis,
    )
    if number is not None:
        identifiers.add(individual, number=number, by=by)
    else:
        approvals.settle(individual, by=by)
    if is_unknown:
        identifiers.add_unknown(individual, by=by)
    if assigned_to:
        level = protection_level or Individual.ProtectionLevel.MARKED
        protections.protect(individual, assigned_to=assigned_to, level=level, by=by)
    return individual


@transaction.atomic
def change(
    individual: Individual, *, by: User, number: IdentityNumber | None = None, **fields: Any
) -> None:
    """The record says this; a further number stands beside those the person was known by."""
    approvals.refuse_child(fields["born"], number)
    if fields["subject_category"] == Individual.SubjectCategory.VICTIM:
        _refuse_linked(individual)
    for field, value in fields.items():
        setattr(individual, field, value)
    individual.save()
    if number is not None:
        identifiers.add(individual, number=number, by=by)
    else:
        approvals.settle(individual, by=by)


def _answer_tombstone(number: IdentityNumber | None, new_basis: str) -> str:
    """Somebody who was removed comes back only on a new basis; for others none is asked."""
    if number is None or not tombstones.stands(number):
        return ""
    if not new_basis.strip():
        raise refusal("new_basis", REMOVED, code="removed")
    return new_basis


def _refuse_linked(individual: Individual) -> None:
    if GroupLink.objects.filter(individual=individual).exists():
        raise refusal("subject_category", LINKED, code="linked")
