"""Sanctions as offices abbreviate them."""

import re

SKYDDSTILLSYN, VILLKORLIG_FRIGIVNING, OTHER = "skyddstillsyn", "villkorlig_frigivning", "other"

# Tried in this order; without dots and spaces, so that "villk. frig." is "villkfrig".
SPELLINGS = (
    (re.compile(r"(vf|villk(or(li)?g?)?frig(iv(ning|en)?)?)"), VILLKORLIG_FRIGIVNING),
    (re.compile(r"(st|skydd?stillsyn|skyddst)(m(ed)?samh.*|m(ed)?kontr.*|m(ed)?f.*)?"),
     SKYDDSTILLSYN),
    (re.compile(r"(vd|villkorligdom|ungdomsövervakning|ungdomstjänst|fängelse|iö?v)(m.*)?"),
     OTHER),
)  # fmt: skip


def read(text: str) -> str:
    """The sanction that the words mean; empty when they might mean anything."""
    plain = spelling(text)
    return next((kind for pattern, kind in SPELLINGS if pattern.fullmatch(plain)), "")


def spelling(text: str) -> str:
    """The same for two ways to write one word."""
    return "".join(character for character in text.casefold() if character.isalnum())
