"""What must be true before a process may serve anybody."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from partners import mandates
from partners.models import Grant, History, Protected
from partners.policies import HistoryPolicy, RowPolicy, guarded_keys, policy_of


@register(Tags.models)
def every_protected_model_has_a_policy(
    app_configs: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    """Category, owner and policy are declared for each protected model and each history."""
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        policy = policy_of(model)
        expected = _expected_policy(model)
        if expected and not isinstance(policy, expected):
            hint = f"Add {expected.__name__}(Category.…) to Meta.constraints."
            errors.append(Error("No policy.", hint=hint, obj=model, id="partners.E001"))
        if policy and policy.category not in mandates.Category.values:
            errors.append(Error("Unknown category.", obj=model, id="partners.E002"))
        if policy and "owner" not in {field.name for field in model._meta.fields}:
            errors.append(Error("No owner.", obj=model, id="partners.E003"))
        if not policy and model is not Grant and guarded_keys(model):
            hint = "A table that points at protected rows is protected itself."
            errors.append(Error("Unprotected pointer.", hint=hint, obj=model, id="partners.E004"))
    return errors


def _expected_policy(model: type) -> type[RowPolicy] | type[HistoryPolicy] | None:
    if issubclass(model, Protected):
        return RowPolicy
    if issubclass(model, History):
        return HistoryPolicy
    return None


@register(Tags.database)
def the_database_is_gated(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Run with `check --database default`, and by web and worker before they serve."""
    if not databases or settings.DATABASE_ROLE != "app":
        return []
    errors: list[CheckMessage] = []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
            " WHERE c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
            " FROM pg_roles r WHERE rolname = session_user"
        )
        if cursor.fetchone()[0]:
            hint = "Log in as a role that owns nothing and may bypass nothing."
            errors.append(Error("Privileged database role.", hint=hint, id="partners.E010"))
        cursor.execute("SELECT kind, role, category, action, reach FROM partners_mandate")
        if {tuple(row) for row in cursor} != {
            tuple(str(value) for value in row) for row in mandates.rows()
        }:
            hint = "Run `manage.py migrate` as the owner role."
            errors.append(Error("The mandates differ.", hint=hint, id="partners.E011"))
    return errors


def refuse_to_start_ungated() -> None:
    """Raise ImproperlyConfigured when this process must not serve anybody."""
    errors = the_database_is_gated(databases=["default"])
    if errors:
        raise ImproperlyConfigured("; ".join(f"{error.msg} {error.hint}" for error in errors))
