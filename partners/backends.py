"""Permission is visibility: whoever can see a row may view it, and nobody else."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from guardian.backends import ObjectPermissionBackend

from partners import audience
from partners.models import User
from partners.policies import RowPolicy, policy_of


class AudienceBackend(ObjectPermissionBackend):
    """Answers guardian's and Django's question about protected rows by asking the gate.

    Own rows and standing decisions are no grants, so guardian's tables alone would say no where
    the row is visible. The last word is here: no other backend is asked.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        if not isinstance(user_obj, User) or not self._answers(user_obj, perm, obj):
            raise PermissionDenied
        return True

    def _answers(self, user: User, perm: str, obj: models.Model | None) -> bool:
        if not user.is_active or not _is_looking(user):
            return False
        if obj is None:
            return _names_protected_rows(perm)
        if perm.rsplit(".", 1)[-1] == f"view_{obj._meta.model_name}" and isinstance(
            policy_of(type(obj)), RowPolicy
        ):
            return type(obj)._default_manager.filter(pk=obj.pk).exists()
        return bool(super().has_perm(user, perm, obj))


def _is_looking(user: User) -> bool:
    """Only about the person whose audience is set can anything be said."""
    return audience.is_set() and audience.current().user_id == user.pk


def _names_protected_rows(perm: str) -> bool:
    """Viewing a protected table is open to whoever is looking: the gate decides which rows."""
    app_label, _, codename = perm.partition(".")
    action, _, model_name = codename.partition("_")
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return False
    return action == "view" and isinstance(policy_of(model), RowPolicy)
