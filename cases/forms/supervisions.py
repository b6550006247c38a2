"""The form about a supervision: its own dates, apart from those of the probation period."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from cases.actions import supervisions
from cases.forms.colleagues import choose_from_colleagues
from cases.forms.fields import DayField, begin_unchosen
from cases.models import Individual, Supervision
from partners import audience
from partners.models import User
from partners.refusals import told_by


class SupervisionForm(forms.ModelForm):
    """What contradicts itself or what is registered already is refused by the database."""

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
        help_texts = {
            "supervised_from": _("For a sanction without supervision: from when it is served."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)
        choose_from_colleagues(self, "officer")
        self.fields["officer"].initial = audience.current().user_id

    @classmethod
    def of(cls, supervision: Supervision, data: Any) -> Self:
        return cls(data, initial=model_to_dict(supervision, cls.Meta.fields))

    def validate_constraints(self) -> None:
        """The database answers, beside the field; here half of what it asks is not known."""

    def register(self, individual: Individual, *, by: User) -> Supervision | None:
        with told_by(self):
            return supervisions.register(individual, by=by, **self.cleaned_data)
        return None

    def change(self, supervision: Supervision, *, by: User) -> bool:
        with told_by(self):
            supervisions.change(supervision, by=by, **self.cleaned_data)
            return True
        return False
