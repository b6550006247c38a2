"""What the public feed brings is taken in once; people then accept, link or dismiss it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import incidents
from cases.feed import Event
from cases.models import Incident, Suggestion
from partners.models import User
from partners.refusals import refusal

State = Suggestion.State
DUPLICATE = gettext_lazy("That is a duplicate. Choose the incident that is kept.")
TOLD = (
    "name", "type", "kind", "summary", "municipality", "place", "url", "published_at",
    "happened_at", "is_time_doubtful",
)  # fmt: skip


@transaction.atomic
def receive(events: Iterable[Event]) -> dict[str, int]:
    """Each event waits here once; one that waits still says what the police say now."""
    events = list(events)
    there = Suggestion.objects.filter(source_id__in=[event.source_id for event in events])
    known = {suggestion.source_id: suggestion for suggestion in there}
    counts = {"added": 0, "updated": 0, "known": 0}
    for event in events:
        counts[_receive(event, known.get(event.source_id))] += 1
    return counts


def _receive(event: Event, suggestion: Suggestion | None) -> str:
    told = asdict(event)
    if suggestion is None:
        source_id = told.pop("source_id")
        _suggestion, is_new = Suggestion.objects.get_or_create(source_id=source_id, defaults=told)
        return "added" if is_new else "known"
    changed = [name for name in TOLD if getattr(suggestion, name) != told[name]]
    if not changed or suggestion.state != State.WAITING:
        return "known"
    for name in changed:
        setattr(suggestion, name, told[name])
    if {"name", "summary"} & set(changed):
        suggestion.text_changed_at = timezone.now()
    suggestion.save(update_fields=[*changed, "text_changed_at"])
    return "updated"


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User, **facts: Any) -> Incident:
    """It is an incident, with these facts; its clock began when the event reached the agency."""
    incident = incidents.register(by=by, known_at=suggestion.created_at, **facts)
    _move(suggestion, State.ACCEPTED, by=by, incident=incident)
    return incident


@transaction.atomic
def link(suggestion: Suggestion, *, incident: Incident, by: User) -> None:
    """It tells of an incident that is known already, and is a source of it."""
    if incident.is_duplicate:
        raise refusal("incident", DUPLICATE, code="duplicate")
    _move(suggestion, State.LINKED, by=by, incident=incident)


@transaction.atomic
def dismiss(suggestion: Suggestion, *, why: str, by: User) -> None:
    """It is no incident of ours, for this reason, and does not come back by itself."""
    _move(suggestion, State.DISMISSED, by=by, dismissed_why=Suggestion.Dismissal(why).value)


@transaction.atomic
def take_up(suggestion: Suggestion, *, by: User) -> None:
    """It waits again: linking or dismissing it was a mistake."""
    _move(suggestion, State.WAITING, by=by, incident=None, dismissed_why="")


def _move(suggestion: Suggestion, state: str, *, by: User, **also: Any) -> None:
    """From where it was when it was read; if somebody else was first, nothing happens."""
    before = suggestion.state
    moved = {"state": state, "decided_by": by, "decided_at": timezone.now(), **also}
    still_there = Suggestion.objects.filter(pk=suggestion.pk, state=before)
    if not suggestion.may_become(state) or not still_there.update(**moved):
        message = _("Somebody has dealt with it already. Open it again to see how.")
        raise ValidationError(message, code="moved")
    for field, value in moved.items():
        setattr(suggestion, field, value)
