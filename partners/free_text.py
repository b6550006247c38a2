"""What does not belong in text that others read: numbers that point at one person."""

import re

from personnummer import personnummer

MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
IDENTITY = re.compile(
    rf"(?<!\d)(?P<born>(?:1[89]|20)?\d\d{MONTH_AND_DAY})\s?(?P<sign>[-+–−]?)\s?(?P<serial>\d{{4}})(?!\d)",
    re.ASCII,
)
# A Swedish number, or one with the country before it. Days and times begin otherwise.
PHONE = re.compile(
    r"(?<![\d.,/–-])(?<!\d:)(?:\+|00(?=[1-9])|0(?=[1-9]))(?:[\s()/–-]{0,2}\d){7,13}(?!\d)", re.ASCII
)


def points_at_somebody(text: str) -> bool:
    """A personnummer, samordningsnummer or telephone number stands in the text."""
    return PHONE.search(text) is not None or any(map(_is_number, IDENTITY.finditer(text)))


def _is_number(found: re.Match[str]) -> bool:
    """Written with its sign it is one even when a digit is wrong; else the check digit decides."""
    if found["sign"]:
        return True
    return bool(personnummer.valid(found["born"][-6:] + "-" + found["serial"]))
