"""The users one can choose from: those of the own agency who work with cases."""

from django.db.models import QuerySet
from django.forms import BaseForm, ModelChoiceField
from django.utils import timezone

from partners import audience
from partners.mandates import CASE_ROLES
from partners.models import RoleAssignment, User


def colleagues() -> QuerySet[User]:
    """Active users of the own agency who hold a role with cases right now."""
    held = RoleAssignment.objects.current(timezone.now()).filter(role__in=CASE_ROLES)
    return User.objects.filter(
        agency=audience.current().agency_id, is_active=True, pk__in=held.values("user")
    )


def choose_from_colleagues(form: BaseForm, name: str) -> None:
    """Nobody else is a choice in the field."""
    field = form.fields[name]
    assert isinstance(field, ModelChoiceField)
    field.queryset = colleagues()
