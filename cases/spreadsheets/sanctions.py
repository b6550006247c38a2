"""Sanctions as offices abbreviate them."""

import re

SKYDDSTILLSYN, VILLKORLIG_FRIGIVNING = "skyddstillsyn", "villkorlig_frigivning"
VILLKORLIG_DOM, OTHER = "villkorlig_dom", "other"
UNGDOMSOVERVAKNING, INTENSIVOVERVAKNING = "ungdomsovervakning", "intensivovervakning"
# Those in which the supervision lies within a probation period, and those that have none.
WITHIN_PROBATION = (SKYDDSTILLSYN, VILLKORLIG_FRIGIVNING)
WITHOUT_PROBATION = (UNGDOMSOVERVAKNING, INTENSIVOVERVAKNING)

# Tried in this order; without dots and spaces, so that "villk. frig." is "villkfrig".
SPELLINGS = (
    (re.compile(r"(vf|villk(or(li)?g?)?frig(iv(ning|en)?)?)"), VILLKORLIG_FRIGIVNING),
    (re.compile(r"(st|skydd?stillsyn|skyddst)(m(ed)?samh.*|m(ed)?kontr.*|m(ed)?f.*)?"),
     SKYDDSTILLSYN),
    (re.compile(r"(vd|villkorligdom)(m.*)?"), VILLKORLIG_DOM),
    (re.compile(r"ungdoms?övervakning"), UNGDOMSOVERVAKNING),
    (re.compile(r"(iöv|intensivövervakning|fotboja)"), INTENSIVOVERVAKNING),
)  # fmt: skip


def read(text: str) -> str:
    """The sanction that the words mean; empty when they might mean anything."""
    plain = spelling(text)
    return next((kind for pattern, kind in SPELLINGS if pattern.fullmatch(plain)), "")


def spelling(text: str) -> str:
    """The same for two ways to write one word."""
    return "".join(character for character in text.casefold() if character.isalnum())
