"""What a letter's text may leave open: a closed list, filled in for each person.

A placeholder is a word in braces, {dag}. Nothing else in a text is ever evaluated.
"""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interventions.models import LetterText

PLACEHOLDERS: dict[str, Promise] = {
    "namn": _("the person's name"),
    "dag": _("the day of the meeting"),
    "tid": _("when the meeting starts"),
    "insläpp": _("when the doors open"),
    "plats": _("where the meeting is"),
    "handläggare": _("the probation officer"),
    "föreskrift": _("the special condition, as it was decided"),
}
# A summons that does not say when and where calls nobody.
WHEN_AND_WHERE = ("dag", "tid", "plats")
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(LetterText.SUMMONSES, WHEN_AND_WHERE),
    LetterText.Kind.CONDITION: (*WHEN_AND_WHERE, "föreskrift"),
}
# Only who is called on a special condition has one to name.
ALONE: dict[str, str] = {"föreskrift": LetterText.Kind.CONDITION}
_IN_BRACES = re.compile(r"\{([^{}]*)\}")


def used(text: str) -> list[str]:
    return list(dict.fromkeys(_IN_BRACES.findall(text)))


def known(kind: str) -> list[str]:
    """The placeholders that a letter of this kind can fill in."""
    if kind not in LetterText.SUMMONSES:
        return []
    return [word for word in PLACEHOLDERS if ALONE.get(word, kind) == kind]


def unknown(text: str, *, kind: str) -> list[str]:
    return [word for word in used(text) if word not in known(kind)]


def missing(text: str, *, kind: str) -> Sequence[str]:
    there = used(text)
    return [word for word in NEEDED.get(kind, ()) if word not in there]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each placeholder's value in its place, once: a value is never read for placeholders."""
    return _IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)
