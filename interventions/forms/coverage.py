"""Who is to read the board on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.consents import AgenciesField
from partners.mandates import Category, mandate_for
from partners.models import Agency


class ReadersForm(forms.Form):
    """The own agency reads it always; what any other may not read is left out for all."""

    readers = AgenciesField(
        Agency.objects.none(),
        label=_("Who else will read the paper?"),
        help_text=_("It holds only what each of them may read."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, own: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = mandate_for(Category.GROUP_HEARD)
        others = Agency.objects.filter(is_active=True).exclude(pk=own).order_by("pk")
        able = [agency.pk for agency in others if note.reaches(agency.kind)]
        self.fields["readers"].queryset = others.filter(pk__in=able)  # type: ignore[attr-defined]
