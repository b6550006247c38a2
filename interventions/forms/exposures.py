"""What the person risks by law."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import PastDayField
from interventions.models import LegalExposure
from partners.forms.fields import FreeTextField


class ExposureForm(forms.ModelForm):
    class Meta:
        model = LegalExposure
        fields = ("text", "as_of")
        field_classes = {"as_of": PastDayField, "text": FreeTextField}
        labels = {"text": _("What does the person risk?"), "as_of": _("As of which day?")}
        help_texts = {
            "text": _("Facts that can be checked: sentences, open cases, conditions. No threats.")
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
