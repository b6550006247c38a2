"""Tombstones: the keyed digests by which something removed is known again, and by nothing else."""

import hashlib
import hmac

from django.conf import settings

from cases.identity_numbers import IdentityNumber
from cases.models import Identifier, Tombstone
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


def stands(number: IdentityNumber) -> bool:
    """Was a person with this number removed from the register of the own agency?"""
    here = audience.current().agency_id
    marks = Tombstone.objects.filter(owner=here, kind=Kind.PERSON, digest=of_number(number))
    return marks.exists()
