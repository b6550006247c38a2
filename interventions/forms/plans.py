"""What is to be known about one milestone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.models import Milestone
from partners.forms.fields import FreeTextField


class MilestoneForm(forms.ModelForm):
    """An empty day says that it is not done."""

    class Meta:
        model = Milestone
        fields = ["done_on", "note"]
        field_classes = dict.fromkeys(("note",), FreeTextField)
        labels = {"done_on": _("Done on"), "note": _("Note")}
        help_texts = {
            "done_on": _("Leave empty while it is not done."),
            "note": _("What those who prepare it need to know. Name no client."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
