"""Paper printed on the spot, in one copy: what every such page says of itself, and its file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.briefing import sheets
from partners.models import Agency

LANGUAGE = "sv"
# How long after its day a copy is to be destroyed.
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Copy:
    recipient: Agency
    number: int = 1


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What head and foot ask for; what stands between them is the subclass's own."""

    audience: Sequence[Agency]
    author: Agency
    printed_by: str
    destroy_by: date
    printed_at: datetime = field(default_factory=timezone.now)
    language: str = LANGUAGE

    @property
    def classification(self) -> str:
        return _("Working paper")


def pdf(paper: Paper, name: str, *, recipient: Agency, margins: str = "briefings/margins") -> bytes:
    """A tagged file of the body with that name, and head and foot on each of its pages."""
    body = sheets.lay_out(written(name, paper))
    pages = range(len(body.pages))
    edges = written(margins, paper, copy=Copy(recipient), pages=pages)
    return sheets.pdf(body, sheets.lay_out(edges))


def written(name: str, paper: Paper, **context: object) -> str:
    with translation.override(paper.language):
        return render_to_string(f"interventions/{name}.html", {"paper": paper, **context})
