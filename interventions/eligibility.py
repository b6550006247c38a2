"""Who may be called to a meeting with others: one answer per criterion, and never a sum of them.

A pure function of what is known. Unknown is never yes.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# So close to its end a supervision may be over if the call-in is moved.
CLOSE_TO_THE_END = 14


class Criterion(TextChoices):
    SUPERVISED = "supervised", gettext_lazy("ground for a summons on the day")
    LINKED = "linked", gettext_lazy("link to a group to reach")
    TOGETHER = "together", gettext_lazy("can be called with the others")
    AT_LIBERTY = "at_liberty", gettext_lazy("not in custody")
    UNPROTECTED = "unprotected", gettext_lazy("no protected identity")
    OF_AGE = "of_age", gettext_lazy("of age")
    RESTED = "rested", gettext_lazy("not called of late")
    ROOM = "room", gettext_lazy("room for the group")


# Nobody decides in spite of these.
HARD = frozenset({Criterion.UNPROTECTED, Criterion.OF_AGE})
OVERRIDABLE = tuple(criterion.value for criterion in Criterion if criterion not in HARD)


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Promise:
        return VERDICTS[self]


VERDICTS: dict[Verdict, Promise] = {
    Verdict.YES: gettext_lazy("yes"),
    Verdict.NO: gettext_lazy("no"),
    Verdict.UNKNOWN: gettext_lazy("unknown"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the agency has decided about lists in general."""

    rest_months: int
    most_per_group: int
    custody_days: int


@dataclass(frozen=True, slots=True)
class Custody:
    """What somebody found who looked."""

    in_custody: bool
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What the agency that was asked said about the person; `group` is None unless attested."""

    is_attested: bool
    words: str
    on: date
    until: date
    owner: Hashable
    group: Hashable = None


@dataclass(frozen=True, slots=True)
class Combination:
    """What the agency that was asked said about the list. `others` are those on the list still
    that the person is not to be called with; `is_whole` is that the list is the one they saw."""

    others: tuple[str, ...]
    is_whole: bool
    on: date
    owner: Hashable


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one person for one meeting. What nobody has said is None."""

    day: date
    today: date
    own: Hashable
    sanction: str
    gives_duty: bool
    supervised_from: date
    supervised_until: date
    is_protected: bool
    of_age_on: date | None
    targets: frozenset[Hashable] = frozenset()
    attested: Attested | None = None
    combination: Combination | None = None
    custody: Custody | None = None
    last_called_on: date | None = None
    of_the_group: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one criterion in words: who says so, from where, and since when."""

    criterion: Criterion
    verdict: Verdict
    words: str
    owner: Hashable
    source: str
    on: date | None = None
    is_warning: bool = False

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.YES

    @property
    def is_hard(self) -> bool:
        return self.criterion in HARD


def assess(facts: Facts, rules: Rules) -> tuple[Finding, ...]:
    """One finding per criterion, in the order of the criteria; without a group none of its room."""
    findings = (
        _supervised(facts),
        _linked(facts),
        _together(facts),
        _at_liberty(facts, rules),
        _unprotected(facts),
        _of_age(facts),
        _rested(facts, rules),
        _room(facts, rules),
    )
    return tuple(finding for finding in findings if finding is not None)


def _supervised(facts: Facts) -> Finding:
    told = {"sanction": facts.sanction, "until": _day(facts.supervised_until)}
    left = (facts.supervised_until - facts.day).days
    is_under_way = facts.supervised_from <= facts.day <= facts.supervised_until
    if not is_under_way:
        verdict, words = Verdict.NO, _("Not under supervision on the day: %(sanction)s.") % told
    elif not facts.gives_duty:
        verdict = Verdict.NO
        words = _("%(sanction)s gives no duty to appear. Call voluntarily.") % told
    elif left <= CLOSE_TO_THE_END:
        verdict = Verdict.YES
        words = ngettext(
            "Supervision ends %(days)s day after the meeting.",
            "Supervision ends %(days)s days after the meeting.",
            left,
        ) % {"days": left}
    else:
        verdict, words = Verdict.YES, _("%(sanction)s, supervision until %(until)s.") % told
    is_close = is_under_way and left <= CLOSE_TO_THE_END
    source = _("own register, supervision")
    return Finding(
        Criterion.SUPERVISED, verdict, words, facts.own, source, facts.today, is_warning=is_close
    )


def _linked(facts: Facts) -> Finding:
    told = facts.attested
    if told is None:
        words = _("Nobody has been asked, or the answer no longer holds.")
        return Finding(Criterion.LINKED, Verdict.UNKNOWN, words, None, "")
    if not told.is_attested:
        verdict, words = Verdict.NO, told.words
    elif told.group not in facts.targets:
        verdict = Verdict.NO
        words = _("%(group)s, which is not one of the groups to reach.") % {"group": told.words}
    else:
        verdict = Verdict.YES
        words = _("%(group)s, until %(until)s.") % {"group": told.words, "until": _day(told.until)}
    return Finding(Criterion.LINKED, verdict, words, told.owner, _("answer to an inquiry"), told.on)


def _together(facts: Facts) -> Finding:
    told = facts.combination
    if told is None:
        words = _("Nobody has answered about the list with this person on it.")
        return Finding(Criterion.TOGETHER, Verdict.UNKNOWN, words, None, "")
    if told.others:
        verdict = Verdict.NO
        words = _("Not together with %(others)s.") % {"others": ", ".join(told.others)}
    elif not told.is_whole:
        verdict = Verdict.UNKNOWN
        words = _("Somebody has been added to the list since the answer. Ask again.")
    else:
        verdict, words = Verdict.YES, _("Nothing against the list.")
    source = _("answer about the list")
    return Finding(Criterion.TOGETHER, verdict, words, told.owner, source, told.on)


def _at_liberty(facts: Facts, rules: Rules) -> Finding:
    told = facts.custody
    if told is None:
        words = _("Nobody has checked.")
        return Finding(Criterion.AT_LIBERTY, Verdict.UNKNOWN, words, facts.own, "")
    if told.in_custody:
        verdict, words = Verdict.NO, _("Was in custody when it was checked.")
    elif told.on < facts.today - timedelta(days=rules.custody_days):
        verdict, words = Verdict.UNKNOWN, _("The check is too old. Check again.")
    else:
        verdict, words = Verdict.YES, _("Was not in custody when it was checked.")
    return Finding(Criterion.AT_LIBERTY, verdict, words, facts.own, told.source, told.on)


def _unprotected(facts: Facts) -> Finding:
    verdict = Verdict.NO if facts.is_protected else Verdict.YES
    words = (
        _("Protected identity: is not called to a meeting with others.")
        if facts.is_protected
        else _("None is registered.")
    )
    source = _("own register, the person")
    return Finding(Criterion.UNPROTECTED, verdict, words, facts.own, source, facts.today)


def _of_age(facts: Facts) -> Finding:
    source = _("own register, the person")
    if facts.of_age_on is None:
        words = _("No date of birth is registered. Write it down.")
        return Finding(Criterion.OF_AGE, Verdict.UNKNOWN, words, facts.own, source)
    is_of_age = facts.of_age_on <= facts.day
    verdict = Verdict.YES if is_of_age else Verdict.NO
    words = _("18 years or older on the day.") if is_of_age else _("Not 18 on the day.")
    return Finding(Criterion.OF_AGE, verdict, words, facts.own, source, facts.today)


def _rested(facts: Facts, rules: Rules) -> Finding:
    source = _("own register, earlier call-ins")
    last = facts.last_called_on
    months = {"months": rules.rest_months}
    if last is None or last < months_before(facts.day, rules.rest_months):
        verdict = Verdict.YES
        words = _("Not called within %(months)s months.") % months
    else:
        verdict = Verdict.NO
        words = _("Was called to the meeting on %(day)s, within %(months)s months.") % (
            months | {"day": _day(last)}
        )
    return Finding(Criterion.RESTED, verdict, words, facts.own, source, last or facts.today)


def _room(facts: Facts, rules: Rules) -> Finding | None:
    if facts.attested is None or facts.attested.group is None:
        return None
    is_room = facts.of_the_group <= rules.most_per_group
    told = {"number": facts.of_the_group, "most": rules.most_per_group}
    words = _("%(number)s of the group on the list, at most %(most)s.") % told
    verdict = Verdict.YES if is_room else Verdict.NO
    source = _("the list itself")
    return Finding(Criterion.ROOM, verdict, words, facts.own, source, facts.today)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
