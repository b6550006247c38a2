"""Incidents of the tests, made by the actions."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases import feed
from cases.actions import attributions, incidents, involvements, reviews, suggestions
from cases.models import (
    Attribution,
    CriminalGroup,
    Incident,
    IncidentReview,
    Individual,
    Involvement,
    Suggestion,
    VictimInvolvement,
)
from tests.cast import Cast

FACTS: dict[str, Any] = {
    "kind": "shooting_confirmed",
    "municipality": "Malmö",
    "area": "Öster",
    "place": "",
    "injured": 1,
    "killed": 0,
    "facts": "Flera skott mot en port.",
    "source_url": "",
}


def hours_ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def happen(cast: Cast, *, hours: float = 5, by: str = "anna", **more: Any) -> Incident:
    more.setdefault("happened_at", hours_ago(hours))
    more.setdefault("known_at", more["happened_at"])
    with cast.looking(by):
        return incidents.register(by=getattr(cast, by), **(FACTS | more))


def assess(cast: Cast, incident: Incident, *, by: str = "anna", **more: Any) -> IncidentReview:
    fields: dict[str, Any] = {
        "group_involved": "yes",
        "confidence": "probable",
        "basis": "Hemlig bedömning",
        "retaliation_risk": "none_known",
    }
    with cast.looking(by):
        return reviews.review(incident, by=getattr(cast, by), **(fields | more))


def attribute(
    cast: Cast, incident: Incident, group: CriminalGroup, *, by: str = "anna", **more: Any
) -> Attribution:
    fields = {"confidence": "possible", "basis": "Hemlig grund"} | more
    with cast.looking(by):
        return attributions.attribute(incident, group=group, by=getattr(cast, by), **fields)


def involve(cast: Cast, incident: Incident, individual: Individual, **more: Any) -> Involvement:
    fields = {"role": "suspect", "basis": "fact", "source": "Anmälan 1"} | more
    with cast.looking("anna"):
        return involvements.involve(incident, individual=individual, by=cast.anna, **fields)


def harm(cast: Cast, incident: Incident, individual: Individual) -> VictimInvolvement:
    with cast.looking("anna"):
        return involvements.harm(
            incident, individual=individual, role="victim", source="Anmälan 2", by=cast.anna
        )


def event(source_id: str = "1", *, hours: float = 5, **more: Any) -> feed.Event:
    at = hours_ago(hours).replace(second=0, microsecond=0)
    fields: dict[str, Any] = {
        "source_id": source_id,
        "name": "21 november 08.10, Skottlossning, Malmö",
        "type": "Skottlossning",
        "kind": Incident.Kind.SHOOTING_CONFIRMED,
        "published_at": at + timedelta(hours=1),
        "happened_at": at,
        "is_time_doubtful": False,
        "municipality": "Malmö",
        "place": "",
        "summary": "Skott mot en bil.",
        "url": "",
    }
    return feed.Event(**(fields | more))


def suggest(cast: Cast, source_id: str = "1", **more: Any) -> Suggestion:
    with cast.looking("anna"):
        suggestions.receive([event(source_id, **more)])
        return Suggestion.objects.get(source_id=source_id)


def typed(**fields: Any) -> dict[str, Any]:
    """The form of an incident as somebody fills it in."""
    at = timezone.localtime(hours_ago(30))
    told = FACTS | {"day": at.date().isoformat(), "at": at.strftime("%H:%M")}
    return told | fields
