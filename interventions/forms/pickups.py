"""Who fetches somebody, when and where."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.forms.attempts import colleagues
from interventions.forms.moments import MomentForm, as_said
from interventions.models import Candidate, PickUp
from partners.models import User

BEFORE_THE_DOORS = timedelta(minutes=45)


class PickUpForm(MomentForm):
    place = forms.ChoiceField(
        label=_("Where"),
        choices=PickUp.Place,
        widget=forms.RadioSelect,
        help_text=_("The address stands on the person's page."),
    )
    fetched_by = forms.ModelChoiceField(
        User.objects.none(), label=_("Fetched by"), empty_label=None
    )

    field_order = ["day", "time", "place", "fetched_by"]

    def __init__(
        self, *args: Any, candidate: Candidate, standing: PickUp | None, user: User, **kwargs: Any
    ) -> None:
        at = standing.at if standing else candidate.call_in.doors_open_at - BEFORE_THE_DOORS
        officer = candidate.supervision.officer
        kwargs["initial"] = as_said(at) | {
            "place": standing.place if standing else PickUp.Place.HOME,
            "fetched_by": (standing.by if standing else officer or user).pk,
        }
        super().__init__(*args, **kwargs)
        self.fields["fetched_by"].queryset = colleagues(user)  # type: ignore[attr-defined]
