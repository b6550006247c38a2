"""The large town: 20,000 people in the registers of police and probation, to measure with.

Social services own nobody of it: they see what the police has disclosed to them, row by row.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import batched, islice
from random import Random
from uuid import UUID

from django.utils import timezone

from cases.actions import protections
from cases.models import Identifier, Individual
from cases.names import sort_key
from partners import audience
from partners.actions import disclosures
from partners.models import Agency, LegalBasis, User
from sluta_skjut.town.names import names
from sluta_skjut.town.numbers import Numbers

Say = Callable[[str], None]
Subject = Individual.SubjectCategory

SEED = 20_000
POLICE, PROBATION, SOCIAL_SERVICES = 1, 2, 3
REGISTERED = {POLICE: 6_667, PROBATION: 13_333}
DISCLOSED = {PROBATION: 6_000, SOCIAL_SERVICES: 200}
PURPOSES = {
    POLICE: "Förebygga skjutningar, gruppinriktat arbete",
    PROBATION: "Verkställighet av påföljd i frihet",
}
# About one person in three hundred in Sweden has protected identity.
ONE_IS_PROTECTED_IN = 300
ROWS_AT_A_TIME = 1_000
ROWS_PER_DISCLOSURE = 500
DISCLOSED_FOR = timedelta(days=90)
# Older than anybody of the ordinary town, so that nobody is issued a number of theirs.
FIRST_BIRTHDAY, BIRTHDAYS = date(1954, 1, 1), 10_000
SHARE_OF_WOMEN = 0.12

Entry = tuple[Individual, Identifier]


def enter(*, say: Say) -> None:
    """Everybody is registered, and the police's decisions to disclose stand."""
    staffed = {user.get_short_name(): user for user in User.objects.select_related("agency")}
    anna, inga, bosse = staffed["Anna"], staffed["Inga"], staffed["Bosse"]
    people = entries()
    suspects = _register(people, by=anna, say=say)
    clients = _register(people, by=bosse, say=say)
    protect(suspects[::ONE_IS_PROTECTED_IN], by=anna, assigned=staffed["Hugo"])
    protect(clients[::ONE_IS_PROTECTED_IN], by=bosse, assigned=staffed["Ella"])
    seen = [person for person in suspects if not person.is_protected]
    Random(SEED).shuffle(seen)
    for recipient in Agency.objects.filter(pk__in=DISCLOSED):
        told = seen[: DISCLOSED[recipient.pk]]
        for part in batched(told, ROWS_PER_DISCLOSURE):
            disclose(part, to=recipient, asked_by=anna, decided_by=inga)
            say(f"  {len(part)} personer utlämnade till {recipient.short_name}")


def entries() -> Iterator[Entry]:
    """Endless persons with a number each, the same ones in the same order every time."""
    random, numbers = Random(SEED), Numbers(SEED)
    for name in names(SEED, share_of_women=SHARE_OF_WOMEN):
        number = numbers.issue(FIRST_BIRTHDAY + timedelta(days=random.randrange(BIRTHDAYS)))
        person = Individual(
            id=_id(random),
            name=str(name),
            sort_key=sort_key(str(name)),
            born=number.born,
            subject_category=random.choice((Subject.SUSPECT, Subject.CONVICTED, Subject.OTHER)),
        )
        known_by = {"kind": number.kind.value, "value": number.value}
        yield person, Identifier(id=_id(random), individual=person, **known_by)


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _register(people: Iterator[Entry], *, by: User, say: Say) -> list[Individual]:
    """The next persons stand in the register of the agency of whoever writes them down."""
    registered: list[Individual] = []
    for chunk in batched(islice(people, REGISTERED[by.agency_id]), ROWS_AT_A_TIME):
        with audience.of_user(by, operation="town"):
            _write_down(chunk, by=by)
        registered += [person for person, _ in chunk]
        say(f"  {len(registered)} personer hos {by.agency.short_name}")
    return registered


def _write_down(chunk: Sequence[Entry], *, by: User) -> None:
    """Many at once: one by one, as people are registered otherwise, would take ten minutes."""
    for person, identifier in chunk:
        person.owner_id = identifier.owner_id = by.agency_id
        person.purpose = PURPOSES[by.agency_id]
    Individual.objects.bulk_create(person for person, _ in chunk)
    Identifier.objects.bulk_create(identifier for _, identifier in chunk)


def protect(persons: Sequence[Individual], *, by: User, assigned: User) -> None:
    """From now on only the assigned user sees them, or anything about them."""
    with audience.of_user(by, operation="town"):
        for person in persons:
            protections.protect(person, assigned_to=[assigned], by=by)


def disclose(
    persons: Sequence[Individual], *, to: Agency, asked_by: User, decided_by: User
) -> None:
    """One person has asked, another has decided, and the recipient reads these rows."""
    with audience.of_user(asked_by, operation="town"):
        asked = disclosures.request(
            rows=persons,
            recipient=to,
            purpose="Samordning i den stora staden",
            legal_basis=LegalBasis.objects.get(code="MEN"),
            need="Mottagaren arbetar med samma personer.",
            harm="Röjer att personen finns hos polisen.",
            proportionality="Begränsat till dem som mottagaren arbetar med.",
            until=timezone.now() + DISCLOSED_FOR,
            by=asked_by,
        )
    with audience.of_user(decided_by, operation="town"):
        disclosures.decide(asked, yes=True, reason="Behovet väger över.", by=decided_by)
