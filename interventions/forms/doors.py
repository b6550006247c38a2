"""What is sent from the door, and who gets to stand there."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions.doors import LONGEST_EVENING
from interventions.arrivals import Kind
from interventions.door_list import TAPS
from interventions.models import CallIn
from partners.mandates import CASE_ROLES
from partners.models import User

# Milliseconds; longer than any evening nobody has been without network.
LONGEST_AGO = int(LONGEST_EVENING.total_seconds() * 1000)


class SentForm(forms.Form):
    """What a device sends: a mark that makes a second sending harmless, and how long ago it was.

    How long ago by the device's own clock: whether that clock is right does not matter then.
    """

    nonce = forms.UUIDField()
    ago = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_AGO)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ago = timedelta(milliseconds=data.pop("ago", None) or 0)
        return data | {"at": timezone.now() - ago}


class TapForm(SentForm):
    """One tap."""

    kind = forms.ChoiceField(choices=list(TAPS.items()))

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])


class AnnulForm(SentForm):
    """Why an event was wrong, by a ready answer's button or in own words."""

    reason = forms.CharField(
        max_length=200,
        error_messages={
            "required": _("Say why it was wrong, then undo."),
            "max_length": _("Say it in at most 200 characters."),
        },
    )


class Colleagues(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return f"{user.name}, {user.agency}"


class DutyForm(forms.Form):
    """A named user of another agency, with initials or with names."""

    user = Colleagues(
        label=_("Who"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose who gets door duty.")},
    )
    with_names = forms.BooleanField(
        label=_("Sees names"),
        required=False,
        help_text=_("Without names: initials and seat. Give names only if the door needs them."),
    )

    def __init__(self, *args: Any, call_in: CallIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["user"].queryset = (  # type: ignore[attr-defined]
            User.objects.exclude(agency=call_in.owner_id)
            .filter(
                is_active=True,
                role_assignments__role__in=CASE_ROLES,
                role_assignments__valid_from__lte=now,
                role_assignments__valid_until__gt=now,
            )
            .order_by("agency", "name")
            .distinct()
        )


class CloseForm(forms.Form):
    """Asks for a word where events contradict each other; otherwise for nothing."""

    accept_contradictions = forms.BooleanField(
        label=_("Close all the same: the contradictory are counted neither as present nor absent"),
        error_messages={"required": _("Decide which is true, or say that you close all the same.")},
    )

    def __init__(self, *args: Any, has_contradictions: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_contradictions:
            del self.fields["accept_contradictions"]
