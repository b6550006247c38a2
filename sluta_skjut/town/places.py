"""Places of the fictional town, neutral on purpose: no real address, no quarter with a name."""

from dataclasses import dataclass

# The parts a police district speaks of; never a quarter whose name carries a reputation.
AREAS = ("Norr", "Söder", "Öster", "Väster", "City")


@dataclass(frozen=True, slots=True)
class Venue:
    """A room for many people, without ties to any group and with a good name."""

    house: str
    room: str
    area: str

    def __str__(self) -> str:
        return f"{self.house}, {self.room}"


VENUES = (
    Venue("Stadion", "konferensrummet", "Söder"),
    Venue("Stadsbiblioteket", "hörsalen", "City"),
    Venue("Konserthuset", "repetitionssalen", "City"),
    Venue("Simhallen", "föreningsrummet", "Väster"),
    Venue("Sjöfartsmuseet", "föreläsningssalen", "Norr"),
    Venue("Hantverkshuset", "stora salen", "Öster"),
    Venue("Folkhögskolan", "aulan", "Söder"),
    Venue("Tennishallen", "klubbrummet", "Väster"),
)

MEETING_ROOMS = (
    "Stadshuset, sammanträdesrum 3",
    "Polishuset, rum Skeppet",
    "Frivården, rum Fyren",
    "Föreningarnas hus, mötesrum 1",
)

# The code name is what partners see; the alias is known to the group's owner alone.
GROUP_CODES = (
    "Alm",
    "Björk",
    "Ek",
    "Lönn",
    "Rönn",
    "Hassel",
    "Lind",
    "Sälg",
    "Ask",
    "Kastanj",
    "Bok",
    "Gran",
    "Tall",
    "Pil",
    "Poppel",
    "Oxel",
    "Hägg",
    "Avenbok",
    "Lärk",
    "Idegran",
    "Olvon",
    "Brakved",
    "Slån",
    "Hagtorn",
)

GROUP_ALIASES = (
    "Bärnsten",
    "Flinta",
    "Diabas",
    "Kalksten",
    "Skiffer",
    "Kvarts",
    "Gnejs",
    "Marmor",
    "Porfyr",
    "Basalt",
    "Fältspat",
    "Glimmer",
    "Täljsten",
    "Sandsten",
    "Malakit",
    "Hematit",
    "Agat",
    "Onyx",
    "Jaspis",
    "Opal",
    "Topas",
    "Rubin",
    "Beryll",
    "Turmalin",
)
