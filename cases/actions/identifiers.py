"""A person's numbers: added, replaced, ended and put right; what once was is still found."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases import tombstones
from cases.actions import approvals
from cases.actions.duplicates import refuse_merged
from cases.identity_numbers import IdentityNumber
from cases.models import Identifier, Individual
from partners.models import User
from partners.refusals import refusal, refusing

TAKEN = _("Your agency has already registered this number.")
OVER = _("This number is no longer in use. Add the new number instead.")
TOO_EARLY = _("The number was not in use that day. Choose a later day.")
NO_LEVEL = _("Only a samordningsnummer has an identity level. Leave this empty.")
REMOVED = _(
    "Your agency has removed the person with this number. Register the person anew, with a reason."
)
ONLY_SAMORDNING = _("Only a samordningsnummer can be dormant.")
# No letter that can be read as a digit, and no vowel that makes words.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 8
Status = Identifier.Status


@transaction.atomic
def add(
    individual: Individual,
    *,
    number: IdentityNumber,
    by: User,
    level: str = "",
    valid_from: date | None = None,
) -> Identifier:
    """The person is known by this number too; those known before still stand."""
    refuse_merged(individual)
    _refuse_level(number, level)
    _refuse_removed(individual, number)
    approvals.refuse_child(individual.born, number)
    with taken():
        added = Identifier.objects.create(
            individual=individual,
            kind=number.kind.value,
            value=number.value,
            issuer=number.issuer,
            level=level,
            valid_from=valid_from,
        )
    approvals.settle(individual, by=by)
    return added


@transaction.atomic
def add_unknown(individual: Individual, *, by: User) -> Identifier:
    """The person has no number; a code of our own says which record is meant, and nothing else."""
    code = "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))
    return Identifier.objects.create(
        individual=individual, kind=Identifier.Kind.UNKNOWN, value=code
    )


@transaction.atomic
def replace(
    identifier: Identifier, *, number: IdentityNumber, on: date, by: User, level: str = ""
) -> Identifier:
    """From that day the new number holds; the old one is still found by its owner."""
    _close(identifier, Status.REPLACED, on)
    individual = identifier.individual
    return add(individual, number=number, level=level, valid_from=on, by=by)


@transaction.atomic
def end(identifier: Identifier, *, on: date, by: User) -> None:
    """The number is not in use after that day, and no other has taken its place."""
    _close(identifier, Status.ENDED, on)
    approvals.settle(identifier.individual, by=by)


@transaction.atomic
def correct(
    identifier: Identifier,
    *,
    number: IdentityNumber,
    by: User,
    level: str = "",
    is_dormant: bool = False,
) -> None:
    """The number was written down wrong; what stood there is in the history, and finds nobody."""
    _refuse_level(number, level)
    is_samordning = number.kind.value == Identifier.Kind.SAMORDNINGSNUMMER
    if is_dormant and not is_samordning:
        raise refusal("is_dormant", ONLY_SAMORDNING, code="dormant")
    _refuse_removed(identifier.individual, number)
    approvals.refuse_child(identifier.individual.born, number)
    identifier.kind, identifier.value = number.kind.value, number.value
    identifier.issuer, identifier.level = number.issuer, level
    if not identifier.is_past:
        identifier.status = Status.DORMANT if is_dormant else Status.CURRENT
    with taken():
        identifier.save()
    approvals.settle(identifier.individual, by=by)


@contextmanager
def taken() -> Iterator[None]:
    """A number that another record of the agency has is refused beside its field."""
    with refusing("identifier_per_owner", refusal("number", TAKEN, code="taken")):
        yield


def _close(identifier: Identifier, status: str, on: date) -> None:
    if identifier.is_past:
        raise refusal(None, OVER, code="over")
    if identifier.valid_from is not None and on < identifier.valid_from:
        raise refusal("on", TOO_EARLY, code="early")
    identifier.status, identifier.valid_until = status, on
    identifier.save(update_fields=["status", "valid_until"])


def _refuse_removed(individual: Individual, number: IdentityNumber) -> None:
    """Nobody comes back by the back door; those registered again have said on what basis."""
    if not individual.new_basis and tombstones.stands(number):
        raise refusal("number", REMOVED, code="removed")


def _refuse_level(number: IdentityNumber, level: str) -> None:
    if level and number.kind.value != Identifier.Kind.SAMORDNINGSNUMMER:
        raise refusal("level", NO_LEVEL, code="level")
