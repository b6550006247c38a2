"""Forms about attributions: which group, how surely and why; or why it no longer holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import attributions
from cases.forms.fields import begin_unchosen
from cases.models import Attribution, CriminalGroup, Incident
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by


class AttributionForm(forms.ModelForm):
    """The group held to be behind an incident."""

    class Meta:
        model = Attribution
        fields = ("group", "confidence", "basis")
        labels = {
            "group": _("Group"),
            "confidence": _("How sure is that?"),
            "basis": _("What does the assessment rest on?"),
        }
        field_classes = dict.fromkeys(("basis",), FreeTextField)
        widgets = {"confidence": forms.RadioSelect, "basis": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"basis": _("Sources and reasons. Name no person.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = CriminalGroup.objects.exclude(status=CriminalGroup.Status.ENDED)

    def attribute(self, incident: Incident, *, by: User) -> bool:
        with told_by(self):
            attributions.attribute(incident, by=by, **self.cleaned_data)
        return not self.errors


class WithdrawalForm(forms.Form):
    """Why an attribution does not hold any more."""

    why = FreeTextField(
        label=_("Why is it withdrawn?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence. Name no person."),
    )

    def withdraw(self, attribution: Attribution, *, by: User) -> bool:
        with told_by(self):
            attributions.withdraw(attribution, by=by, **self.cleaned_data)
        return not self.errors
