"""What an administrator writes about a user: who it is, in which roles, why and until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.actions.users import ROLES
from partners.forms.fields import CHOOSE, LastDayField
from partners.mandates import Role
from partners.models import User
from partners.models.standing_decisions import LONGEST

CHOICES = [(role.value, role.label) for role in ROLES]


class _Held(forms.Form):
    """Why somebody holds a role, and until when it is looked at anew (2018:1202 3:6)."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("Who decided it, and what it is for."), max_length=200
    )
    until = LastDayField(help_text=_("At most twelve months. Then it is reviewed."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + LONGEST - timedelta(days=1)


class AdmitForm(_Held):
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The work address. The invitation goes there.")
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    service_code = forms.CharField(
        label=_("Service code"), help_text=_("Appears on paper instead of the name."), max_length=12
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"), choices=CHOICES, coerce=Role, widget=forms.CheckboxSelectMultiple
    )

    field_order = ["email", "name", "title", "service_code", "roles", "reason", "until"]


class RoleForm(_Held):
    role = forms.TypedChoiceField(label=_("Role"), choices=CHOICES, coerce=Role)

    field_order = ["role", "reason", "until"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = user.roles()
        left = [choice for choice in CHOICES if choice[0] not in held]
        self.fields["role"].choices = [("", CHOOSE), *left]  # type: ignore[attr-defined]
