"""A year of incidents in the town: what happened, what the police made of it, and what waits.

Fictional from end to end; as uneven from month to month as such things are.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.utils import timezone

from cases.actions import attributions, deliveries, incidents, involvements, reviews
from cases.headings import MONTHS
from cases.models import CriminalGroup, Incident, Individual
from sluta_skjut.town.places import AREAS
from sluta_skjut.town.scene import Scene

HOME = "Malmö"
Kind = Incident.Kind
WORDS: dict[str, tuple[str, ...]] = {
    Kind.MURDER: ("En man hittades skjuten i en trappuppgång och avled på sjukhus.",),
    Kind.MURDER_ATTEMPTED: ("En man skadades av skott vid en parkering.",),
    Kind.SHOOTING_CONFIRMED: (
        "Flera skott mot en port. Hylsor säkrade på platsen.",
        "Skott mot en parkerad bil. Ingen träffades.",
        "Skott avlossade från en moped mot en grupp på ett torg.",
    ),
    Kind.SHOOTING_SUSPECTED: ("Boende hörde smällar. Inga hylsor hittade än.",),
    Kind.EXPLOSION_DETONATED: ("Sprängladdning vid en entré. Fönster i tre plan gick sönder.",),
    Kind.EXPLOSION_ATTEMPTED: ("Odetonerad laddning vid en dörr, oskadliggjord på platsen.",),
    Kind.EXPLOSION_PREPARED: ("Sprängmedel hittade i ett källarförråd.",),
    Kind.AGGRAVATED_ASSAULT: ("En ung man misshandlades av flera vid en busshållplats.",),
    Kind.THREAT: ("Hot framförda vid en restaurang.",),
}
# Days ago, kind, injured, killed; the groups that it is attributed to by their place in the list.
YEAR: tuple[tuple[int, str, int, int, tuple[int, ...]], ...] = (
    (352, Kind.SHOOTING_CONFIRMED, 0, 0, (0,)),
    (341, Kind.EXPLOSION_DETONATED, 0, 0, (2,)),
    (330, Kind.SHOOTING_CONFIRMED, 1, 0, (2,)),
    (312, Kind.AGGRAVATED_ASSAULT, 1, 0, ()),
    (297, Kind.SHOOTING_SUSPECTED, 0, 0, ()),
    (281, Kind.MURDER, 0, 1, (3,)),
    (279, Kind.SHOOTING_CONFIRMED, 0, 0, (4,)),
    (262, Kind.SHOOTING_CONFIRMED, 1, 0, (3,)),
    (240, Kind.EXPLOSION_ATTEMPTED, 0, 0, (4,)),
    (228, Kind.THREAT, 0, 0, ()),
    (203, Kind.SHOOTING_CONFIRMED, 0, 0, (1,)),
    (196, Kind.EXPLOSION_DETONATED, 1, 0, ()),
    (171, Kind.SHOOTING_CONFIRMED, 2, 0, (1,)),
    (152, Kind.EXPLOSION_PREPARED, 0, 0, (5,)),
    (133, Kind.SHOOTING_SUSPECTED, 0, 0, ()),
    (118, Kind.SHOOTING_CONFIRMED, 0, 0, (6,)),
    (97, Kind.MURDER_ATTEMPTED, 1, 0, (1,)),
    (84, Kind.EXPLOSION_DETONATED, 0, 0, (0,)),
    (71, Kind.SHOOTING_CONFIRMED, 1, 0, (1, 0)),
    (63, Kind.AGGRAVATED_ASSAULT, 1, 0, ()),
    (52, Kind.SHOOTING_CONFIRMED, 0, 0, (0,)),
    (41, Kind.MURDER, 1, 1, (1,)),
    (33, Kind.SHOOTING_CONFIRMED, 0, 0, (0,)),
    (24, Kind.EXPLOSION_DETONATED, 0, 0, (1,)),
    (17, Kind.SHOOTING_CONFIRMED, 1, 0, (1,)),
    (11, Kind.SHOOTING_SUSPECTED, 0, 0, ()),
    (8, Kind.EXPLOSION_ATTEMPTED, 0, 0, (0,)),
)
REVIEWED_WITHIN = (6, 14, 20, 29, 44, 60)
BASES = (
    "Platsen och tillvägagångssättet stämmer med konflikten mellan grupperna.",
    "Två av varandra oberoende uppgifter pekar åt samma håll.",
    "Fordonet kopplas till tidigare händelser i samma konflikt.",
)


@dataclass(frozen=True)
class Happening:
    at: datetime
    kind: str
    injured: int
    killed: int
    groups: tuple[int, ...]


def happen(scene: Scene, groups: Sequence[CriminalGroup], suspects: Sequence[Individual]) -> None:
    """The year is registered and reviewed; one review is late, one waits, two events are new."""
    random = Random(411)
    registered = [
        (_register(scene, happening, random), happening) for happening in _year(scene, random)
    ]
    for number, (incident, happening) in enumerate(registered):
        _review(scene, incident, happening, groups, number)
    _waiting(scene, random)
    _duplicate(scene, registered[-3][0])
    _persons(scene, [incident for incident, _ in registered], suspects)
    _news(scene)
    scene.say(f"  {len(YEAR) + 3} händelser, två väntar på granskning, två förslag")


def _year(scene: Scene, random: Random) -> Iterator[Happening]:
    for days, kind, injured, killed, groups in YEAR:
        hour = random.choice((0, 1, 2, 14, 17, 19, 20, 21, 22, 23))
        at = scene.days(-days, hour=hour, minute=random.randrange(60))
        yield Happening(at, kind, injured, killed, groups)


def _register(scene: Scene, happening: Happening, random: Random) -> Incident:
    with scene.by("anna") as analyst:
        return incidents.register(
            kind=happening.kind,
            happened_at=happening.at,
            known_at=happening.at + timedelta(minutes=random.randrange(15, 240)),
            municipality=HOME,
            area=random.choice(AREAS),
            place="",
            injured=happening.injured,
            killed=happening.killed,
            facts=random.choice(WORDS[happening.kind]),
            source_url="",
            by=analyst,
        )


def _review(
    scene: Scene,
    incident: Incident,
    happening: Happening,
    groups: Sequence[CriminalGroup],
    number: int,
) -> None:
    is_recent = happening.at > scene.now - timedelta(days=40)
    basis = BASES[number % len(BASES)] if happening.groups else "Inga tecken på grupper än."
    with scene.by("hugo" if number % 3 else "anna") as reviewer:
        reviews.review(
            incident,
            group_involved="yes" if happening.groups else "unknown",
            confidence=("confirmed", "probable", "possible")[number % 3]
            if happening.groups
            else "",
            basis=basis,
            retaliation_risk="possible" if is_recent and happening.groups else "none_known",
            retaliation_basis="Tidigare händelser har besvarats inom några veckor."
            if is_recent and happening.groups
            else "",
            next_steps="Områdespolisen informerad." if is_recent else "",
            at=_reviewed_at(incident, number),
            by=reviewer,
        )
        for place, group in enumerate(happening.groups):
            attributions.attribute(
                incident,
                group=groups[group],
                confidence=("probable", "possible", "confirmed")[(number + place) % 3],
                basis=basis,
                by=reviewer,
            )


def _reviewed_at(incident: Incident, number: int) -> datetime:
    return incident.known_at + timedelta(hours=REVIEWED_WITHIN[number % len(REVIEWED_WITHIN)])


def _waiting(scene: Scene, random: Random) -> None:
    """One review is late since yesterday; one has two days left."""
    for hours, kind in ((101, Kind.EXPLOSION_DETONATED), (19, Kind.SHOOTING_CONFIRMED)):
        at = scene.at(scene.now - timedelta(hours=hours))
        _register(scene, Happening(at, kind, 0, 0, ()), random)


def _duplicate(scene: Scene, kept: Incident) -> None:
    """Registered a second time by a colleague, and found out."""
    with scene.by("hugo") as coordinator:
        again = incidents.register(
            kind=kept.kind,
            happened_at=kept.happened_at + timedelta(minutes=7),
            known_at=kept.known_at + timedelta(hours=1),
            municipality=kept.municipality,
            facts="Samma händelse, anmäld av en förbipasserande.",
            by=coordinator,
        )
        incidents.merge(again, into=kept, by=coordinator)


def _persons(scene: Scene, happened: Sequence[Incident], suspects: Sequence[Individual]) -> None:
    if len(suspects) < 4:
        return
    with scene.by("anna") as analyst:
        for incident, suspect, role in (
            (happened[5], suspects[0], "convicted"),
            (happened[-11], suspects[1], "suspect"),
            (happened[-6], suspects[2], "suspect"),
        ):
            involvements.involve(
                incident,
                individual=suspect,
                role=role,
                basis="fact",
                source="Anmälan" if role == "suspect" else "Dom i Malmö tingsrätt",
                by=analyst,
            )
        involvements.harm(
            happened[-3], individual=suspects[3], role="victim", source="Anmälan", by=analyst
        )


def _news(scene: Scene) -> None:
    """The public feed, handed in: two violent events wait, the traffic is passed over."""
    told = [
        _event(scene, 900001, 9, "Skottlossning", "Skott mot en bil på Söder."),
        _event(scene, 900002, 31, "Detonation", "Kraftig smäll vid ett flerfamiljshus på Öster."),
        _event(scene, 900003, 5, "Trafikolycka", "Två personbilar har krockat."),
    ]
    with scene.by("anna") as analyst:
        deliveries.take_in(json.dumps(told).encode(), by=analyst)


def _event(scene: Scene, number: int, hours: int, type: str, summary: str) -> dict[str, object]:
    happened_at = timezone.localtime(scene.at(scene.now - timedelta(hours=hours)))
    published_at = (happened_at + timedelta(minutes=50)).astimezone(UTC)
    month = MONTHS[happened_at.month - 1]
    return {
        "id": number,
        "datetime": published_at.strftime("%Y-%m-%d %H:%M:%S +00:00"),
        "name": f"{happened_at:%d} {month} {happened_at:%H.%M}, {type}, {HOME}",
        "summary": summary,
        "url": "",
        "type": type,
        "location": {"name": HOME},
    }
