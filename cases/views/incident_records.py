"""What the page of an incident holds; what may not be read is not there."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from cases import changes
from cases.models import (
    Attribution,
    Incident,
    IncidentReview,
    Involvement,
    Suggestion,
    VictimInvolvement,
)
from cases.views.ownership import can, disclosing, is_own, reads_own
from partners import audience, explain
from partners.mandates import Action, Category
from partners.models import Protected

SIMILAR = timedelta(hours=3)


def of(incident: Incident) -> dict[str, Any]:
    duplicates = list(Incident.objects.filter(duplicate_of=incident))
    reviews = _reviews([incident, *duplicates])
    found: dict[str, Any] = {
        "review": reviews.get(incident.pk),
        "attributions": list(_attributions(incident)),
        "involvements": list(_persons(Involvement, [incident, *duplicates])),
        "harmed": list(_persons(VictimInvolvement, [incident, *duplicates])),
    }
    assessed = [row for row in (found["review"], *found["attributions"]) if row is not None]
    return {
        "incident": incident,
        **found,
        "duplicates": [(one, reviews.get(one.pk)) for one in duplicates],
        "wants_group": _wants_group(found["review"], found["attributions"]),
        "why_facts": explain.why(incident),
        "why_review": explain.why(*_rows(found["review"])),
        "why_attributions": explain.why(*found["attributions"]),
        "why_involvements": explain.why(*found["involvements"]),
        "why_harmed": explain.why(*found["harmed"]),
        **_own(incident, assessed, [*found["involvements"], *found["harmed"]]),
    }


def _wants_group(review: IncidentReview | None, attributions: Sequence[Attribution]) -> bool:
    """A group is held to be involved, and nobody has said which."""
    is_involved = review is not None and review.group_involved == review.GroupInvolved.YES
    return is_involved and all(one.is_withdrawn for one in attributions)


def waiting() -> dict[str, int]:
    """How much is to be done, for those who do it; nothing for anybody else."""
    found: dict[str, int] = {}
    may = audience.current().may
    if may(Action.CHANGE, Category.INCIDENT_SUGGESTIONS):
        found["suggestions"] = Suggestion.objects.waiting().count()
    if reads_own(Category.INCIDENT_REVIEW):
        found["reviews"] = Incident.objects.awaiting_review().count()
    return found


def _own(incident: Incident, assessed: Sequence[Any], persons: Sequence[Any]) -> dict[str, Any]:
    """Buttons, sources, history: for the agency that owns the record."""
    if not is_own(incident):
        return {"may": {}, "is_own": False, "changes": [], "sources": [], "earlier": []}
    return {
        "is_own": True,
        "may": _may(incident),
        "sources": list(_sources(incident)),
        "earlier": _earlier(assessed[0] if assessed else None),
        "changes": changes.of(incident, *assessed, *persons),
        "disclosing": disclosing(incident, *assessed) if assessed else "",
        "similar": _similar(incident),
    }


def _may(incident: Incident) -> dict[str, bool]:
    is_kept = not incident.is_duplicate
    reviews = is_kept and can(Action.CREATE, Category.INCIDENT_REVIEW, on=incident)
    return {
        "read_review": reads_own(Category.INCIDENT_REVIEW),
        "read_involvements": reads_own(Category.INVOLVEMENT),
        "read_harmed": reads_own(Category.VICTIM),
        "change": can(Action.CHANGE, Category.INCIDENT_FACTS, on=incident),
        "review": reviews,
        "attribute": reviews,
        "involve": is_kept and can(Action.CREATE, Category.INVOLVEMENT, on=incident),
        "harm": is_kept and can(Action.CREATE, Category.VICTIM, on=incident),
        "remove": can(Action.ERASE, Category.INVOLVEMENT, on=incident),
    }


def _earlier(review: Any) -> list[Any]:
    """How the assessment read before, the latest first; for its owner alone."""
    if not isinstance(review, IncidentReview):
        return []
    past = IncidentReview.pgh_event_model.objects.filter(pgh_obj=review)  # type: ignore[attr-defined]
    return list(past.select_related("reviewed_by").order_by("-pgh_id"))[1:]


def _attributions(incident: Incident) -> Any:
    """Those whose group may be read as well, the standing ones first."""
    found = Attribution.objects.filter(incident=incident).select_related(
        "owner", "group", "decided_by", "withdrawn_by"
    )
    return found.order_by(F("withdrawn_at").desc(nulls_first=True), "group__sort_key", "id")


def _reviews(incidents: Sequence[Incident]) -> dict[UUID, IncidentReview]:
    """What was assessed stays with the record it was written on, also when that is a duplicate."""
    found = IncidentReview.objects.filter(incident__in=incidents)
    return {one.incident_id: one for one in found.select_related("owner", "reviewed_by")}


def _persons(model: Any, incidents: Sequence[Incident]) -> Any:
    """Those on the duplicates as well: they were there, whichever record says so."""
    found = model.objects.filter(incident__in=incidents)
    found = found.select_related("owner", "individual", "incident")
    return found.order_by("individual__sort_key", "id")


def _sources(incident: Incident) -> Any:
    """The public events that told of it, or of what turned out to be the same."""
    told = Suggestion.objects.filter(incident=incident) | Suggestion.objects.filter(
        incident__duplicate_of=incident
    )
    return told.order_by("published_at", "id")


def _similar(incident: Incident) -> list[Incident]:
    """Others so near that they may be the same: an offer to look, not a finding."""
    if incident.is_duplicate:
        return []
    others = Incident.objects.standing().filter(owner=incident.owner_id).exclude(pk=incident.pk)
    here = others.filter(municipality__iexact=incident.municipality)
    return list(here.near(incident.happened_at, incident.municipality, within=SIMILAR)[:3])


def _rows(*rows: Protected | None) -> list[Protected]:
    return [row for row in rows if row is not None]
