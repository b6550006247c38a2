"""The own record of a person whom another agency has told of: found by the number, or not at all.

Looked up when it is read and kept nowhere; putting the two together is in the log.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from cases.models import Identifier, Individual
from partners import access_log

NUMBERS = (Identifier.Kind.PERSONNUMMER, Identifier.Kind.SAMORDNINGSNUMMER)


def of(people: Iterable[Individual]) -> dict[UUID, Individual]:
    """By the other agency's record, the own one that is kept."""
    told = Identifier.objects.filter(individual__in=list(people), kind__in=NUMBERS)
    persons: dict[str, set[UUID]] = defaultdict(set)
    for one in told:
        persons[one.value].add(one.individual_id)
    own = Identifier.objects.own().filter(kind__in=NUMBERS, value__in=list(persons))
    found = {
        person: one.individual.same_as or one.individual
        for one in own.select_related("individual__same_as")
        for person in persons[one.value]
    }
    if found:
        combined = {str(pk) for pk in found} | {str(one.pk) for one in found.values()}
        access_log.note(purpose="combine", combined=sorted(combined))
    return found
