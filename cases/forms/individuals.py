"""Forms about persons: who, why registered, by what number, and seen by whom."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from cases.actions import individuals, protections
from cases.forms.colleagues import choose_from_colleagues
from cases.forms.fields import PastDayField, begin_unchosen
from cases.forms.numbers import UNSEEN, IssuerField, NumberField, NumberKindField, ReadsNumber
from cases.models import Individual
from partners import audience
from partners.forms.fields import FreeTextField
from partners.models import User
from partners.refusals import told_by

Level = Individual.ProtectionLevel
LEVELS = [choice for choice in Level.choices if choice[0] != Level.NONE]
KNOWN = _("You have written a number. Remove it, or leave this unticked.")
FIELDS = ("name", "born", "subject_category", "purpose")


class IndividualForm(ReadsNumber, forms.ModelForm):
    """What is known of a person. A number typed here is added to those already known."""

    number = NumberField()
    number_kind = NumberKindField()
    issuer = IssuerField()

    class Meta:
        model = Individual
        fields = FIELDS
        field_classes = {"born": PastDayField, "purpose": FreeTextField}
        widgets = {
            "subject_category": forms.RadioSelect,
            "name": forms.TextInput(attrs=UNSEEN),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "born": _("Needed only when there is no identity number."),
            "purpose": _("Why your agency needs to know, in one sentence."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @classmethod
    def of(cls, individual: Individual, data: Any) -> Self:
        """Filled in with what is known; the record itself is untouched until it is changed."""
        return cls(data, initial=model_to_dict(individual, FIELDS))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.read(cleaned)
        return cleaned

    def register(self, *, by: User) -> Individual | None:
        number = self.cleaned_data["number"]
        with told_by(self):
            return individuals.register(by=by, **self.cleaned_data)
        self.find(number)
        return None

    def change(self, individual: Individual, *, by: User) -> bool:
        number = self.cleaned_data["number"]
        with told_by(self):
            individuals.change(individual, by=by, **self.cleaned_data)
            return True
        self.find(number)
        return False


class NewIndividualForm(IndividualForm):
    """A new record, with protected identity from the beginning where that is called for."""

    is_unknown = forms.BooleanField(
        label=_("The identity is not known"),
        required=False,
        help_text=_("The person has no number that we know. The record gets a code of its own."),
    )
    new_basis = FreeTextField(
        label=_("New basis"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only when your agency has removed the person before: what is new."),
    )
    is_protected = forms.BooleanField(label=_("The person has protected identity"), required=False)
    protection_level = forms.ChoiceField(
        label=_("Kind of protection"), choices=LEVELS, required=False
    )
    assigned_to = forms.ModelMultipleChoiceField(
        label=_("Who may see a person with protected identity?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from_colleagues(self, "assigned_to")
        self.fields["assigned_to"].initial = [audience.current().user_id]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_protected, chosen = cleaned.pop("is_protected", False), cleaned.get("assigned_to")
        if cleaned.get("is_unknown") and cleaned.get("number"):
            self.add_error("is_unknown", forms.ValidationError(KNOWN, code="known"))
        if is_protected and not chosen and "assigned_to" not in self.errors:
            error = forms.ValidationError(protections.NOBODY, code="required")
            self.add_error("assigned_to", error)
        cleaned["assigned_to"] = chosen if is_protected else ()
        return cleaned


class ProtectionForm(forms.Form):
    """What protection the person has, and who is assigned."""

    level = forms.ChoiceField(
        label=_("Kind of protection"), choices=LEVELS, widget=forms.RadioSelect
    )
    assigned_to = NewIndividualForm.base_fields["assigned_to"]

    def __init__(self, individual: Individual, data: Any) -> None:
        assigned = [grant.user_id for grant in protections.assignments(individual)]
        initial = {
            "assigned_to": assigned or [audience.current().user_id],
            "level": individual.protection_level if individual.is_protected else Level.MARKED,
        }
        super().__init__(data, initial=initial)
        choose_from_colleagues(self, "assigned_to")

    def protect(self, individual: Individual, *, by: User) -> bool:
        with told_by(self):
            protections.protect(individual, by=by, **self.cleaned_data)
            return True
        return False


class NameFilter(forms.Form):
    """A part of a name. Never a number: this is sent in the address."""

    namn = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=UNSEEN | {"pattern": r"[^0-9]*"}),
    )
