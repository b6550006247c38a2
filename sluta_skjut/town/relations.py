"""How the town's groups stand to each other, what was audited, and the two that became one."""

from collections.abc import Sequence
from typing import NamedTuple

from cases.actions import audits, relations, successions
from cases.models import CriminalGroup, GroupRelation
from sluta_skjut.town.scene import Scene

Kind = GroupRelation.Kind
Groups = Sequence[CriminalGroup]


class Tie(NamedTuple):
    """Two groups by their place in the list; days ago it began, and ended if it did."""

    one: int
    other: int
    kind: str
    began: int
    basis: str
    ended: int | None = None


TIES = (
    Tie(0, 1, Kind.CONFLICT, 120, "Tre skottlossningar mot varandra sedan i somras."),
    Tie(1, 4, Kind.ALLIANCE, 150, "Gemensamma fordon och lägenheter, enligt två källor."),
    Tie(6, 0, Kind.ALLIANCE, 118, "Syns ihop sedan konflikten mellan Alm och Björk började."),
    Tie(5, 0, Kind.FRAGMENT_OF, 160, "Bröt sig ur efter tvist om pengar, enligt förhör."),
    Tie(5, 4, Kind.CONFLICT, 75, "Hot och en förberedd sprängning."),
    Tie(2, 3, Kind.CONFLICT, 345, "Sprängning och svar inom en månad.", ended=190),
    Tie(2, 3, Kind.ALLIANCE, 90, "Uppgörelse som hållit sedan hösten."),
)
ENDED = "Inget våld mellan dem på fyra månader, och båda säger att det är över."

# Group, days ago, size, organisation, conflicts, violence, assessment.
AUDITS = (
    (
        0, 205, 14,
        "Hålls ihop av tre som känt varandra sedan skolan. Yngre används för transporter.",
        "Ingen öppen konflikt.",
        "En skottlossning mot en port.",
        "Gruppen växer. Våldet har hittills riktats mot egna skulder.",
    ),
    (
        0, 55, 11,
        "Hålls ihop av två, sedan den tredje bröt sig ur. Yngre används för transporter.",
        "Konflikt med Björk om försäljning. Hassel bröt sig ur i våras.",
        "Tre skottlossningar och en sprängning sedan förra versionen.",
        "Hämnd mot Björk är trolig inom några veckor. Bedömningen är ganska säker.",
    ),
    (
        1, 40, 16,
        "Löst sammansatt kring två gator. Beslut fattas av få.",
        "Konflikt med Alm. Allians med Rönn.",
        "Ett mord, ett mordförsök och flera skottlossningar.",
        "Gruppen är den mest våldsamma just nu. Bedömningen är säker.",
    ),
    (
        2, 200, 9,
        "Liten och sammanhållen.",
        "Konflikt med Lönn som avtagit.",
        "Inget sedan i våras.",
        "Lugnare än förut. Bedömningen är osäker.",
    ),
    (
        4, 95, 12,
        "Flera mindre kretsar som samarbetar.",
        "Allians med Björk.",
        "En skottlossning och ett försök till sprängning.",
        "Följer Björk i konflikten med Alm.",
    ),
)  # fmt: skip
DRAFT_OF, MERGED, INTO, MERGED_DAYS_AGO = 3, 7, 6, 24


def relate(scene: Scene, groups: Groups) -> None:
    """Relations with their basis, audits on time and late, a draft, and one merger."""
    _tie(scene, groups)
    _audit(scene, groups)
    with scene.by("hugo") as coordinator:
        successions.merge(
            groups[MERGED],
            into=groups[INTO],
            on=scene.days(-MERGED_DAYS_AGO).date(),
            reason="Räknas som en grupp från den dagen.",
            by=coordinator,
        )
    scene.say(f"  {len(TIES)} relationer, {len(AUDITS)} gruppkartläggningar, en sammanslagning")


def _tie(scene: Scene, groups: Groups) -> None:
    with scene.by("anna") as analyst:
        for tie in TIES:
            relation = relations.record(
                groups[tie.one],
                other=groups[tie.other],
                kind=tie.kind,
                valid_from=scene.days(-tie.began).date(),
                basis=tie.basis,
                by=analyst,
            )
            if tie.ended is not None:
                until = scene.days(-tie.ended).date()
                relations.end(relation, on=until, because=ENDED, by=analyst)


def _audit(scene: Scene, groups: Groups) -> None:
    with scene.by("anna") as analyst:
        for place, days, size, organisation, conflicts, violence, assessment in AUDITS:
            audits.finish(
                audits.begin(groups[place], by=analyst),
                as_of=scene.days(-days).date(),
                size_estimate=size,
                organisation=organisation,
                conflicts=conflicts,
                recent_violence=violence,
                assessment=assessment,
                by=analyst,
            )
        audits.begin(groups[DRAFT_OF], by=analyst)
