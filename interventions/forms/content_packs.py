"""What is said, and what is handed over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.models import ContentPack
from partners.forms.fields import FreeTextField


class ContentPackForm(forms.ModelForm):
    class Meta:
        model = ContentPack
        fields = ("message", "help_sheet")
        field_classes = {"message": FreeTextField}
        labels = {"message": _("What is said?"), "help_sheet": _("What help is there?")}
        help_texts = {
            "message": _("The same message as at a call-in. Name no person and no group."),
            "help_sheet": _("Handed over on paper, with the telephone number below it."),
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8}),
            "help_sheet": forms.Textarea(attrs={"rows": 8}),
        }
