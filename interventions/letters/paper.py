"""The letter to one person: read as the sender's paper, filled in, and written as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from cases.models import Contact, Individual, SpecialCondition
from interventions.letters import placeholders
from interventions.letters.blocks import Block, blocks
from interventions.models import CallIn, LetterText, Summons
from partners.models import Agency, User

STYLESHEET = "css/paper.css"
LANGUAGE = "sv"


@dataclass(frozen=True)
class Part:
    """The text in one language, filled in."""

    language: str
    direction: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Letter:
    """What stands in one letter. It names no call-in, no group and no other agency."""

    sender: Agency
    officer: User | None
    name: str
    address: Sequence[str]
    issued_on: date
    parts: Sequence[Part]

    @property
    def heading(self) -> str:
        return self.parts[0].heading


def printable() -> QuerySet[Summons]:
    """Those with a text, whose person may be written to: the gate withholds the protected."""
    return Summons.objects.filter(text__isnull=False).select_related(
        "owner", "text", "translation", "candidate__call_in", "candidate__individual",
        "candidate__supervision__officer",
    )  # fmt: skip


def compose(summons: Summons) -> Letter:
    assert summons.text is not None
    candidate = summons.candidate
    texts = [summons.text, summons.translation] if summons.translation else [summons.text]
    return Letter(
        sender=summons.owner,
        officer=candidate.supervision.officer,
        name=candidate.individual.name,
        address=_address(candidate.individual),
        issued_on=summons.issued_on,
        parts=[part(text, values(summons, text.language)) for text in texts],
    )


def part(text: LetterText, filled: dict[str, str]) -> Part:
    return Part(
        language=text.language,
        direction=text.direction,
        heading=placeholders.fill(text.subject, filled),
        blocks=[
            Block(block.kind, [placeholders.fill(line, filled) for line in block.lines])
            for block in blocks(text.body)
        ],
    )


def values(summons: Summons, language: str) -> dict[str, str]:
    """What each placeholder stands for in this person's letter."""
    candidate = summons.candidate
    officer = candidate.supervision.officer
    return {
        "namn": candidate.individual.name,
        "handläggare": str(officer or summons.owner),
        **_when_and_where(candidate.call_in, language),
        **_condition(summons),
    }


def html(letter: Letter) -> str:
    return _written(letter)


def whole(letter: Letter) -> str:
    """With its stylesheet: what WeasyPrint alone would take."""
    return _written(letter, stylesheet=STYLESHEET)


def _written(letter: Letter, **context: object) -> str:
    with translation.override(LANGUAGE):
        return render_to_string("print/letter.html", {"letter": letter, **context})


def _when_and_where(call_in: CallIn, language: str) -> dict[str, str]:
    starts, opens = (timezone.localtime(at) for at in (call_in.starts_at, call_in.doors_open_at))
    with translation.override(language):
        day = date_format(starts, "l j F Y")
    return {
        "dag": day,
        "tid": f"{starts:%H:%M}",
        "insläpp": f"{opens:%H:%M}",
        "plats": call_in.venue,
    }


def _condition(summons: Summons) -> dict[str, str]:
    if summons.ground != Summons.Ground.CONDITION:
        return {}
    found = condition_of(summons.candidate.supervision_id, _day(summons.candidate.call_in))
    return {"föreskrift": found.text if found else ""}


def condition_of(supervision_id: UUID, day: date) -> SpecialCondition | None:
    """The condition in force that day that a summons can lean on."""
    rows = SpecialCondition.objects.in_force(day).filter(supervision=supervision_id)
    return rows.order_by("-valid_from", "id").first()


def _address(individual: Individual) -> list[str]:
    """The latest that holds today, one line for each comma; none is stored of the protected."""
    today = timezone.localdate()
    holding = Q(valid_until=None) | Q(valid_until__gte=today)
    addresses = Contact.objects.filter(holding, individual=individual, kind=Contact.Kind.ADDRESS)
    latest = addresses.order_by("-created_at").first()
    return [line.strip() for line in latest.value.split(",")] if latest else []


def _day(call_in: CallIn) -> date:
    return timezone.localdate(call_in.starts_at)
