"""The form about a supervision: its own dates, apart from those of the probation period."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from cases.forms.colleagues import choose_from_colleagues
from cases.forms.fields import DayField, begin_unchosen
from cases.models import Supervision
from partners import audience

PERIODS = (
    ("probation_from", "probation_until", _("The probation period ends before it starts.")),
    ("supervised_from", "supervised_until", _("The supervision ends before it starts.")),
)
WAY_OUT = _("Choose a day on or after the first day.")


class SupervisionForm(forms.ModelForm):
    class Meta:
        model = Supervision
        fields = (
            "sanction",
            "probation_from",
            "probation_until",
            "supervised_from",
            "supervised_until",
            "officer",
            "unit",
        )
        field_classes = dict.fromkeys(fields[1:5], DayField)
        widgets = {"sanction": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        choose_from_colleagues(self, "officer")
        self.fields["officer"].initial = audience.current().user_id

    @classmethod
    def of(cls, supervision: Supervision, data: Any) -> Self:
        return cls(data, initial=model_to_dict(supervision, cls.Meta.fields))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for start, end, message in PERIODS:
            first, last = cleaned.get(start), cleaned.get(end)
            if first and last and last < first:
                self.add_error(end, forms.ValidationError(f"{message} {WAY_OUT}", code="order"))
        return cleaned

    @property
    def is_outside_probation(self) -> bool:
        """Worth a second look, yet no error: the dates are decided by different authorities."""
        told = self.cleaned_data
        return bool(
            told["supervised_from"] < told["probation_from"]
            or told["supervised_until"] > told["probation_until"]
        )
