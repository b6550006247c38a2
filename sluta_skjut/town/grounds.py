"""What the town's links to groups rest on: written by one of the police, reviewed by another."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cases.actions import link_reviews, links
from cases.criteria import Basis, Criterion
from cases.models import CriminalGroup, GroupLink, Individual
from sluta_skjut.town.scene import Scene

FACT, ASSESSMENT = Basis.FACT, Basis.ASSESSMENT
# Kind, fact or assessment, source, days ago, grades, what the source tells.
Row = tuple[Criterion, Basis, str, int, str, str]
GROUNDS: tuple[tuple[Row, ...], ...] = (
    (
        (Criterion.JUDGMENT, FACT, "Malmö tingsrätt, dom B 41{n:02}-25", 130, "A1",
         "Dömd för vapenbrott på uppdrag av gruppen"),
    ),
    (
        (Criterion.SUSPECTED_TOGETHER, FACT, "Förundersökning 5000-K{n:03}-26", 64, "A2",
         "Skäligen misstänkt för utpressning tillsammans med två andra i gruppen"),
        (Criterion.ACTING, ASSESSMENT, "Spaningspromemoria {n:02}/26", 31, "B2",
         "Lämnade över en väska till en annan i gruppen"),
    ),
    (
        (Criterion.OWN_STATEMENT, FACT, "Förhör 2026-{n:03}, inspektör 4417", 52, "B1",
         "Sa i förhör att han kör åt gruppen"),
        (Criterion.AREA, FACT, "Områdespolis, iakttagelse {n:02}", 20, "B2",
         "Vistas ofta vid gruppens lokal"),
    ),
    (
        (Criterion.WEAPON, FACT, "Beslagsprotokoll 2026-B{n:03}", 88, "A1",
         "Förvarade två skjutvapen åt gruppen"),
        (Criterion.NAMED, ASSESSMENT, "Förhör 2026-{n:03}, medmisstänkt", 45, "C3",
         "Berättade vem som bad honom förvara vapnen"),
        (Criterion.SOCIAL_MEDIA, FACT, "Öppen profil, skärmbild {n:02}", 15, "C3",
         "Bild tillsammans med andra i gruppen"),
    ),
    (
        (Criterion.TASKED, FACT, "Säkrade meddelanden, akt 7{n:02}", 97, "A2",
         "Tog emot tre köruppdrag"),
        (Criterion.MONEY, ASSESSMENT, "Finansrotel, promemoria {n:02}", 40, "B2",
         "Satte in gruppens kontanter i små poster"),
    ),
)  # fmt: skip
NEED = (
    "Avgöra vem som kan bjudas in till call-in för gruppen",
    "Förbereda ett enskilt samtal efter skjutningen i området",
    "Bära budskapet tillbaka till gruppen vid nästa call-in",
)
REVIEWS = (
    "Källorna är lästa. De är oberoende och kopplingen behövs för urvalet.",
    "Behövs inför samtalet. Intrånget är litet och tiden kort.",
)
SENT_BACK = "Promemorian och förhöret gäller samma händelse. Finns något mer?"
MONTHS = (6, 12, 9, 3)


def link(scene: Scene, persons: Sequence[Individual], groups: Sequence[CriminalGroup]) -> None:
    """Most links are valid; the last three are drafts, and one of them was sent back."""
    drafts = len(persons) - 3
    for index, person in enumerate(persons):
        written = _write(scene, index, person, groups[index % len(groups)])
        if index < drafts:
            _review(scene, index, written)
        elif index == drafts:
            with scene.by("hugo") as reviewer:
                link_reviews.send_back(written, review=SENT_BACK, by=reviewer)
    scene.say(f"  {drafts} kopplingar till grupp, {len(persons) - drafts} utkast att granska")


def _write(scene: Scene, index: int, person: Individual, group: CriminalGroup) -> GroupLink:
    with scene.by("anna") as analyst:
        return links.register(
            person,
            group=group,
            need=NEED[index % len(NEED)],
            # One month: it shows on the list of those about to end.
            months=1 if index == 1 else MONTHS[index % len(MONTHS)],
            criteria=[_ground(scene, index, row) for row in GROUNDS[index % len(GROUNDS)]],
            by=analyst,
        )


def _review(scene: Scene, index: int, written: GroupLink) -> None:
    with scene.by("hugo") as reviewer:
        review, months = REVIEWS[index % len(REVIEWS)], written.months
        link_reviews.approve(written, review=review, months=months, by=reviewer)


def _ground(scene: Scene, index: int, row: Row) -> dict[str, Any]:
    kind, basis, source, days_ago, grades, note = row
    return {
        "kind": kind,
        "basis": basis,
        "source": source.format(n=index + 11),
        "source_date": scene.now.date() - timedelta(days=days_ago + index),
        "source_grade": grades[0],
        "information_grade": grades[1],
        "note": note,
    }
