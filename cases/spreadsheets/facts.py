"""What one row says, understood as far as the row alone allows."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any, Self

from cases import minors
from cases.spreadsheets import dates, numbers, person_names, sanctions
from cases.spreadsheets.cells import is_formula
from cases.spreadsheets.headers import DAYS, SUPERVISION, Target

SUMS = {"summa", "totalt", "total", "antal", "summatotalt"}
NONE = "none"
AS_UNIT = "unit"
LONGEST_UNIT = 60
# As the table of supervisions demands; first and last day are counted.
RELEASE_AT_LEAST, YOUTH_AT_MOST = timedelta(days=364), timedelta(days=366)


@dataclass(frozen=True)
class Rules:
    """How the list is read: on which day, by what it was told for all rows, and who works here.

    `officers` maps the key of a name to a user's number; `answers` maps a word of the list to
    what it means, under "officer" or "sanction", and a question to its answer for all rows.
    """

    today: date
    orders: Mapping[str, str] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Facts:
    """What would be registered; days and numbers as text, so that it can be stored as it is."""

    name: str = ""
    number: str = ""
    number_kind: str = ""
    born: str = ""
    sanction: str = ""
    supervised_from: str = ""
    supervised_until: str = ""
    probation_from: str = ""
    probation_until: str = ""
    officer: str = ""
    unit: str = ""
    candidates: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    def day(self, name: str) -> date | None:
        told = getattr(self, name)
        return date.fromisoformat(told) if told else None

    @property
    def has_supervision(self) -> bool:
        return bool(self.sanction)

    @property
    def key(self) -> str:
        return person_names.key(self.name)

    def said(self) -> tuple[str, ...]:
        """What two rows about one person must agree on."""
        days = (self.supervised_from, self.supervised_until)
        return (self.key, self.born, self.sanction, *days, self.officer, self.unit)


def understood(
    texts: Mapping[str, str], decisions: Mapping[str, str], rules: Rules
) -> tuple[Facts, list[str]]:
    """The facts of a row and the reasons for which it may not be ready."""
    if is_sum(texts):
        return Facts(), ["sum"]
    facts = Facts()
    reasons = [*_formulas(texts), *_name(facts, texts), *_number(facts, texts, rules)]
    for target in sorted(DAYS - SUPERVISION):
        reasons += _day(facts, target, texts, rules)
    reasons += _birth(facts, rules)
    if SUPERVISION & texts.keys():
        reasons += _supervision(facts, texts, decisions, rules)
    return facts, list(dict.fromkeys(reasons))


def is_sum(texts: Mapping[str, str]) -> bool:
    """The last row of many lists: a word for sum, and figures."""
    words = [text for text in texts.values() if text]
    return bool(words) and sanctions.spelling(words[0]) in SUMS and len(words) < 1 + len(texts) / 2


def _formulas(texts: Mapping[str, str]) -> Iterator[str]:
    if any(is_formula(text) for text in texts.values()):
        yield "formula"


def _text(texts: Mapping[str, str], target: str) -> str:
    """What stands there; a formula says nothing."""
    text = texts.get(target, "").strip()
    return "" if is_formula(text) else text


def _name(facts: Facts, texts: Mapping[str, str]) -> Iterator[str]:
    parts = (_text(texts, Target.FIRST_NAME), _text(texts, Target.LAST_NAME))
    whole = person_names.spoken(_text(texts, Target.NAME)) or " ".join(filter(None, parts))
    facts.name = whole[: person_names.LONGEST_NAME]
    if not person_names.key(whole):
        yield "name_missing"
    elif len(whole) > person_names.LONGEST_NAME:
        yield "name_long"


def _number(facts: Facts, texts: Mapping[str, str], rules: Rules) -> Iterator[str]:
    text = _text(texts, Target.NUMBER)
    if not text:
        return
    reading = numbers.read(text, today=rules.today)
    number = reading.number
    if reading.candidates and rules.answers.get("century") == "recent":
        number = numbers.likely(reading.candidates, today=rules.today)
    if number is not None:
        facts.number, facts.number_kind = number.value, number.kind.value
        yield from _age(number.born, rules)
    elif reading.candidates:
        facts.candidates[Target.NUMBER.value] = [one.unmasked() for one in reading.candidates]
        yield "number_century"
    else:
        assert reading.error is not None
        yield f"number_{reading.error.code}"


def _age(born: date | None, rules: Rules) -> Iterator[str]:
    standing = minors.standing(born, day=rules.today)
    if standing is not minors.Standing.ADULT:
        yield standing.value


def _day(facts: Facts, target: str, texts: Mapping[str, str], rules: Rules) -> Iterator[str]:
    text = _text(texts, target)
    if not text:
        return
    told = rules.orders.get(target)
    reading = dates.read(text, today=rules.today, order=dates.Order(told) if told else None)
    if reading.day is not None:
        setattr(facts, target, reading.day.isoformat())
        return
    assert reading.problem is not None
    if reading.candidates:
        facts.candidates[str(target)] = [day.isoformat() for day in reading.candidates]
    yield f"{target}_{reading.problem.value}"


def _birth(facts: Facts, rules: Rules) -> Iterator[str]:
    born = facts.day("born")
    if born is None:
        return
    if born > rules.today:
        yield "born_future"
    else:
        yield from _age(born, rules)


def _supervision(
    facts: Facts, texts: Mapping[str, str], decisions: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    problems = list(_sanction(facts, texts, decisions, rules))
    for target in sorted(DAYS & SUPERVISION):
        problems += _day(facts, target, texts, rules)
    is_silent = not problems and not facts.sanction and not facts.supervised_until
    if is_silent:
        yield "unsupervised"
        facts.supervised_from = ""
        return
    yield from problems
    yield from _gaps(facts, problems)
    _fill(facts, rules)
    yield from _periods(facts, decisions, rules)
    yield from _officer(facts, texts, decisions, rules)


def _sanction(
    facts: Facts, texts: Mapping[str, str], decisions: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    chosen, text = decisions.get("sanction", ""), _text(texts, Target.SANCTION)
    if chosen == NONE or not (chosen or text):
        return
    told = chosen or rules.answers.get("sanctions", {}).get(sanctions.spelling(text))
    facts.sanction = told or sanctions.read(text)
    if not facts.sanction:
        yield "sanction_unknown"


def _gaps(facts: Facts, problems: list[str]) -> Iterator[str]:
    if not facts.sanction and "sanction_unknown" not in problems:
        yield "sanction_missing"
    about_end = {code for code in problems if code.startswith(Target.SUPERVISED_UNTIL.value)}
    if not facts.supervised_until and not about_end:
        yield "until_missing"


def _fill(facts: Facts, rules: Rules) -> None:
    """What the list does not say is what was told for all rows. A probation period that nobody
    told of has the days of the supervision; after release it is at least a year (BrB 26:10)."""
    facts.supervised_from = facts.supervised_from or rules.defaults.get("supervised_from", "")
    if facts.sanction in sanctions.WITHOUT_PROBATION:
        facts.probation_from = facts.probation_until = ""
        return
    facts.probation_from = facts.probation_from or facts.supervised_from
    if not facts.probation_until:
        is_release = facts.sanction == sanctions.VILLKORLIG_FRIGIVNING
        least = _later(facts.probation_from, RELEASE_AT_LEAST) if is_release else ""
        facts.probation_until = max(facts.supervised_until, least)


def _later(day: str, by: timedelta) -> str:
    return (date.fromisoformat(day) + by).isoformat() if day else ""


def _periods(facts: Facts, decisions: Mapping[str, str], rules: Rules) -> Iterator[str]:
    start, end = facts.supervised_from, facts.supervised_until
    if start and end and end < start:
        yield "order"
    yield from _probation(facts)
    is_youth = facts.sanction == sanctions.UNGDOMSOVERVAKNING
    if is_youth and start and end >= _later(start, YOUTH_AT_MOST):
        yield "youth_long"
    if end and end < rules.today.isoformat():
        told = decisions.get("ended") or rules.answers.get("ended", "")
        if told == "leave":
            yield "ended_left_out"
        elif told != "read":
            yield "ended"


def _probation(facts: Facts) -> Iterator[str]:
    """What the law and the register demand of a probation period."""
    first, last = facts.probation_from, facts.probation_until
    if not (first and last):
        return
    if last < first:
        yield "probation_order"
    elif facts.sanction in sanctions.WITHIN_PROBATION and (
        facts.supervised_from < first or facts.supervised_until > last
    ):
        yield "probation_outside"
    is_release = facts.sanction == sanctions.VILLKORLIG_FRIGIVNING
    if is_release and last < _later(first, RELEASE_AT_LEAST):
        yield "probation_short"


def _officer(
    facts: Facts, texts: Mapping[str, str], decisions: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    facts.unit = _text(texts, Target.UNIT)
    name = person_names.spoken(_text(texts, Target.OFFICER))
    chosen = decisions.get("officer", "") or _officer_called(name, rules)
    if chosen == AS_UNIT:
        facts.unit = ", ".join(filter(None, [facts.unit, name]))
        yield "officer_as_unit"
    elif chosen:
        facts.officer = "" if chosen == NONE else chosen
    elif name:
        yield "officer_unknown"
    if len(facts.unit) > LONGEST_UNIT:
        yield "unit_long"


def _officer_called(name: str, rules: Rules) -> str:
    """A colleague's number, or what was answered about the name for all rows."""
    key = person_names.key(name)
    return rules.answers.get("officers", {}).get(key) or rules.officers.get(key, "")
