"""What else is known of the town's people: other names, ways to reach them, and two loose ends."""

from collections.abc import Sequence
from datetime import timedelta

from cases.actions import conditions, identifiers, individuals, names
from cases.models import Individual, Supervision
from partners.actions import approvals
from partners.models import Approval
from sluta_skjut.town.numbers import Numbers
from sluta_skjut.town.scene import Scene

ALIASES = ("Åskan", "Lillen", "Zeke", "Ögat", "Ärret", "Bagarn")
# Streets that are nowhere, and telephone numbers that the regulator keeps for fiction.
STREETS = ("Påhittsgatan 4", "Sagovägen 12 B", "Låtsasgränd 7", "Drömstigen 31")
PHONES = ("070-174 06 05", "070-174 06 33", "070-174 06 51")
# Which condition, what it says, since how many days, and for how many.
CONDITIONS = (
    ("programme", "Genomföra programmet Krimprogram i grupp, ett tillfälle i veckan.", 40, 300),
    ("contact", "Möta övervakaren på frivårdskontoret varannan vecka.", 120, 150),
    ("treatment", "Lämna drogtest på beroendemottagningen två gånger i månaden.", 200, 120),
    ("place", "Inte vistas på Påhittade torget.", 20, 180),
)
MINORS_NUMBERS = 17


def fill_in(scene: Scene, supervised: Sequence[Supervision], suspects: list[Individual]) -> None:
    """Pages of persons have something in every section; a pair and a minor wait for somebody."""
    _name(scene, suspects[: len(ALIASES)])
    _reach(scene, [one.individual for one in supervised[:12]])
    _oblige(scene, supervised[:8])
    _double(scene, supervised[3].individual)
    _minor(scene)


def _name(scene: Scene, suspects: Sequence[Individual]) -> None:
    with scene.by("anna") as by:
        for person, alias in zip(suspects, ALIASES, strict=True):
            names.add_alias(person, name=alias, by=by)


def _reach(scene: Scene, clients: Sequence[Individual]) -> None:
    with scene.by("greta") as by:
        for index, person in enumerate(clients):
            street, phone = STREETS[index % len(STREETS)], PHONES[index % len(PHONES)]
            names.add_contact(person, kind="address", value=f"{street}, Malmö", by=by)
            names.add_contact(person, kind="phone", value=phone, by=by)


def _oblige(scene: Scene, supervised: Sequence[Supervision]) -> None:
    """Clients have conditions to follow: under way, soon over, and over."""
    today = scene.now.date()
    with scene.by("greta") as by:
        for index, supervision in enumerate(supervised):
            for kind, text, since, days in CONDITIONS[index % 3 : index % 3 + 2]:
                first = today - timedelta(days=since)
                last = min(first + timedelta(days=days), supervision.supervised_until)
                conditions.register(
                    supervision, kind=kind, text=text, valid_from=first, valid_until=last, by=by
                )


def _double(scene: Scene, client: Individual) -> None:
    """Somebody wrote the same person down again, by what the person said at the desk."""
    first, *rest = client.name.split()
    with scene.by("ella") as by:
        again = individuals.register(
            name=" ".join([*rest, first]),
            born=client.born,
            subject_category=Individual.SubjectCategory.CONVICTED,
            purpose="Besök utan bokad tid",
            is_unknown=True,
            by=by,
        )
        names.add_alias(again, name="Zorro", by=by)


def _minor(scene: Scene) -> None:
    """A boy of sixteen: one colleague has said yes, and another has still to be asked."""
    born = scene.now.date() - timedelta(days=16 * 366)
    with scene.by("anna") as by:
        minor = individuals.register(
            name="Elias Påhittsson",
            born=born,
            subject_category=Individual.SubjectCategory.SUSPECT,
            purpose="Misstänkt för medhjälp, förebygga skjutningar",
            by=by,
        )
        identifiers.add(minor, number=Numbers(MINORS_NUMBERS).issue(born), by=by)
    with scene.by("hugo") as colleague:
        asked = Approval.objects.answerable_by(colleague).filter(subject_pk=minor.pk)
        first = asked.earliest("created_at")
        approvals.answer(first, yes=True, reason="Proportionerligt.", by=colleague)
