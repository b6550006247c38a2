"""The wording that an agency begins with: a proposal that its own lawyer reads first.

Swedish, as the letters are; the agency's own versions take its place.
"""

from interventions.models import LetterText

Kind = LetterText.Kind

_MEETING = """## När och var
Mötet är {dag} klockan {tid}. Dörrarna öppnar klockan {insläpp}.
Plats: {plats}
"""
_WHAT_HAPPENS = """## Vad som händer på mötet
Mötet tar ungefär en timme. Några personer säger något viktigt till dig och till andra.

Du behöver inte säga något. Du får också veta vilken hjälp som finns.

Ingen grips på mötet.
"""
_IF_YOU_CANNOT = """## Om du inte kan komma
Ring {handläggare} så snart du vet det. Det finns giltiga skäl att inte komma, till exempel sjukdom.

Om du uteblir utan giltigt skäl kan det få följder för din övervakning.
"""
_FETCHED = """## Behöver du hjälp att ta dig dit?
Säg till {handläggare}. Vi kan hämta dig.
"""


def _called(why: str) -> str:
    return "\n".join(
        ("Hej {namn}!\n", "Frivården kallar dig till ett möte.\n", _MEETING, why, _WHAT_HAPPENS,
         _IF_YOU_CANNOT, _FETCHED)
    )  # fmt: skip


STANDARD: dict[str, tuple[str, str]] = {
    Kind.DUTY_VF: (
        "Kallelse till möte",
        _called(
            "## Varför du måste komma\nDu är villkorligt frigiven och står under övervakning. Då"
            " är du skyldig att komma när frivården kallar dig. Det står i 26 kap. 11 §"
            " brottsbalken.\n"
        ),
    ),
    Kind.DUTY_ST: (
        "Kallelse till möte",
        _called(
            "## Varför du måste komma\nDu är dömd till skyddstillsyn och står under övervakning."
            " Då är du skyldig att komma när frivården kallar dig. Det står i 28 kap. 5 §"
            " brottsbalken.\n"
        ),
    ),
    Kind.CONDITION: (
        "Kallelse till möte",
        _called(
            "## Varför du måste komma\nDu står under övervakning och har en särskild föreskrift:"
            " {föreskrift}. Därför är du skyldig att komma. Det står i 26 kap. 16 §"
            " brottsbalken.\n"
        ),
    ),
    Kind.VOLUNTARY: (
        "Inbjudan till möte",
        "\n".join(
            ("Hej {namn}!\n", "Frivården bjuder in dig till ett möte. Det är frivilligt att komma,"
             " och det får inga följder för dig om du låter bli.\n", _MEETING, _WHAT_HAPPENS,
             "## Har du frågor?\nRing {handläggare}.\n", _FETCHED)
        ),
    ),
    Kind.NOTIFICATION: (
        "Ett budskap till dig",
        "Vi vill inte att du ska dö.\n\nVi vill inte att du ska döda.\n\nVi vill inte att du ska"
        " hamna i fängelse. Men om någon i din grupp skjuter eller spränger, lägger vi hela vår"
        " kraft på gruppen.\n\nVill du ha hjälp att lämna, så finns den. Ring numret här nedanför.",
    ),
    Kind.HELP: (
        "Hjälpen som finns",
        "Du kan få hjälp med\n- bostad på en annan ort\n- skydd\n- arbete eller studier\n- missbruk"
        "\n- din familj\n\nEtt enda nummer räcker. Du bestämmer själv om du ringer, och du kan"
        " ångra dig när du vill.",
    ),
}  # fmt: skip


def wording(kind: str, language: str) -> tuple[str, str]:
    """Heading and text to begin with; only in Swedish is there something."""
    return STANDARD.get(kind, ("", "")) if language == LetterText.Language.SWEDISH else ("", "")
