"""One cell as text: what stood there, never what a formula would make of it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

LONGEST_CELL = 1_000
FORMULA = "="
# What a spreadsheet program may take for the beginning of something to carry out.
HARMFUL = ("=", "+", "-", "@", "\t", "\r")
DIGITS_HIDDEN = 4
DIGITS_OF_A_DATE = 8


def text_of(value: Any) -> str:
    """The value as people read it: a day as 2026-11-26, a whole number without its decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")[:16]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float | Decimal | timedelta | time):
        return cleaned(str(value))
    # A formula over many cells, which the library gives as an object of its own.
    return f"{FORMULA}{FORMULA}"


def cleaned(text: str) -> str:
    """Without what a database cannot keep, and no longer than anybody writes in a cell."""
    return text.replace("\x00", "").strip()[:LONGEST_CELL]


def is_formula(text: str) -> bool:
    """A cell that begins so is shown as a formula and never worked out."""
    return len(text) > 1 and text.startswith(FORMULA)


def harmless(text: str) -> str:
    """The text for a file that is opened in a spreadsheet program: it begins nothing."""
    return f"'{text}" if text.startswith(HARMFUL) else text


def masked(text: str) -> str:
    """The last four digits are hidden where there are more than a date has."""
    digits = [place for place, character in enumerate(text) if character.isdecimal()]
    hidden = set(digits[-DIGITS_HIDDEN:]) if len(digits) > DIGITS_OF_A_DATE else set()
    return "".join("*" if place in hidden else character for place, character in enumerate(text))
