"""An attempt to serve a summons, as whoever tried tells it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.forms.moments import MomentForm, as_said
from interventions.models import ServiceAttempt
from partners.models import User


class AttemptForm(MomentForm):
    method = forms.ChoiceField(
        label=_("How"), choices=ServiceAttempt.Method, widget=forms.RadioSelect
    )
    by = forms.ModelChoiceField(User.objects.none(), label=_("Who tried"), empty_label=None)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=ServiceAttempt.Outcome, widget=forms.RadioSelect
    )

    field_order = ["method", "by", "day", "time", "outcome"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = as_said(timezone.now()) | {"by": user.pk} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = colleagues(user)  # type: ignore[attr-defined]


def colleagues(user: User) -> Any:
    return User.objects.filter(agency=user.agency_id, is_active=True).order_by("name")
