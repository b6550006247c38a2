"""Names: their Swedish alphabetical order and their initials."""

import unicodedata

LONGEST_INITIALS = 3

# In ASCII the three characters after z stand for å, ä and ö, so that bytes compare as letters do.
LETTERS = str.maketrans(
    {
        "å": "{",
        "ä": "|",
        "æ": "|",
        "ö": "}",
        "ø": "}",
        "œ": "}",
        "ő": "}",
        "ü": "y",
        "ű": "y",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "þ": "th",
    }
)


def sort_key(name: str) -> str:
    """A string that in byte order (collation "C") sorts as Swedish names do: é as e, ü as y."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    spelled = "".join(_letter(character) for character in composed)
    return " ".join(spelled.split())


def initials(name: str) -> str:
    """At most three capitals, the last name's always among them: Anna-Karin Öst is AKÖ."""
    composed = unicodedata.normalize("NFC", name)
    words = "".join(" " if _divides(character) else character for character in composed).split()
    capitals = [capital for word in words if (capital := _capital(word))]
    return "".join(capitals[: LONGEST_INITIALS - 1] + capitals[LONGEST_INITIALS - 1 :][-1:])


def _letter(character: str) -> str:
    if _divides(character):
        return " "
    if not character.isalnum():
        return ""
    plain = unicodedata.normalize("NFKD", character.translate(LETTERS))
    return "".join(part for part in plain if not unicodedata.combining(part))


def _divides(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Pd"


def _capital(word: str) -> str:
    letter = next((character for character in word if character.isalpha()), "")
    return letter.upper()[:1]
