"""What the columns of a list are about, guessed from their headings."""

from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.spreadsheets.sanctions import spelling

LOOKED_AT = 20


class Target(TextChoices):
    """Where the words of a column belong."""

    NUMBER = "number", _("Personnummer or samordningsnummer")
    NAME = "name", _("Name")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    BORN = "born", _("Born")
    SANCTION = "sanction", _("Sanction")
    SUPERVISED_FROM = "supervised_from", _("Under supervision from")
    SUPERVISED_UNTIL = "supervised_until", _("Under supervision until")
    PROBATION_FROM = "probation_from", _("Probation period from")
    PROBATION_UNTIL = "probation_until", _("Probation period until")
    OFFICER = "officer", _("Probation officer")
    UNIT = "unit", _("Unit")


class LeftOut(TextChoices):
    """Why there is no place for a column."""

    GROUP = "group", _("Group: is not read in, and what stood there is erased")
    CALL_IN = "call_in", _("Summons and attendance: belong to the call-in")
    NOTE = "note", _("Notes: have no place here")
    OTHER = "", _("Is left out")


NAMES = frozenset({Target.NAME, Target.FIRST_NAME, Target.LAST_NAME})
SUPERVISION = frozenset({
    Target.SANCTION, Target.SUPERVISED_FROM, Target.SUPERVISED_UNTIL, Target.PROBATION_FROM,
    Target.PROBATION_UNTIL, Target.OFFICER, Target.UNIT,
})  # fmt: skip
DAYS = frozenset({
    Target.BORN, Target.SUPERVISED_FROM, Target.SUPERVISED_UNTIL, Target.PROBATION_FROM,
    Target.PROBATION_UNTIL,
})  # fmt: skip

# The first whose word is in the heading, letters and digits only: "Övervakning t.o.m." has both
# a place and an end, so that longer words stand before those they contain.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (LeftOut.GROUP, ("grupp", "gäng", "nätverk", "klan")),
    (LeftOut.CALL_IN, ("kallad", "kallelse", "delgiv", "delgav", "närvar", "frånvar", "callin")),
    (LeftOut.NOTE, ("anm", "kommentar", "notering", "övrigt")),
    (Target.NUMBER, ("personnummer", "persnr", "pnr", "samordningsn", "idnummer")),
    (Target.FIRST_NAME, ("förnamn", "tilltalsnamn")),
    (Target.LAST_NAME, ("efternamn",)),
    (Target.OFFICER, ("inspektör", "handläggare", "övervakare", "fvi")),
    (Target.UNIT, ("enhet", "kontor", "frivårdsområde")),
    (Target.PROBATION_UNTIL, ("prövotidtom", "prövotidtill", "prövotidslut", "prövotidensslut")),
    (Target.PROBATION_FROM, ("prövotidfrom", "prövotidfrån", "prövotidstart", "prövotidbörja")),
    (Target.SUPERVISED_UNTIL, ("övervakningtom", "övervakningtill", "övervakningslut",
                               "övervtom", "tom", "slutdatum", "upphör")),
    (Target.SUPERVISED_FROM, ("övervakningfrom", "övervakningfrån", "övervakningstart",
                              "övervfrom", "startdatum", "börja")),
    (Target.BORN, ("född",)),
    (Target.SANCTION, ("påföljd", "dom", "straff")),
    (Target.NAME, ("namn", "klient", "person")),
)  # fmt: skip


def guess(heading: str) -> str:
    """The target or the reason to leave the column out; empty is: nothing is known of it."""
    plain = spelling(heading)
    if not plain:
        return ""
    found = (about for about, words in WORDS if any(word in plain for word in words))
    return str(next(found, ""))


def guesses(headings: Sequence[str]) -> list[str]:
    """One for each column; a target that two columns claim is the first one's."""
    taken: set[str] = set()
    found = []
    for about in map(guess, headings):
        found.append("" if about in taken and about in Target else about)
        taken.add(about)
    return found


def header_row(rows: Iterable[tuple[int, Sequence[str]]]) -> int:
    """The number of the row, among the first, most of whose cells say what a column is about."""
    best, number = 0, 0
    for count, (row, cells) in enumerate(rows):
        if count == LOOKED_AT:
            break
        known = sum(1 for cell in cells if guess(cell))
        if known > best:
            best, number = known, row
    return number
