"""Putting a device in door mode, and opening it when it has locked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 4, 12


class PinField(forms.CharField):
    """Digits, never shown and never sent back."""

    widget = forms.PasswordInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]*"}
    )


class DoorModeForm(forms.Form):
    """A PIN of one's own for this evening, typed twice."""

    pin = PinField(
        label=_("Choose a PIN"),
        max_length=LONGEST,
        help_text=_("At least four digits. You and those you stand with need it; tell no others."),
        error_messages={"required": _("Choose a PIN of at least four digits.")},
    )
    again = PinField(
        label=_("The PIN again"),
        max_length=LONGEST,
        error_messages={"required": _("Type the PIN once more.")},
    )

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"])
        if not (pin.isascii() and pin.isdigit() and len(pin) >= SHORTEST):
            raise forms.ValidationError(_("Choose at least four digits, and digits only."))
        if len(set(pin)) == 1:
            raise forms.ValidationError(_("The same digit all through is easily guessed."))
        return pin

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"pin", "again"} <= data.keys() and data["pin"] != data["again"]:
            self.add_error("again", _("This is another PIN. Type the same one twice."))
        return data


class UnlockForm(forms.Form):
    """The PIN that was chosen when the device was put in door mode."""

    pin = PinField(label=_("PIN"), error_messages={"required": _("Enter the PIN.")})
