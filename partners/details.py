"""What else an entry of the access log says, in words: its detail's names, and what they hold."""

from typing import Any, NamedTuple

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.models import AccessLogEntry, Agency

NAMES = {
    "admitted": _("user who was let in"),
    "asked": _("asked of the log"),
    "briefing": _("briefing"),
    "combined": _("persons put together"),
    "copy": _("printed copy"),
    "duty_ended_for": _("duty ended for user"),
    "duty_given_to": _("duty given to user"),
    "entry": _("entry of the log"),
    "erased": _("erased for good"),
    "hits": _("hits"),
    "identifiers": _("numbers shown"),
    "link": _("link between person and group"),
    "list": _("list to import"),
    "reason": _("reason"),
    "recipients": _("told about the removal"),
    "row": _("row of the list"),
    "sought": _("number that was looked for"),
    "term": _("fingerprint of what was searched for"),
    "user": _("user"),
}
ASKED = {
    "user": _("user"),
    "since": _("from"),
    "until": _("until"),
    "operation": _("page"),
    "deed": _("kind of act"),
    "subject": _("person"),
    "page": _("page of the list"),
}
# Whether it was posted is told by the kind of act.
UNTOLD = {"posted"}


class Detail(NamedTuple):
    name: str
    values: list[str]


def told(entry: AccessLogEntry) -> list[Detail]:
    """The entry's detail, a name and its values at a time, in the order of the names."""
    named = [
        Detail(capfirst(str(NAMES.get(name, name))), _values(name, value))
        for name, value in entry.detail.items()
        if name not in UNTOLD
    ]
    return sorted(named)


def _values(name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"{ASKED.get(key, key)}: {one}" for key, one in value.items()]
    if name == "recipients":
        return [agency.name for agency in Agency.objects.filter(pk__in=value)]
    values = value if isinstance(value, list) else [value]
    if name == "erased":
        return [_erased(str(one)) for one in values]
    if name == "reason":
        return [str(_reasons().get(one, one)) for one in values]
    return [str(one) for one in values]


def _erased(row: str) -> str:
    label, _colon, pk = row.partition(":")
    return f"{kind(label, 1)}: {pk}"


def _reasons() -> dict[str, str | Promise]:
    """Why links end and rows are removed: closed lists that others keep."""
    link: Any = apps.get_model("cases.GroupLink")
    mark: Any = apps.get_model("cases.Tombstone")
    return dict(link.Ending.choices) | dict(mark.Reason.choices)


def kind(label: str, number: int) -> str:
    """The kind's own word, one or many; a kind that no longer exists keeps its label."""
    try:
        meta: Any = apps.get_model(label)._meta
    except LookupError:
        return label
    return capfirst(str(meta.verbose_name if number == 1 else meta.verbose_name_plural))
