"""The paper of one meeting: composed once, written as HTML for one copy or for its body alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from interventions.briefing.callins import CallIns
from interventions.briefing.figures import Figures
from interventions.briefing.groups import Groups
from interventions.briefing.persons import Candidates, Links, Supervisions
from interventions.briefing.picture import Picture
from interventions.briefing.section import Section
from interventions.models import Briefing, BriefingCopy, Meeting
from partners.models import Agency

SECTIONS: tuple[type[Section[Any]], ...] = (
    CallIns, Figures, Groups, Candidates, Supervisions, Links,
)  # fmt: skip
LANGUAGE = "sv"
STYLESHEET = "css/paper.css"


@dataclass(frozen=True)
class Paper:
    """What stands on every copy. Every row on it was read as the audience that gets it."""

    meeting: Meeting
    audience: Sequence[Agency]
    sections: Sequence[Section[Any]]
    author: Agency
    printed_by: str
    printed_at: datetime
    destroy_by: date
    language: str = LANGUAGE

    @property
    def provisions(self) -> list[str]:
        """Where in OSL the secrecy of what stands here may follow from."""
        named = {provision for section in self.sections for provision in section.secrecy}
        return sorted(named, key=lambda words: [int(number) for number in words.split(":")])

    @property
    def classification(self) -> str:
        if self.names_persons:
            return _("Working paper that names persons")
        return _("Working paper")

    @property
    def secrecy(self) -> str:
        if self.provisions:
            return _("Secrecy may apply: OSL %(provisions)s") % {
                "provisions": ", ".join(self.provisions)
            }
        return _("Not to be passed on")

    @property
    def names_persons(self) -> bool:
        return any(section.names_persons for section in self.sections)

    @property
    def agenda(self) -> list[str]:
        """One item a line."""
        return [line.strip() for line in self.meeting.agenda.splitlines() if line.strip()]

    @cached_property
    def parts(self) -> dict[str, Section[Any]]:
        """The sections that are there, by key."""
        return {section.key: section for section in self.sections}

    @cached_property
    def picture(self) -> Picture | None:
        figures = self.parts.get(Figures.key)
        return Picture.of(figures) if isinstance(figures, Figures) else None


def compose(briefing: Briefing, *, audience: Sequence[Agency]) -> Paper:
    """Reads everything as the audience that is looking; raises Meeting.DoesNotExist when the
    meeting itself is not for all of them to read."""
    meeting = Meeting.objects.get(pk=briefing.meeting_id)
    sections = [section(meeting.starts_at) for section in SECTIONS]
    return Paper(
        meeting=meeting,
        audience=audience,
        sections=[section for section in sections if section.rows],
        author=briefing.owner,
        printed_by=briefing.author.service_code,
        printed_at=timezone.now(),
        destroy_by=briefing.destroy_by,
    )


def html(paper: Paper, *, copy: BriefingCopy) -> str:
    """The whole of one copy, with its margins and its stylesheet: what WeasyPrint would take."""
    return _written(paper, "paper", copy=copy, stylesheet=STYLESHEET)


def body(paper: Paper) -> str:
    """What is the same on every copy: all but the margins."""
    return _written(paper, "paper")


def margins(paper: Paper, *, copy: BriefingCopy, pages: int) -> str:
    """The head and foot of one copy, on as many empty pages."""
    return _written(paper, "margins", copy=copy, pages=range(pages))


def _written(paper: Paper, name: str, **context: object) -> str:
    with translation.override(paper.language):
        return render_to_string(f"interventions/briefings/{name}.html", {"paper": paper, **context})
