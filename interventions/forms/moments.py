"""A day and a time, as people say it; kept as one moment."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentForm(forms.Form):
    """What happens, or has happened, at a moment: `at` is there once both are right."""

    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"day", "time"} <= data.keys():
            moment = datetime.combine(data.pop("day"), data.pop("time"))
            data["at"] = timezone.make_aware(moment)
        return data


def as_said(moment: datetime) -> dict[str, Any]:
    """Where the form begins."""
    local = timezone.localtime(moment)
    return {"day": local.date(), "time": local.strftime("%H:%M")}
