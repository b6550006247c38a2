"""Identity numbers as typed: what one is depends on its kind, so the form reads it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import identifiers
from cases.forms.fields import PastDayField
from cases.identity_numbers import (
    LONGEST_TEXT,
    IdentityNumber,
    IdentityNumberError,
    IssuerMissing,
    parse,
    parse_reserve,
)
from cases.models import Identifier, Individual
from partners.models import User
from partners.refusals import told_by

REGISTERED, RESERVE = "registered", "reserve"
NUMBER_KINDS = (
    (REGISTERED, _("Personnummer or samordningsnummer")),
    (RESERVE, _("Reserve number")),
)
NO_ISSUER = _("Leave this empty, or choose reserve number.")
UNSEEN = {"autocomplete": "off", "spellcheck": "false"}


class NumberField(forms.CharField):
    """A number as typed; what it is depends on its kind, so the form reads it."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label=_("Number"),
            max_length=LONGEST_TEXT,
            required=required,
            help_text=_("12 digits, for example 19900101-1234."),
            widget=forms.TextInput(attrs=UNSEEN),
        )


class NumberKindField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Kind of number"),
            choices=NUMBER_KINDS,
            initial=REGISTERED,
            widget=forms.RadioSelect,
        )


class IssuerField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Issuer"),
            max_length=60,
            required=False,
            help_text=_("Only for a reserve number: who issued it, for example the region."),
        )


class ReadsNumber(forms.BaseForm):
    """A form in which somebody types a number, of a kind, by an issuer."""

    known: Individual | None = None
    """The own record that already has the number, when the user may see it."""

    def read(self, cleaned: dict[str, Any]) -> None:
        """`number` becomes what was meant, or is told beside its field what is wrong with it."""
        kind, issuer = cleaned.pop("number_kind", REGISTERED), cleaned.pop("issuer", "")
        typed = cleaned.get("number")
        if issuer and kind == REGISTERED:
            self.add_error("issuer", forms.ValidationError(NO_ISSUER, code="issuer"))
        cleaned["number"] = self._read(typed, kind, issuer) if typed else None

    def _read(self, typed: str, kind: str, issuer: str) -> IdentityNumber | None:
        try:
            if kind == RESERVE:
                return parse_reserve(typed, issuer)
            return parse(typed, today=timezone.localdate())
        except IdentityNumberError as error:
            field = "issuer" if isinstance(error, IssuerMissing) else "number"
            self.add_error(field, forms.ValidationError(str(error.message), code=error.code))
        return None

    def find(self, number: IdentityNumber | None) -> None:
        """Whose number it is already: an own record, and only if this user may see it."""
        if number is None or not self.has_error("number", code="taken"):
            return
        found = Identifier.objects.own().filter(kind=number.kind.value, value=number.value)
        identifier = found.filter(issuer=number.issuer).select_related("individual").first()
        self.known = identifier.individual if identifier else None


class IdentifierForm(ReadsNumber, forms.Form):
    """One more number of a person."""

    number_kind = NumberKindField()
    number = NumberField(required=True)
    issuer = IssuerField()
    level = forms.ChoiceField(
        label=_("Identity level"),
        choices=[("", _("not stated")), *Identifier.Level.choices],
        required=False,
        help_text=_("Only for a samordningsnummer: how sure the identity is."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.read(cleaned)
        return cleaned

    def add(self, individual: Individual, *, by: User) -> bool:
        number = self.cleaned_data["number"]
        with told_by(self):
            identifiers.add(individual, by=by, **self.cleaned_data)
            return True
        self.find(number)
        return False


class NewIdentifierForm(IdentifierForm):
    valid_from = PastDayField(
        label=_("In use from"), required=False, help_text=_("Leave empty if it is not known.")
    )


class ReplacementForm(IdentifierForm):
    """The number that holds from a day on, in place of another."""

    on = PastDayField(label=_("Replaced on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def replace(self, identifier: Identifier, *, by: User) -> bool:
        number = self.cleaned_data["number"]
        with told_by(self):
            identifiers.replace(identifier, by=by, **self.cleaned_data)
            return True
        self.find(number)
        return False


class CorrectionForm(IdentifierForm):
    """How the number should have been written."""

    is_dormant = forms.BooleanField(
        label=_("The samordningsnummer is dormant"),
        required=False,
        help_text=_("It becomes dormant after five calendar years, unless it is renewed."),
    )

    @classmethod
    def of(cls, identifier: Identifier, data: Any) -> "CorrectionForm":
        """Filled in with all but the number itself, which is written anew."""
        is_reserve = identifier.kind == Identifier.Kind.RESERVE
        initial = {
            "number_kind": RESERVE if is_reserve else REGISTERED,
            "issuer": identifier.issuer,
            "level": identifier.level,
            "is_dormant": identifier.status == Identifier.Status.DORMANT,
        }
        return cls(data, initial=initial)

    def correct(self, identifier: Identifier, *, by: User) -> bool:
        number = self.cleaned_data["number"]
        with told_by(self):
            identifiers.correct(identifier, by=by, **self.cleaned_data)
            return True
        self.find(number)
        return False


class EndForm(forms.Form):
    """The last day the number was in use."""

    on = PastDayField(label=_("In use until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def end(self, identifier: Identifier, *, by: User) -> bool:
        with told_by(self):
            identifiers.end(identifier, by=by, **self.cleaned_data)
            return True
        return False
