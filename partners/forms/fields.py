"""Fields that several decisions share."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners import free_text
from partners.models import Agency, LegalBasis

END_OF_DAY = time(23, 59, 59)
CHOOSE = _("Choose")
NUMBER_IN_TEXT = _(
    "Here stands something like a personnummer or a phone number. "
    "More people than you think of read this text: take the number away."
)


def _names_nobody(text: str) -> None:
    if free_text.points_at_somebody(text):
        raise ValidationError(NUMBER_IN_TEXT, code="number")


class FreeTextField(forms.CharField):
    """Text that others than its author read: no number in it points at a person."""

    default_validators = [_names_nobody]


class LastDayField(forms.DateField):
    """A day that still counts; understood as the end of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Last day"), **kwargs})

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return day and timezone.make_aware(datetime.combine(day, END_OF_DAY))


class LegalBasisField(forms.ModelChoiceField):
    """Every provision is there to be found; the ones that carry no decision today say so."""

    def __init__(self, **kwargs: Any) -> None:
        queryset = LegalBasis.objects.all()
        super().__init__(queryset, **{"label": _("Legal basis"), "empty_label": CHOOSE, **kwargs})

    def label_from_instance(self, basis: LegalBasis) -> str:
        if basis.is_in_force(timezone.localdate()):
            return str(basis)
        return gettext("%(basis)s (cannot be used today)") % {"basis": basis}


class AgencyField(forms.ModelChoiceField):
    """One of the other agencies, by its whole name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Agency.objects.none(), **{"label": _("Recipient"), "empty_label": CHOOSE, **kwargs}
        )

    def label_from_instance(self, agency: Agency) -> str:
        return agency.name
