"""The coverage board on paper: exactly what all of its readers may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.briefing import sheets
from interventions.coverage import Board
from partners import audience
from partners.models import Agency, User

LANGUAGE = "sv"
OPERATION = "coverage_paper"
# A picture of a day: the next meeting has a new one.
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Copy:
    recipient: Agency
    number: int = 1


@dataclass(frozen=True)
class Paper:
    board: Board
    audience: list[Agency]
    author: Agency
    printed_by: str
    printed_at: datetime
    destroy_by: date
    language: str = LANGUAGE

    @property
    def classification(self) -> str:
        return _("Working paper")

    @property
    def secrecy(self) -> str:
        return _("Secrecy may apply: OSL %(provisions)s") % {"provisions": "18:1, 18:2"}


def pdf(readers: Iterable[Agency], *, by: User) -> bytes:
    """A tagged file; its rows were read as those who get it, the own agency always among them."""
    everybody = sorted({by.agency, *readers}, key=lambda agency: agency.pk)
    with audience.of_paper(everybody, author=by.agency, operation=OPERATION):
        paper = _compose(everybody, by)
        body = sheets.lay_out(_written("coverage/paper", paper))
    copy, pages = Copy(by.agency), range(len(body.pages))
    return sheets.pdf(body, sheets.lay_out(_written("briefings/margins", paper, copy, pages)))


def _compose(readers: list[Agency], by: User) -> Paper:
    today = timezone.localdate()
    return Paper(
        board=Board(today),
        audience=readers,
        author=by.agency,
        printed_by=by.service_code,
        printed_at=timezone.now(),
        destroy_by=today + KEPT_FOR,
    )


def _written(name: str, paper: Paper, copy: Copy | None = None, pages: Iterable[int] = ()) -> str:
    with translation.override(paper.language):
        context = {"paper": paper, "copy": copy, "pages": pages}
        return render_to_string(f"interventions/{name}.html", context)
