"""Other names and contact details of a person."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from cases.actions import names
from cases.forms.fields import DayField, begin_unchosen
from cases.forms.numbers import UNSEEN
from cases.models import Alias, Contact, Individual
from partners.models import User
from partners.refusals import told_by

WRONG_ORDER = _("The last day is before the first. Check the dates.")


class AliasForm(forms.ModelForm):
    """A name the person is known by."""

    class Meta:
        model = Alias
        fields = ("name",)
        labels = {"name": _("Known as")}
        widgets = {"name": forms.TextInput(attrs=UNSEEN)}

    @classmethod
    def of(cls, alias: Alias, data: Any) -> Self:
        return cls(data, initial=model_to_dict(alias, ["name"]))

    def add(self, individual: Individual, *, by: User) -> bool:
        with told_by(self):
            names.add_alias(individual, by=by, **self.cleaned_data)
            return True
        return False

    def change(self, alias: Alias, *, by: User) -> bool:
        with told_by(self):
            names.change_alias(alias, by=by, **self.cleaned_data)
            return True
        return False


class ContactForm(forms.ModelForm):
    """One way to the person, and since when it holds."""

    class Meta:
        model = Contact
        fields = ("kind", "value", "valid_from", "valid_until")
        field_classes = {"valid_from": DayField, "valid_until": DayField}
        widgets = {"kind": forms.RadioSelect, "value": forms.TextInput(attrs=UNSEEN)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @classmethod
    def of(cls, contact: Contact, data: Any) -> Self:
        return cls(data, initial=model_to_dict(contact, cls.Meta.fields))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", forms.ValidationError(WRONG_ORDER, code="order"))
        return cleaned

    def add(self, individual: Individual, *, by: User) -> bool:
        with told_by(self):
            names.add_contact(individual, by=by, **self.cleaned_data)
            return True
        return False

    def change(self, contact: Contact, *, by: User) -> bool:
        with told_by(self):
            names.change_contact(contact, by=by, **self.cleaned_data)
            return True
        return False
