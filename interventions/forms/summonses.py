"""In which language a summons is sent along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.forms.candidates import languages
from interventions.models import Summons


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Translation"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, summons: Summons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        field.choices = languages([summons.ground])  # type: ignore[attr-defined]
        field.initial = summons.translation.language if summons.translation else ""
