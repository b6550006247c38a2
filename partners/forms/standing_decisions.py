"""What a decision-maker says when letting another agency read a category."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.actions.standing_decisions import can_be_shared
from partners.forms.fields import CHOOSE, AgencyField, FreeTextField, LastDayField, LegalBasisField
from partners.mandates import Category
from partners.models import Agency, User
from partners.models.standing_decisions import LONGEST


class StandingDecisionForm(forms.Form):
    category = forms.ChoiceField(label=_("What"))
    recipient = AgencyField()
    legal_basis = LegalBasisField()
    reason = FreeTextField(
        label=_("Reason"),
        help_text=_("Why the recipient needs it, and why this harms nobody. Name no person."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    until = LastDayField(help_text=_("At most twelve months. Then it is decided again, or ends."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_active=True).exclude(pk=by.agency_id)
        self.fields["recipient"].queryset = others  # type: ignore[attr-defined]
        shared = [c for c in Category if can_be_shared(by.agency, c)]
        self.fields["category"].choices = [("", CHOOSE), *((c.value, c.label) for c in shared)]  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.localdate() + LONGEST - timedelta(days=1)

    def clean_category(self) -> Category:
        return Category(self.cleaned_data["category"])
