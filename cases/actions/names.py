"""Other names of a person, and ways to reach them; none of the latter outlives protection."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions.approvals import refuse_draft
from cases.actions.duplicates import refuse_merged
from cases.models import Alias, Contact, Individual
from partners.models import User
from partners.refusals import refusal, refusing

SAME = _("The person is already known by this name.")
PROTECTED = _(
    "The person has protected identity. No address, phone, workplace or school is stored."
)
CONSTRAINT = "no_contact_details_of_a_protected_person"


@transaction.atomic
def add_alias(individual: Individual, *, name: str, by: User) -> Alias:
    """The person is found by this name too."""
    refuse_draft(individual)
    refuse_merged(individual)
    with _once(individual):
        return Alias.objects.create(individual=individual, name=name)


@transaction.atomic
def change_alias(alias: Alias, *, name: str, by: User) -> None:
    """The name is spelled like this."""
    alias.name = name
    with _once(alias.individual):
        alias.save()


@transaction.atomic
def remove_alias(alias: Alias, *, by: User) -> None:
    """Nobody is known by that name any more, and no past says so."""
    alias.purge()


@transaction.atomic
def add_contact(individual: Individual, *, by: User, **fields: Any) -> Contact:
    """The person can be reached in this way; refused for anybody with protected identity."""
    refuse_draft(individual)
    refuse_merged(individual)
    with _unprotected():
        return Contact.objects.create(individual=individual, **fields)


@transaction.atomic
def change_contact(contact: Contact, *, by: User, **fields: Any) -> None:
    """The person can be reached like this."""
    for field, value in fields.items():
        setattr(contact, field, value)
    with _unprotected():
        contact.save()


@transaction.atomic
def remove_contact(contact: Contact, *, by: User) -> None:
    """It is nowhere any more, not in the past either."""
    contact.purge()


@contextmanager
def _once(individual: Individual) -> Iterator[None]:
    with refusing("alias_once_per_person", refusal("name", SAME, code="same")):
        yield


@contextmanager
def _unprotected() -> Iterator[None]:
    with refusing(CONSTRAINT, refusal(None, PROTECTED, code="protected")):
        yield
