"""Days as people type them, and what to do when one cannot be."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EARLIEST = date(1900, 1, 1)
CHOOSE = _("Choose")
CHOOSE_ONE = _("Choose one of these.")


def begin_unchosen(form: forms.BaseForm) -> None:
    """Radio buttons begin with none chosen, and a list with the word that asks one to choose."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelMultipleChoiceField):
            continue
        if isinstance(field, forms.ChoiceField):
            field.error_messages["required"] = CHOOSE_ONE
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = CHOOSE
        elif isinstance(field, forms.ChoiceField):
            field.choices = list(_asking(field))


def _asking(field: Any) -> Iterator[tuple[str, Any]]:
    for value, label in field.choices:
        if value:
            yield value, label
        elif not isinstance(field.widget, forms.RadioSelect):
            yield value, CHOOSE


class DayField(forms.DateField):
    """A calendar day from 1900 on."""

    default_error_messages = {
        "invalid": _("There is no such date. Write it like this: 2026-11-26."),
        "early": _("The date is before 1900. Check the year."),
    }

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day < EARLIEST:
            raise ValidationError(self.error_messages["early"], code="early")
        return day


class PastDayField(DayField):
    """A day that has come: today or earlier."""

    default_error_messages = {
        "future": _("The date lies in the future. Choose today or an earlier day."),
    }

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        return day
