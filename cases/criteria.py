"""What a link to a group may rest on: a closed list, and the one rule that says when it is enough.

Enough is
- one criterion that carries a link by itself: a judgment, or the person's own statement; or
- two independent hard criteria.
Soft criteria are noted beside others and never count, in any number. The database asks the same
question when a link becomes valid (cases/sql/links.sql).
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Protocol

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Criterion(TextChoices):
    """The closed list. What a person is born as or believes in is no criterion and no choice."""

    JUDGMENT = "judgment", _("Judgment: acted for the group")
    OWN_STATEMENT = "own_statement", _("The person's own statement")
    CONVICTED_TOGETHER = "convicted_together", _("Convicted together with others of the group")
    SUSPECTED_TOGETHER = "suspected_together", _("Suspected together with others of the group")
    WEAPON = "weapon", _("Kept or used weapons for the group")
    ACTING = "acting", _("Observed acting for the group")
    TASKED = "tasked", _("Gave or took tasks of the group in secured messages")
    MONEY = "money", _("Handled the group's money or goods")
    NAMED = "named", _("Named in a recorded interview by somebody with own knowledge")
    AREA = "area", _("Lives or spends time in an area")
    CLOTHING = "clothing", _("Clothing, tattoos or signs")
    MUSIC = "music", _("Music or lyrics")
    FAMILY = "family", _("Family")
    FRIENDSHIP = "friendship", _("Friendship or company")
    SCHOOL = "school", _("School or workplace")
    SOCIAL_MEDIA = "social_media", _("Social media")


SUFFICIENT = frozenset({Criterion.JUDGMENT, Criterion.OWN_STATEMENT})
HARD = frozenset(
    {
        Criterion.CONVICTED_TOGETHER,
        Criterion.SUSPECTED_TOGETHER,
        Criterion.WEAPON,
        Criterion.ACTING,
        Criterion.TASKED,
        Criterion.MONEY,
        Criterion.NAMED,
    }
)
SOFT = frozenset(Criterion) - SUFFICIENT - HARD

MEANING = {
    Criterion.JUDGMENT: _("A final judgment says that the person acted for the group."),
    Criterion.OWN_STATEMENT: _(
        "Said to a named official and written down at once. Not in lyrics, posts or jokes."
    ),
    Criterion.CONVICTED_TOGETHER: _(
        "A final judgment for the same offence as others whose link to the group is valid."
    ),
    Criterion.SUSPECTED_TOGETHER: _(
        "Reasonable suspicion, on record, of the same offence as others of the group."
    ),
    Criterion.WEAPON: _("Seized or proven, and shown to be for the group."),
    Criterion.ACTING: _(
        "Seen by a named official doing something for the group, more than being in its company."
    ),
    Criterion.TASKED: _("Messages secured in an investigation that show tasks of the group."),
    Criterion.MONEY: _("Documents or seizures that show money, drugs or goods of the group."),
    Criterion.NAMED: _("Recorded interview; the one interviewed tells how he or she knows."),
    Criterion.AREA: _("Says where somebody is, not what somebody does."),
    Criterion.CLOTHING: _("Anybody may wear it."),
    Criterion.MUSIC: _("An art form, and no confession."),
    Criterion.FAMILY: _("Nobody chooses it."),
    Criterion.FRIENDSHIP: _("Being seen with somebody is not acting for a group."),
    Criterion.SCHOOL: _("Says where somebody is, not what somebody does."),
    Criterion.SOCIAL_MEDIA: _("Likes, followers and pictures prove no act."),
}


class Basis(TextChoices):
    """Brottsdatalagen 2:10: what is known stands apart from what somebody concludes."""

    FACT = "fact", _("Fact")
    ASSESSMENT = "assessment", _("Assessment")


class SourceGrade(TextChoices):
    """How far the source can be relied on (2018:1693 3:4)."""

    A = "A", _("A – reliable")
    B = "B", _("B – usually reliable")
    C = "C", _("C – fairly reliable")
    D = "D", _("D – not usually reliable")
    E = "E", _("E – unreliable")
    X = "X", _("X – cannot be judged")


class InformationGrade(TextChoices):
    """How sure the information itself is (2018:1693 3:4)."""

    CONFIRMED = "1", _("1 – confirmed")
    PROBABLE = "2", _("2 – probable")
    POSSIBLE = "3", _("3 – possible")
    DOUBTFUL = "4", _("4 – doubtful")
    UNKNOWN = "X", _("X – cannot be judged")


RELIABLE = frozenset({SourceGrade.A, SourceGrade.B, SourceGrade.C, SourceGrade.D})
LIKELY = frozenset(
    {InformationGrade.CONFIRMED, InformationGrade.PROBABLE, InformationGrade.POSSIBLE}
)


class Ground(Protocol):
    """One criterion as it is held: its kind, where it comes from, and how good that is."""

    kind: str
    source: str
    source_date: date
    source_grade: str
    information_grade: str


class Lack(StrEnum):
    """Why it is not enough."""

    NOTHING = "nothing"
    ONLY_SOFT = "only_soft"
    ONE_HARD = "one_hard"
    TOO_WEAK = "too_weak"
    DEPENDENT = "dependent"


def carries(ground: Ground) -> bool:
    """Hard enough to count: neither soft, nor unreliable, doubtful or impossible to judge."""
    return (
        ground.kind not in SOFT
        and ground.source_grade in RELIABLE
        and ground.information_grade in LIKELY
    )


def named(source: str) -> str:
    """A source by its letters and figures alone: "PM 12/26" and "pm 12-26" are one."""
    return re.sub(r"[^0-9a-zåäöéü]", "", source.lower())


def are_independent(one: Ground, other: Ground) -> bool:
    """Different sources, different days and different criteria.

    Two reports of one event are one; the same observation again is the same reason again.
    """
    return (
        named(one.source) != named(other.source)
        and one.source_date != other.source_date
        and one.kind != other.kind
    )


def is_enough(grounds: Iterable[Ground]) -> bool:
    """May a link to a group rest on these?"""
    carrying = [ground for ground in grounds if carries(ground)]
    return any(ground.kind in SUFFICIENT for ground in carrying) or any(
        are_independent(*pair) for pair in combinations(carrying, 2)
    )


def lack(grounds: Iterable[Ground]) -> Lack | None:
    """Why these are not enough; None when they are."""
    grounds = list(grounds)
    if is_enough(grounds):
        return None
    if not grounds:
        return Lack.NOTHING
    hard = [ground for ground in grounds if ground.kind not in SOFT]
    if not hard:
        return Lack.ONLY_SOFT
    if not all(carries(ground) for ground in hard):
        return Lack.TOO_WEAK
    return Lack.ONE_HARD if len(hard) == 1 else Lack.DEPENDENT


def is_news(ground: Ground, held: Iterable[Ground], *, since: date) -> bool:
    """New information: it counts, is of a later day than the last review, and was not held.

    The same source about the same criterion is not new, whatever day it is given.
    """
    known = {(other.kind, named(other.source)) for other in held}
    is_held = (ground.kind, named(ground.source)) in known
    return carries(ground) and ground.source_date > since and not is_held


def quality(grounds: Iterable[Ground]) -> str:
    """In one sentence: how much of it counts, and how weak the weakest of that is."""
    carrying = [ground for ground in grounds if carries(ground)]
    if not carrying:
        return gettext("What the link rests on is not shown here.")
    words = {
        "count": len(carrying),
        "source": max(ground.source_grade for ground in carrying),
        "information": max(ground.information_grade for ground in carrying),
        "day": date_format(max(ground.source_date for ground in carrying), "j b Y"),
    }
    return (
        gettext(
            "Quality: %(count)s criteria that count; the weakest source is %(source)s and the "
            "weakest information %(information)s. The latest is of %(day)s."
        )
        % words
    )
