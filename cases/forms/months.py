"""The filter of the figures by month: where, and from when until when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import months
from cases.forms.fields import DayField
from cases.forms.incidents import HOME

EVERYWHERE = "alla"


class MonthFilter(forms.Form):
    """Which months of which municipality; by itself Malmö, from the first one known to now."""

    kommun = forms.ChoiceField(label=_("Municipality"), required=False)
    fran = DayField(label=_("From"), required=False)
    till = DayField(label=_("Until"), required=False)

    def __init__(self, data: Any, *, municipalities: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        names = [HOME, *(name for name in municipalities if name != HOME)]
        field = self.fields["kommun"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in names] + [(EVERYWHERE, _("All"))]
        field.initial = HOME
        self.is_valid()

    @property
    def asked(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {})

    @property
    def municipality(self) -> str:
        """Empty is all of them."""
        told = self.asked.get("kommun") or HOME
        return "" if told == EVERYWHERE else told

    def apply(self, found: Any) -> Any:
        return found.filter(municipality=self.municipality) if self.municipality else found

    def period(self, found: Any) -> tuple[date, date]:
        """The first and the last month; the other way round they are turned."""
        begun, today = months.span(found)
        first, last = self.asked.get("fran") or begun, self.asked.get("till") or today
        return min(first, last), min(max(first, last), max(today, first))
