"""Django's forms in our look: every field through components/field.html."""

from copy import copy
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import DateTimeBaseInput
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

# The browser's own pickers and the one form of value each of them understands.
PICKERS: dict[type[DateTimeBaseInput], tuple[str, str]] = {
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, width: str = "full", mark_optional: bool = True) -> dict[str, Any]:
    """One field: label, hint, error beside it, and the control that they describe."""
    return {
        "field": bound,
        "shape": shape(bound),
        "control": control(bound),
        "width": width,
        "is_optional": mark_optional and not bound.field.required,
        "hint_id": f"{bound.auto_id}_helptext" if bound.help_text else "",
        "error_id": f"{bound.auto_id}_error" if bound.errors else "",
    }


@register.inclusion_tag("components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of the form, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag("components/errors.html")
def error_summary(form: forms.BaseForm, rows: forms.BaseFormSet | None = None) -> dict[str, Any]:
    """What is to be corrected, on top, each line a link to its field; rows of fields as well."""
    parts = [form, *(rows or ())]
    wrong = [(part, bound) for part in parts for bound in part if bound.errors]
    general = [error for part in parts for error in part.non_field_errors()]
    general += rows.non_form_errors() if rows is not None else []
    hidden = [error for _part, bound in wrong if bound.is_hidden for error in bound.errors]
    return {
        "general": general,
        "wrong": [(_named(part, bound), bound) for part, bound in wrong if not bound.is_hidden],
        "hidden": hidden,
        "has_errors": bool(wrong or general),
    }


def _named(part: forms.BaseForm, bound: BoundField) -> str:
    """The field's label; in a row of its kind after the title of the row."""
    title = getattr(part, "title", "")
    return f"{title}, {bound.label}" if title else str(bound.label)


@register.filter
def target(bound: BoundField) -> str:
    """The id that a link to the field should lead to: a group's first choice, else the control."""
    if shape(bound) == "group" and len(bound):
        return str(bound[0].id_for_label)
    if shape(bound) == "parts":
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def shape(bound: BoundField) -> str:
    """How the field is laid out: plain, select, check, group of choices, several parts, hidden."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "plain"


def control(bound: BoundField) -> SafeString:
    """The control itself: no placeholder (a hint stays when one types), dates with a picker."""
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        widget = copy(widget)
        widget.widgets = [named(part, bound, n) for n, part in enumerate(widget.widgets, 1)]
    else:
        widget = picker(widget, bound)
    return bound.as_widget(widget=widget, attrs={"placeholder": False})


def picker(widget: forms.Widget, bound: BoundField) -> forms.Widget:
    """The browser's picker; a plain line for what a picker cannot show of what was typed."""
    if not isinstance(widget, DateTimeBaseInput) or widget.input_type != "text":
        return widget
    known = next(known for known in PICKERS if isinstance(widget, known))
    if bound.errors and not _can_show(bound.value(), PICKERS[known][1]):
        return widget
    widget = copy(widget)
    widget.input_type, widget.format = PICKERS[known]
    return widget


def _can_show(typed: Any, form: str) -> bool:
    """Nothing, or a value in the one form that pickers understand."""
    if not typed:
        return True
    try:
        datetime.strptime(str(typed), form)  # noqa: DTZ007 - nobody asks when it was
    except ValueError:
        return False
    return True


def named(widget: forms.Widget, bound: BoundField, number: int) -> forms.Widget:
    """One part of a field of several, with a name of its own for whoever cannot see where it is."""
    kinds = {forms.DateInput: _("day"), forms.TimeInput: _("time")}
    kind = next((word for known, word in kinds.items() if isinstance(widget, known)), str(number))
    widget = copy(picker(widget, bound))
    widget.attrs = {"aria-label": f"{bound.label}, {kind}", **widget.attrs}
    return widget
