"""The run sheet on paper: for one agency that speaks, exactly what that agency may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.briefing import sheets
from interventions.models import CallIn, Slot
from partners import audience
from partners.models import Agency, User

LANGUAGE = "sv"
OPERATION = "run_sheet_paper"
# How long after the evening a copy is to be destroyed.
KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Copy:
    recipient: Agency
    number: int = 1


@dataclass(frozen=True)
class Paper:
    """What stands on it. `call_in` is None where the recipient reads single slots alone."""

    call_in: CallIn | None
    slots: Sequence[Slot]
    audience: Sequence[Agency]
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
        return _("Names nobody who is called")

    @property
    def first(self) -> Slot | None:
        return self.slots[0] if self.slots else None

    @property
    def ends_at(self) -> datetime | None:
        return self.slots[-1].ends_at if self.slots else None


def pdf(call_in: CallIn, *, recipient: Agency, by: User) -> bytes:
    """A tagged file; its rows were read as those who get it."""
    paper = compose(call_in, recipient=recipient, by=by)
    body = sheets.lay_out(_written("slots/paper", paper))
    copy, pages = Copy(recipient), range(len(body.pages))
    margins = _written("briefings/margins", paper, copy=copy, pages=pages)
    return sheets.pdf(body, sheets.lay_out(margins))


def compose(call_in: CallIn, *, recipient: Agency, by: User) -> Paper:
    """What both the agency that leads and the recipient may read of this call-in."""
    author = call_in.owner
    readers = sorted({author, recipient}, key=lambda agency: agency.pk)
    with audience.of_paper(readers, author=author, operation=OPERATION):
        slots = Slot.objects.filter(call_in=call_in.pk).select_related("speaker_agency")
        return Paper(
            call_in=CallIn.objects.filter(pk=call_in.pk).first(),
            slots=list(slots),
            audience=readers,
            author=author,
            printed_by=by.service_code,
            printed_at=timezone.now(),
            destroy_by=timezone.localdate(call_in.starts_at) + KEPT_FOR,
        )


def _written(name: str, paper: Paper, **context: object) -> str:
    with translation.override(paper.language):
        return render_to_string(f"interventions/{name}.html", {"paper": paper, **context})
