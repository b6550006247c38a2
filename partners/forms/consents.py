"""What a person has consented to, as the caseworker writes it down."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.actions.consents import may_rely
from partners.forms.fields import AgencyField, LastDayField
from partners.models import Agency, User

USUAL = timedelta(days=182)


class ConsentForm(forms.Form):
    recipient = AgencyField()
    scope = forms.CharField(
        label=_("What may be told"),
        help_text=_("As the person has signed it. The recipient sees this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    given_on = forms.DateField(label=_("Signed on"), initial=timezone.localdate)
    until = LastDayField(help_text=_("At most twelve months."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_active=True).exclude(pk=by.agency_id)
        able = [agency.pk for agency in others if may_rely(agency)]
        self.fields["recipient"].queryset = others.filter(pk__in=able)  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.localdate() + USUAL
