"""What was found about custody, and why somebody is to be called all the same."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.forms.fields import FreeTextField


class CustodyForm(forms.Form):
    """What was found, where and on which day. Neither answer is chosen beforehand."""

    in_custody = forms.TypedChoiceField(
        label=_("What did you find?"),
        choices=[("no", _("Not in custody")), ("yes", _("In custody"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you found.")},
    )
    checked_on = forms.DateField(label=_("Day"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        help_text=_("Where you looked, for example the prison register."),
    )

    def found(self) -> dict[str, Any]:
        """Today is now; an earlier day is its noon."""
        day = self.cleaned_data["checked_on"]
        is_today = day == timezone.localdate()
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return {
            "in_custody": self.cleaned_data["in_custody"],
            "source": self.cleaned_data["source"],
            "at": timezone.now() if is_today else noon,
        }


class OverrideForm(forms.Form):
    reason = FreeTextField(
        label=_("Reason"),
        help_text=_("Why should the person be called all the same? Another person decides."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
