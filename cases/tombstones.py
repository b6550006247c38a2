"""Tombstones: the keyed digests by which something removed is known again, and by nothing else."""

import hashlib
import hmac

from django.conf import settings

from cases.identity_numbers import IdentityNumber
from cases.models import CriminalGroup, Identifier, Individual, Tombstone
from partners import audience

Kind = Tombstone.Kind


def digest(*parts: str) -> str:
    """Cannot be read backwards without the key, and differs between any two agencies."""
    text = "\x1f".join([str(audience.current().agency_id), *parts])
    key = settings.TOMBSTONE_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def of_number(number: IdentityNumber) -> str:
    return digest(Kind.PERSON.value, number.kind.value, number.value, number.issuer)


def of_identifier(identifier: Identifier) -> str:
    return digest(Kind.PERSON.value, identifier.kind, identifier.value, identifier.issuer)


def of_link(individual: Individual, group: CriminalGroup) -> list[str]:
    """One mark for each number the person has or had, and one for the record itself.

    By a number somebody is known again who was removed and registered anew; by the record also
    somebody who had no number when the link was removed, and has one now.
    """
    numbers = Identifier.objects.filter(individual=individual)
    numbers = numbers.exclude(kind=Identifier.Kind.UNKNOWN).order_by("pk")
    people = [(one.kind, one.value, one.issuer) for one in numbers]
    told = [*people, (str(individual.pk),)]
    return [digest(Kind.LINK.value, str(group.pk), *person) for person in told]


def stands(number: IdentityNumber) -> bool:
    """Was a person with this number removed from the register of the own agency?"""
    marks = Tombstone.objects.own().filter(kind=Kind.PERSON, digest=of_number(number))
    return marks.exists()
