"""Giving and ending grants. Every other action that opens a row calls this one."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from partners.models import Agency, Grant, Protected, User


@transaction.atomic
def give(
    row: Protected,
    *,
    to: Agency,
    reason: Grant.Reason,
    until: datetime,
    by: User | None,
    user: User | None = None,
    codename: str = "",
    **leaning_on: Any,
) -> Grant:
    """The agency (or only the named user) may read this row until then, for this reason.

    `codename` names a duty on the row instead of reading it. `leaning_on` is the disclosure or
    the consent that justifies it. The database refuses what the mandate does not know.
    """
    content_type = ContentType.objects.get_for_model(type(row))
    permission = _permission(content_type.pk, codename or f"view_{content_type.model}")
    return Grant.objects.create(
        owner_id=row.owner_id,
        group_id=to.group_id,
        agency=to,
        user=user,
        permission=permission,
        content_type=content_type,
        object_pk=str(row.pk),
        reason=reason,
        valid_until=until,
        given_by=by,
        **leaning_on,
    )


@cache
def _permission(content_type_id: int, codename: str) -> Permission:
    """Made by migrations alone, so a process asks for each once."""
    return Permission.objects.get(content_type=content_type_id, codename=codename)


@transaction.atomic
def end(grants: Iterable[Grant], *, because: Grant.Ending) -> int:
    """Gone at once, for everybody; returns how many were still live."""
    ids = [grant.pk for grant in grants]
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners_end_grants(%s::uuid[], %s)", [ids, because])
        return int(cursor.fetchone()[0])
