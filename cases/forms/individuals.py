"""Forms about persons: who, why registered, by what number, and seen by whom."""

from typing import Any, Self

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import individuals
from cases.forms.colleagues import choose_from_colleagues
from cases.forms.fields import PastDayField, begin_unchosen
from cases.identity_numbers import (
    LONGEST_TEXT,
    IdentityNumber,
    IdentityNumberError,
    IssuerMissing,
    parse,
    parse_reserve,
)
from cases.models import Identifier, Individual
from partners import audience
from partners.models import User
from partners.refusals import told_by

FIELDS = ("name", "born", "subject_category", "purpose")
REGISTERED, RESERVE = "registered", "reserve"
NUMBER_KINDS = (
    (REGISTERED, _("Personnummer or samordningsnummer")),
    (RESERVE, _("Reserve number")),
)
NO_ISSUER = _("Leave this empty, or choose reserve number.")
UNSEEN = {"autocomplete": "off", "spellcheck": "false"}


class NumberField(forms.CharField):
    """A number as typed; what it is depends on its kind, so the form reads it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Number"),
            max_length=LONGEST_TEXT,
            required=False,
            help_text=_("12 digits, for example 19900101-1234."),
            widget=forms.TextInput(attrs=UNSEEN),
        )


class IndividualForm(forms.ModelForm):
    """What is known of a person. A number typed here is added to those already known."""

    number = NumberField()
    number_kind = forms.ChoiceField(
        label=_("Kind of number"),
        choices=NUMBER_KINDS,
        initial=REGISTERED,
        widget=forms.RadioSelect,
    )
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=60,
        required=False,
        help_text=_("Only for a reserve number: who issued it, for example the region."),
    )

    class Meta:
        model = Individual
        fields = FIELDS
        field_classes = {"born": PastDayField}
        widgets = {
            "subject_category": forms.RadioSelect,
            "name": forms.TextInput(attrs=UNSEEN),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "born": _("Needed only when there is no identity number."),
            "purpose": _("Why your agency needs to know, in one sentence."),
        }

    known: Individual | None = None
    """The own record that already has the number, when the user may see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_unchosen(self)

    @classmethod
    def of(cls, individual: Individual, data: Any) -> Self:
        """Filled in with what is known; the record itself is untouched until it is changed."""
        return cls(data, initial=model_to_dict(individual, FIELDS))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, issuer = cleaned.pop("number_kind", REGISTERED), cleaned.pop("issuer", "")
        typed = cleaned.get("number")
        if issuer and kind == REGISTERED:
            self.add_error("issuer", forms.ValidationError(NO_ISSUER, code="issuer"))
        cleaned["number"] = self._read(typed, kind, issuer) if typed else None
        return cleaned

    def _read(self, typed: str, kind: str, issuer: str) -> IdentityNumber | None:
        try:
            if kind == RESERVE:
                return parse_reserve(typed, issuer)
            return parse(typed, today=timezone.localdate())
        except IdentityNumberError as error:
            field = "issuer" if isinstance(error, IssuerMissing) else "number"
            self.add_error(field, forms.ValidationError(str(error.message), code=error.code))
        return None

    def register(self, *, by: User) -> Individual | None:
        number = self.cleaned_data["number"]
        with told_by(self):
            return individuals.register(by=by, **self.cleaned_data)
        self._find(number)
        return None

    def change(self, individual: Individual, *, by: User) -> bool:
        number = self.cleaned_data["number"]
        with told_by(self):
            individuals.change(individual, by=by, **self.cleaned_data)
            return True
        self._find(number)
        return False

    def _find(self, number: IdentityNumber | None) -> None:
        """Whose number it is already: an own record, and only if this user may see it."""
        if number is None or not self.has_error("number", code="taken"):
            return
        found = Identifier.objects.filter(
            owner=audience.current().agency_id, kind=number.kind.value, value=number.value
        )
        identifier = found.filter(issuer=number.issuer).select_related("individual").first()
        self.known = identifier.individual if identifier else None


class NewIndividualForm(IndividualForm):
    """A new record, with protected identity from the beginning where that is called for."""

    is_protected = forms.BooleanField(label=_("The person has protected identity"), required=False)
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
        if is_protected and not chosen and "assigned_to" not in self.errors:
            error = forms.ValidationError(individuals.NOBODY, code="required")
            self.add_error("assigned_to", error)
        cleaned["assigned_to"] = chosen if is_protected else ()
        return cleaned


class ProtectionForm(forms.Form):
    """Who is assigned to a person with protected identity."""

    assigned_to = NewIndividualForm.base_fields["assigned_to"]

    def __init__(self, individual: Individual, data: Any) -> None:
        assigned = [grant.user_id for grant in individuals.assignments(individual)]
        initial = {"assigned_to": assigned or [audience.current().user_id]}
        super().__init__(data, initial=initial)
        choose_from_colleagues(self, "assigned_to")

    def protect(self, individual: Individual, *, by: User) -> bool:
        with told_by(self):
            individuals.protect(individual, by=by, **self.cleaned_data)
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
