"""A hindrance, as it was reported."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.forms.moments import MomentForm, as_said
from interventions.models import Hindrance


class HindranceForm(MomentForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Hindrance.Reason,
        widget=forms.RadioSelect,
        help_text=_("No more is written down here than this word."),
    )

    field_order = ["reason", "day", "time"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = as_said(timezone.now()) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
