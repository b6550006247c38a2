"""The large town: 20,000 people in the registers of police and probation, to measure with.

Social services own nobody of it: they see what the police has disclosed to them, row by row.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import batched, islice
from random import Random
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from cases.models import Identifier, Individual
from cases.names import sort_key
from partners import audience
from partners.actions import grants
from partners.models import Agency, Disclosure, DisclosureItem, Grant, LegalBasis, User
from sluta_skjut.town import staff
from sluta_skjut.town.names import names
from sluta_skjut.town.numbers import Numbers

Say = Callable[[str], None]
Subject = Individual.SubjectCategory

SEED = 20_000
POLICE_OWNS = 6_667
PROBATION_OWNS = 13_333
TOLD_TO_PROBATION = 6_000
TOLD_TO_SOCIAL_SERVICES = 200
# About one person in three hundred in Sweden has protected identity.
ONE_IS_PROTECTED_IN = 300
ROWS_AT_A_TIME = 1_000
ROWS_PER_DISCLOSURE = 500
VALID = timedelta(days=180)
FIRST_BIRTHDAY, BIRTHDAYS = date(1966, 1, 1), 15_000
PURPOSES = {1: "Förebygga skjutningar, gruppinriktat arbete", 2: "Verkställighet av påföljd"}


def enter(*, say: Say, numbers: Numbers | None = None) -> None:
    """Everybody is registered, and the police's decisions to disclose stand.

    `numbers` is the town's own issuer where it has one, so that nobody gets a number twice.
    """
    anna, hugo, inga = (_user(name) for name in ("Anna", "Hugo", "Inga"))
    people = _people(numbers or Numbers(SEED))
    rows = _register(people, POLICE_OWNS, by=anna, say=say)
    clients = _register(people, PROBATION_OWNS, by=_user("Bosse"), say=say)
    protect(rows[::ONE_IS_PROTECTED_IN], by=anna, assigned=hugo)
    protect(clients[::ONE_IS_PROTECTED_IN], by=_user("Bosse"), assigned=_user("Ella"))
    open_rows = [row for row in rows if not row.is_protected]
    Random(SEED).shuffle(open_rows)
    for recipient, count in ((2, TOLD_TO_PROBATION), (3, TOLD_TO_SOCIAL_SERVICES)):
        told = batched(open_rows[:count], ROWS_PER_DISCLOSURE)
        for part, persons in enumerate(told, start=1):
            disclose(persons, to=Agency.objects.get(pk=recipient), asked_by=anna, decided_by=inga)
            say(f"Disclosed to agency {recipient}: {min(part * ROWS_PER_DISCLOSURE, count)}")


def _user(first_name: str) -> User:
    person = next(person for person in staff.STAFF if person.first_name == first_name)
    return User.objects.select_related("agency").get(email=person.email)


def _people(numbers: Numbers) -> Iterator[tuple[Individual, Identifier]]:
    """Endless persons with a number each, the same ones in the same order every time."""
    random = Random(SEED)
    for name in names(SEED, share_of_women=0.1):
        number = numbers.issue(FIRST_BIRTHDAY + timedelta(days=random.randrange(BIRTHDAYS)))
        person = Individual(
            id=_id(random),
            name=str(name),
            sort_key=sort_key(str(name)),
            born=number.born,
            subject_category=random.choice((Subject.SUSPECT, Subject.CONVICTED, Subject.OTHER)),
        )
        yield (
            person,
            Identifier(
                id=_id(random), individual=person, kind=number.kind.value, value=number.value
            ),
        )


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _register(
    people: Iterator[tuple[Individual, Identifier]], count: int, *, by: User, say: Say
) -> list[Individual]:
    """The next persons are in the register of the agency of whoever writes them down."""
    registered: list[Individual] = []
    for chunk in batched(islice(people, count), ROWS_AT_A_TIME):
        with audience.of_user(by, operation="seed:crowd"):
            _write_down([person for person, _ in chunk], [number for _, number in chunk], by=by)
        registered += [person for person, _ in chunk]
        say(f"Registered by {by.agency.short_name}: {len(registered)} of {count}")
    return registered


def _write_down(persons: list[Individual], identifiers: list[Identifier], *, by: User) -> None:
    for person in persons:
        person.owner_id, person.purpose = by.agency_id, PURPOSES[by.agency_id]
    for identifier in identifiers:
        identifier.owner_id = by.agency_id
    Individual.objects.bulk_create(persons)
    Identifier.objects.bulk_create(identifiers)


def protect(persons: Sequence[Individual], *, by: User, assigned: User) -> None:
    """From now on only the assigned user sees them, or anything about them."""
    until = timezone.now() + VALID
    with audience.of_user(by, operation="seed:crowd"):
        for person in persons:
            team = {"reason": Grant.Reason.TEAM, "user": assigned}
            grants.give(person, to=assigned.agency, until=until, by=by, **team)
            person.is_protected = True
            person.save(update_fields=["is_protected"])


@transaction.atomic
def disclose(
    persons: Sequence[Individual], *, to: Agency, asked_by: User, decided_by: User
) -> Disclosure:
    """One person has asked, another has decided, and the recipient reads these rows."""
    until = timezone.now() + VALID
    with audience.of_user(asked_by, operation="seed:crowd"):
        disclosure = _ask(persons, to=to, until=until, by=asked_by)
    with audience.of_user(decided_by, operation="seed:crowd"):
        disclosure.state, disclosure.decided_by = Disclosure.State.DISCLOSED, decided_by
        disclosure.decided_at = timezone.now()
        disclosure.save(update_fields=["state", "decided_by", "decided_at"])
        Grant.objects.bulk_create(_grants(persons, disclosure, by=decided_by))
    return disclosure


def _ask(persons: Sequence[Individual], *, to: Agency, until: datetime, by: User) -> Disclosure:
    disclosure = Disclosure.objects.create(
        recipient=to,
        purpose="Samordning i den stora staden",
        legal_basis=LegalBasis.objects.get(code="MEN"),
        valid_until=until,
        requested_by=by,
    )
    content_type = ContentType.objects.get_for_model(Individual)
    DisclosureItem.objects.bulk_create(
        DisclosureItem(
            owner_id=by.agency_id,
            disclosure=disclosure,
            content_type=content_type,
            object_pk=person.pk,
        )
        for person in persons
    )
    return disclosure


def _grants(persons: Sequence[Individual], disclosure: Disclosure, *, by: User) -> Iterator[Grant]:
    content_type = ContentType.objects.get_for_model(Individual)
    permission = Permission.objects.get(content_type=content_type, codename="view_individual")
    for person in persons:
        yield Grant(
            owner_id=disclosure.owner_id,
            group_id=disclosure.recipient.group_id,
            agency_id=disclosure.recipient_id,
            permission=permission,
            content_type=content_type,
            object_pk=str(person.pk),
            reason=Grant.Reason.DECISION,
            valid_until=disclosure.valid_until,
            given_by=by,
            disclosure=disclosure,
        )
