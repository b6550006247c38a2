"""Foreign keys that point at protected rows: who points must be able to see."""

from django.db import models


def is_owned(model: type[models.Model]) -> bool:
    """True for rows that belong to one agency. Also answers while a migration is under way, when
    the policy of the table pointed at may not have come yet."""
    return any(field.name == "owner" for field in model._meta.local_fields)


def guarded_keys(model: type[models.Model]) -> list[tuple[str, str]]:
    """Column and target table of every foreign key that points at a protected row."""
    return [
        (str(field.column), field.remote_field.model._meta.db_table)
        for field in model._meta.local_fields
        if field.is_relation
        and field.remote_field is not None
        and field.db_constraint  # type: ignore[attr-defined]
        and is_owned(field.remote_field.model)
    ]
