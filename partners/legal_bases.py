"""The provisions a decision can lean on, as a catalogue (docs: domain, secrecy and its exceptions).

They arrive unchecked: a decision leans on none of them until a named lawyer has checked it.
OSL_10_15a has no day in force and stays switched off until somebody knows one.
"""

from datetime import date
from typing import NamedTuple


class Provision(NamedTuple):
    code: str
    provision: str
    meaning: str
    guard: str
    in_force_from: date | None


_OSL = date(2009, 6, 30)
_2025_170 = date(2025, 4, 1)

CATALOGUE = (
    Provision("OSL_12_2", "OSL 12 kap. 2 §", "den enskildes samtycke",
              "Skriftligt, avgränsat, går att ta tillbaka", _OSL),
    Provision("MEN", "OSL, skadeprövning", "skadeprövning visar att uppgiften inte skadar",
              "Skälen skrivs ned", _OSL),
    Provision("OSL_10_2", "OSL 10 kap. 2 §", "nödvändigt för den egna verksamheten",
              "Tillämpas restriktivt", _OSL),
    Provision("OSL_10_18a", "OSL 10 kap. 18 a–c §§", "socialtjänst till polis mot brott",
              "Risk, förebyggande verkan, inte olämpligt för stödet", date(2025, 4, 1)),
    Provision("OSL_10_21", "OSL 10 kap. 21–24 §§", "misstanke om vissa brott",
              "Brottets straffskala avgör", _OSL),
    Provision("OSL_10_27", "OSL 10 kap. 27 §", "generalklausulen, mellan myndigheter",
              "Inte för sekretess enligt 25:1 och 26:1; intressena vägs", _OSL),
    Provision("OSL_10_28", "OSL 10 kap. 28 §", "uppgiftsskyldighet i lag", "Ange lagen", _OSL),
    Provision("OSL_10_15a", "OSL 10 kap. 15 a §", "förebygga, upptäcka eller utreda brott",
              "Avstängd: ikraftträdande och undantag är inte bekräftade", None),
    Provision("L2025_170_4", "Lag 2025:170 4 §", "kontaktuppgifter till brottsbekämpande myndighet",
              "Bara kontaktuppgifter; synnerliga skäl för nej", _2025_170),
    Provision("L2025_170_5", "Lag 2025:170 5 §", "Kriminalvården till brottsbekämpande myndighet",
              "Om det behövs och inte klart bör vika", _2025_170),
    Provision("L2025_170_6", "Lag 2025:170 6 §", "kommun till brottsbekämpande myndighet",
              "Inte socialtjänstens uppgifter (8 §)", _2025_170),
    Provision("LUS", "LUS 2016:774", "särskilt beslutad samverkan mot organiserad brottslighet",
              "Beslutet anges; gäller inte kommun", date(2016, 8, 15)),
    Provision("POLISL_6", "Polislagen 6 §", "polisen samarbetar med och underrättar socialtjänsten",
              "Individuell bedömning, inte rutin", date(1984, 10, 1)),
    Provision("OSL_10_14", "OSL 10 kap. 14 §", "med förbehåll till enskild",
              "Villkoren skrivs under", _OSL),
    Provision("UTAN_SEKRETESS", "Utan sekretess", "röjer ingen enskild, skadar ingen verksamhet",
              "Bara uppgifter på kodnivå, logistik och publicerade siffror", _OSL),
)  # fmt: skip
