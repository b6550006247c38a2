"""Which day and how many days back the count of violence looks."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import PastDayField
from cases.ranking import DEFAULT_WINDOW, WINDOWS

CHOICES = [(30, _("30 days")), (90, _("90 days")), (365, _("365 days"))]


class RankingForm(forms.Form):
    """The day asked about, and the window; today and 90 days when nothing was asked."""

    day = PastDayField(label=_("As known on"), required=False)
    window = forms.TypedChoiceField(
        label=_("Counted back"), choices=CHOICES, coerce=int, required=False, empty_value=None
    )

    @property
    def chosen_day(self) -> date:
        return self._asked("day") or timezone.localdate()

    @property
    def chosen_window(self) -> int:
        window = self._asked("window")
        return window if window in WINDOWS else DEFAULT_WINDOW

    def _asked(self, name: str) -> Any:
        self.is_valid()
        return getattr(self, "cleaned_data", {}).get(name)
