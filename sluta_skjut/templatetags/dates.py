"""Days and times as people say them: tors 26 nov 2026, 18:05, 1 mars–31 maj."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

SOON_DAYS = 3


def local(value: date | datetime) -> date | datetime:
    """`value` as the clock on the wall shows it."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_of(value: date | datetime) -> date:
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def written(value: date | datetime, form: str) -> str:
    """`value` in `form`, with the month's short name in lower case where the language has it so."""
    return date_format(value, form.replace("M", "b") if get_language() == "sv" else form)


def marked(value: date | datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter(expects_localtime=True)
def day(value: date | datetime | None) -> str:
    """tors 26 nov 2026."""
    return marked(day_of(value), written(day_of(value), "D j M Y")) if value else ""


@register.filter(expects_localtime=True)
def shortday(value: date | datetime | None) -> str:
    """26 nov; with the year when it is another than this one."""
    if not value:
        return ""
    form = "j M" if day_of(value).year == timezone.localdate().year else "j M Y"
    return marked(day_of(value), written(day_of(value), form))


@register.filter(expects_localtime=True)
def clock(value: datetime | time | None) -> str:
    """18:05."""
    if value is None:
        return ""
    if isinstance(value, time):
        return time_format(value, "H:i")
    return marked(local(value), date_format(local(value), "H:i"))


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """tors 26 nov 2026 18:05."""
    return marked(local(value), written(local(value), "D j M Y H:i")) if value else ""


@register.filter(expects_localtime=True)
def shortmoment(value: datetime | None) -> str:
    """tis 24 nov 14:10; with the year when it is another than this one."""
    if not value:
        return ""
    form = "D j M H:i" if day_of(value).year == timezone.localdate().year else "D j M Y H:i"
    return marked(local(value), written(local(value), form))


@register.simple_tag
def period(start: date | None, end: date | None) -> str:
    """1 mars–31 maj; the year stands once, and not at all when both days are in this one."""
    if not start or not end:
        return _open_period(start, end)
    first, last = day_of(start), day_of(end)
    this_year = timezone.localdate().year
    if first.year != last.year:
        head, tail = "j F Y", "j F Y"
    else:
        head = "j" if first.month == last.month else "j F"
        tail = "j F" if last.year == this_year else "j F Y"
    if first == last:
        return written(last, tail)
    return f"{written(first, head)}–{written(last, tail)}"


def _open_period(start: date | None, end: date | None) -> str:
    if start:
        return _("from %(day)s") % {"day": written(day_of(start), "j F Y")}
    if end:
        return _("until %(day)s") % {"day": written(day_of(end), "j F Y")}
    return ""


@register.inclusion_tag("components/due.html")
def due(value: date | datetime | None, *, done: bool = False) -> dict[str, Any]:
    """When something is to be done, in words: today, by Fri 27 Nov, late since Thu 26 Nov."""
    if not value:
        return {"state": "", "text": ""}
    days = (day_of(value) - timezone.localdate()).days
    is_this_year = day_of(value).year == timezone.localdate().year
    named = written(day_of(value), "D j M" if is_this_year else "D j M Y")
    state = "plain" if done or days > SOON_DAYS else "soon"
    if done:
        text = named
    elif days < 0:
        state, text = "late", _("late since %(day)s") % {"day": named}
    elif days == 0:
        text = _("today")
    elif days == 1:
        text = _("tomorrow")
    else:
        text = _("by %(day)s") % {"day": named}
    return {"state": state, "text": text, "value": day_of(value)}
