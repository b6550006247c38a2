"""What has happened to a record, in words: who, when, from what to what. For its owner alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ForeignKey, TextField
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models import Identifier, SpecialCondition, Supervision
from partners.models import Protected, User

Names = dict[UUID, str]
UNTOLD = {"id", "owner"}
ONE_OF_MANY = (SpecialCondition, Supervision)


@dataclass(frozen=True)
class Change:
    """One line of a timeline: `text` says what, `by` who."""

    at: datetime
    text: str
    by: str


def of(*rows: Protected) -> list[Change]:
    """Every change of these rows, the latest first; one query for each kind of row."""
    events = [event for kind in _by_kind(rows) for event in _events(kind)]
    names = _names(events)
    titles = {row.pk: capfirst(str(row)) for row in rows if isinstance(row, ONE_OF_MANY)}
    lines = [
        Change(
            event.pgh_created_at,
            _titled(_text(before, event, names), titles.get(event.pgh_obj_id)),
            names.get(event.pgh_user, ""),
        )
        for before, event in _steps(events)
    ]
    # What one transaction did has one time: then the order of the rows, and their own order.
    return sorted(lines, key=attrgetter("at"))[::-1]


def _titled(text: str, title: str | None) -> str:
    """Of a row that has its like on the page it is told which one."""
    return _("%(what)s – %(change)s") % {"what": title, "change": text} if title else text


def _by_kind(rows: Iterable[Protected]) -> Iterator[list[Protected]]:
    kinds: dict[type, list[Protected]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    yield from kinds.values()


def _events(kind: list[Protected]) -> Iterable[Any]:
    history = type(kind[0]).pgh_event_model  # type: ignore[attr-defined]
    return history.objects.filter(pgh_obj__in=kind).order_by("pgh_obj_id", "pgh_id")


def _steps(events: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each event with the one before it of the same row."""
    for _pk, steps in groupby(events, key=attrgetter("pgh_obj_id")):
        before = None
        for event in steps:
            yield before, event
            before = event


def _names(events: Iterable[Any]) -> Names:
    """The users who did it, and the users it names."""
    users = {event.pgh_user for event in events}
    for event in events:
        users |= {getattr(event, key.attname) for key in _told(event) if _is_user(key)}
    return {user.pk: user.name for user in User.objects.filter(pk__in=users - {None})}


def _told(event: Any) -> Iterator[Any]:
    """The fields with something to tell; a key to another record is told by that record."""
    for field in event.pgh_tracked_model._meta.concrete_fields:
        is_kept = any(kept.name == field.name for kept in event._meta.concrete_fields)
        if is_kept and field.name not in UNTOLD and _is_told_here(field):
            yield field


def _is_told_here(field: Any) -> bool:
    return not field.is_relation or _is_user(field) or _is_merge(field)


def _is_merge(field: Any) -> bool:
    """A key to another row of the same kind, which has no place of its own to be told."""
    return isinstance(field, ForeignKey) and field.related_model is field.model


def _is_user(field: Any) -> bool:
    return isinstance(field, ForeignKey) and field.related_model is User


def _text(before: Any, event: Any, names: Names) -> str:
    what = event.pgh_tracked_model._meta.verbose_name
    if event.pgh_label == "delete":
        return _("Removed %(what)s") % {"what": what}
    if before is None:
        return _("Registered %(what)s") % {"what": what}
    parts = [_step(field, before, event, names) for field in _told(event)]
    return "; ".join(filter(None, parts))


def _step(field: Any, before: Any, event: Any, names: Names) -> str:
    if getattr(before, field.attname) == getattr(event, field.attname):
        return ""
    words = {
        "field": field.verbose_name,
        "old": _shown(field, before, names),
        "new": _shown(field, event, names),
    }
    is_long = isinstance(field, TextField)
    if not is_long and words["old"] == words["new"]:
        return ""
    text = _("%(field)s changed") if is_long else _("%(field)s: %(old)s → %(new)s")
    return capfirst(text % words)


def _shown(field: Any, event: Any, names: Names) -> str:
    """The value as people read it; a number stays masked, also in the past."""
    value = getattr(event, field.attname)
    if value is None or value == "":
        return "–"
    if event.pgh_tracked_model is Identifier and field.name == "value":
        return Identifier(kind=event.kind, value=value).masked
    if _is_user(field):
        return names.get(value, "–")
    if _is_merge(field):
        return _("another record")
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _day(value) if isinstance(value, date) else str(value)


def _day(value: date) -> str:
    day = localtime(value) if isinstance(value, datetime) else value
    return date_format(day, "j b Y")
