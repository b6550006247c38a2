"""The town's groups and people; a person whom two agencies know has a record in each."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from cases.actions import groups, individuals, supervisions
from cases.identity_numbers import IdentityNumber
from cases.models import CriminalGroup, Individual, Supervision
from sluta_skjut.town import grounds
from sluta_skjut.town.names import names
from sluta_skjut.town.numbers import Numbers
from sluta_skjut.town.places import AREAS, GROUP_ALIASES, GROUP_CODES
from sluta_skjut.town.scene import Scene

GROUPS, CLIENTS, KNOWN_TO_BOTH, KNOWN_TO_POLICE, KNOWN_TO_SOCIAL = 8, 60, 30, 50, 8


@dataclass(frozen=True)
class Person:
    name: str
    born: date
    number: IdentityNumber


def persons(count: int) -> list[Person]:
    """Grown-up people with numbers that are nobody's; the same ones each time."""
    random, numbers = Random(7), Numbers(7)
    found = []
    for name in islice(names(7, share_of_women=0.12), count):
        born = date(1984, 1, 1) + timedelta(days=random.randrange(7600))
        found.append(Person(str(name), born, numbers.issue(born)))
    return found


def settle(scene: Scene) -> tuple[list[CriminalGroup], list[Supervision], list[Individual]]:
    """Groups, clients under supervision, and the police's own records are in place."""
    everybody = persons(CLIENTS + KNOWN_TO_POLICE + KNOWN_TO_SOCIAL)
    clients = everybody[:CLIENTS]
    known = clients[:KNOWN_TO_BOTH] + everybody[CLIENTS : CLIENTS + KNOWN_TO_POLICE - 30]
    found = _groups(scene)
    supervised = [_client(scene, person, index) for index, person in enumerate(clients)]
    suspects = _known_to_police(scene, known, found)
    _known_to_social_services(scene, everybody[-KNOWN_TO_SOCIAL:])
    scene.say(f"  {len(found)} grupper, {len(everybody)} personer, {len(supervised)} övervakningar")
    return found, supervised, suspects


def _groups(scene: Scene) -> list[CriminalGroup]:
    with scene.by("anna") as analyst:
        return [
            groups.register(
                code_name=GROUP_CODES[index],
                status=CriminalGroup.Status.FOCUS if index == 1 else CriminalGroup.Status.ACTIVE,
                status_since=(scene.now - timedelta(days=30 * index + 12)).date(),
                alias=GROUP_ALIASES[index],
                area=AREAS[index % len(AREAS)],
                size_estimate=9 + index * 3,
                description="",
                by=analyst,
            )
            for index in range(GROUPS)
        ]


def _client(scene: Scene, person: Person, index: int) -> Supervision:
    officer = scene.staff["bosse" if index % 2 else "ella"]
    start = scene.now.date() - timedelta(days=420 + index * 7)
    until = scene.now.date() + timedelta(days=25 + (index * 37) % 700)
    is_release = index % 3 == 0
    sanction = Supervision.Sanction
    with scene.by(officer.get_short_name().lower()) as by:
        individual = individuals.register(
            name=person.name,
            born=person.born,
            subject_category=Individual.SubjectCategory.CONVICTED,
            purpose="Verkställighet av påföljd i frihet",
            number=person.number,
            by=by,
        )
        return supervisions.register(
            individual,
            sanction=sanction.VILLKORLIG_FRIGIVNING if is_release else sanction.SKYDDSTILLSYN,
            probation_from=start,
            probation_until=until if is_release else until + timedelta(days=365),
            supervised_from=start,
            supervised_until=until,
            officer=officer,
            unit="Frivården Malmö, enhet 2",
            by=by,
        )


def _known_to_police(
    scene: Scene, known: list[Person], found: list[CriminalGroup]
) -> list[Individual]:
    with scene.by("anna") as analyst:
        registered = [
            individuals.register(
                name=person.name,
                born=person.born,
                subject_category=Individual.SubjectCategory.SUSPECT,
                purpose="Förebygga skjutningar, gruppinriktat arbete",
                number=person.number,
                by=analyst,
            )
            for person in known
        ]
    grounds.link(scene, registered, found)
    return registered


def _known_to_social_services(scene: Scene, known: list[Person]) -> None:
    with scene.by("cilla") as by:
        for person in known:
            individuals.register(
                name=person.name,
                born=person.born,
                subject_category=Individual.SubjectCategory.OTHER,
                purpose="Stöd att lämna kriminalitet",
                number=person.number,
                by=by,
            )
