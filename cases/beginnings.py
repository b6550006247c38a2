"""Texts found by how one of their words begins: "alm" is Alm and Almgatan, and never Malmö."""

import re

from django.db.models import Q

FEWEST_LETTERS = 3


def has_word(field: str, text: str) -> Q:
    """A word of the field, and what follows it, begins like this; of two letters it is the word."""
    return Q(**{f"{field}__iregex": rf"\m{_wanted(text)}" + ("" if _is_enough(text) else r"\M")})


def begins_a_word(text: str, of: str) -> bool:
    """The same of a text that stands in the code."""
    end = "" if _is_enough(text) else r"\b"
    return bool(text.strip()) and bool(re.search(rf"\b{_wanted(text)}{end}", of, re.IGNORECASE))


def _wanted(text: str) -> str:
    return re.escape(text.strip())


def _is_enough(text: str) -> bool:
    return len(text.strip()) >= FEWEST_LETTERS
