"""Forms about special conditions: what is decided and for how long, and the end."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import conditions
from cases.forms.fields import DayField, begin_unchosen
from cases.models import Individual, SpecialCondition, Supervision
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by


class Supervisions(forms.ModelChoiceField):
    def label_from_instance(self, supervision: Supervision) -> str:
        return _("%(sanction)s, supervision until %(day)s") % {
            "sanction": supervision, "day": date_format(supervision.supervised_until, "j F Y"),
        }  # fmt: skip


class ConditionForm(forms.ModelForm):
    """What was decided; that it holds for at most a year at a time the database sees to."""

    class Meta:
        model = SpecialCondition
        fields = ("kind", "text", "valid_from", "valid_until")
        field_classes = {"valid_from": DayField, "valid_until": DayField, "text": FreeTextField}
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "text": gettext_lazy("What the person shall do, as decided. Nothing about groups."),
            "valid_until": gettext_lazy("At most a year from the first day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @classmethod
    def of(cls, condition: SpecialCondition, data: Any) -> Self:
        return cls(data, initial=model_to_dict(condition, cls.Meta.fields))

    def validate_constraints(self) -> None:
        """The database answers, beside the field; here half of what it asks is not known."""

    def change(self, condition: SpecialCondition, *, by: User) -> bool:
        with told_by(self):
            conditions.change(condition, by=by, **self.cleaned_data)
            return True
        return False


class NewConditionForm(ConditionForm):
    """Also during which supervision; the one that lasts longest is chosen already."""

    supervision = Supervisions(
        label=gettext_lazy("Supervision"), queryset=Supervision.objects.none()
    )
    field_order = ("supervision",)

    def __init__(self, *args: Any, individual: Individual, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Supervision.objects.filter(individual=individual, owner=individual.owner_id)
        mine = mine.filter(sanction__in=Supervision.SUMMONABLE).order_by("-supervised_until")
        field = self.fields["supervision"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mine
        field.initial = mine.first()
        self.is_possible = field.initial is not None

    def register(self, *, by: User) -> SpecialCondition | None:
        with told_by(self):
            return conditions.register(by=by, **self.cleaned_data)
        return None


class ConditionEndForm(forms.Form):
    on = DayField(label=gettext_lazy("Last day"), initial=timezone.localdate)

    def end(self, condition: SpecialCondition, *, by: User) -> bool:
        with told_by(self):
            conditions.end(condition, on=self.cleaned_data["on"], by=by)
            return True
        return False
