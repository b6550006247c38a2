"""What is said when names are to cross to another agency: the harm test, and until when."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.models import CallIn
from partners.actions.disclosures import LONGEST
from partners.forms.fields import FreeTextField, LastDayField, LegalBasisField

AFTER_THE_DAY = timedelta(days=14)


def _text(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return FreeTextField(label=label, help_text=help_text, max_length=4000, widget=widget)


class GroundsForm(forms.Form):
    """The same questions as for any disclosure; two weeks after the meeting it is over."""

    legal_basis = LegalBasisField()
    need = _text(_("Need"), _("Why is it needed, and why is less not enough?"))
    harm = _text(_("Harm"), _("What harm may it do, to the person or to our work?"))
    proportionality = _text(_("Proportionality"), _("Why does the need outweigh the harm?"))
    until = LastDayField(help_text=_("At most 90 days."))

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = _last_day(call_in).date()

    def grounds(self) -> dict[str, Any]:
        names = ("legal_basis", "need", "harm", "proportionality", "until")
        return {name: self.cleaned_data[name] for name in names}


def _last_day(call_in: CallIn) -> datetime:
    longest = timezone.now() + LONGEST - timedelta(days=1)
    return timezone.localtime(min(call_in.starts_at + AFTER_THE_DAY, longest))
