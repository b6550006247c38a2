"""What a paper left out, for its author's eyes: how much, and of own rows for whose sake.

A row is left out when some agency invited may not read it. Which one, the author learns only of
rows that the author's own agency owns; why others' rows are missing is others' business.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from interventions.briefing.paper import SECTIONS, Paper
from interventions.models import Briefing
from partners import audience
from partners.models import Agency

Counts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Omission:
    """One section of a ready paper from which something is missing."""

    title: Promise
    rows: int
    unread_by: list[tuple[Agency, int]]


def visible(meets_at: datetime, *, agency_id: int) -> Counts:
    """Per section, what whoever is looking could have had on it, and how much of that is own."""
    counts: Counts = {}
    for section in SECTIONS:
        rows = section(meets_at).query()
        counts[section.key] = {"all": rows.count(), "own": rows.filter(owner=agency_id).count()}
    return counts


def found(briefing: Briefing, paper: Paper) -> Counts:
    """Per section with something missing: how many rows, and which agencies cannot read how many
    of the author's own."""
    missing: Counts = {}
    for key, seen in briefing.omitted.items():
        section = paper.parts.get(key)
        printed = len(section.rows) if section else 0
        own_printed = section.owned_by(briefing.owner_id) if section else 0
        if seen["all"] > printed:
            missing[key] = {"rows": seen["all"] - printed, "own": seen["own"] - own_printed}
    _name_agencies(briefing, paper, missing)
    return missing


def told(briefing: Briefing) -> list[Omission]:
    """As the page tells its author; a paper that is not ready has left out nothing yet."""
    if briefing.state != Briefing.State.READY:
        return []
    agencies = Agency.objects.in_bulk(briefing.audience)
    return [
        Omission(
            section.title,
            missing["rows"],
            [(agencies[int(n)], rows) for n, rows in missing.get("unread_by", {}).items()],
        )
        for section in SECTIONS
        if (missing := briefing.omitted.get(section.key))
    ]


def _name_agencies(briefing: Briefing, paper: Paper, missing: Counts) -> None:
    incomplete = [s for s in SECTIONS if s.key in missing and missing[s.key]["own"] > 0]
    others = [agency for agency in paper.audience if agency.pk != briefing.owner_id]
    for agency in others if incomplete else []:
        with audience.of_paper([agency], author=briefing.owner, operation="omissions"):
            for section in incomplete:
                rows = section(paper.meeting.starts_at).query().filter(owner=briefing.owner_id)
                unread = briefing.omitted[section.key]["own"] - rows.count()
                if unread > 0:
                    missing[section.key].setdefault("unread_by", {})[str(agency.pk)] = unread
