"""When and through what somebody is reminded."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.forms.moments import MomentForm, as_said
from interventions.models import CallIn, Reminder


class ReminderForm(MomentForm):
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=Reminder.Channel,
        widget=forms.RadioSelect,
        initial=Reminder.Channel.SMS,
    )

    field_order = ["channel", "day", "time"]

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        kwargs["initial"] = as_said(call_in.starts_at - timedelta(days=1))
        super().__init__(*args, **kwargs)
