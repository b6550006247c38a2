"""Valid links straight into the tables, for tests that are about something else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.models import CriminalGroup, GroupLink, Individual, LinkCriterion
from partners.models import User


def store(
    individual: Individual,
    group: CriminalGroup,
    *,
    by: User,
    reviewer: User,
    since: datetime | None = None,
    until: datetime | None = None,
    stop: str = "",
    **told: Any,
) -> GroupLink:
    """Every step that the database asks for, taken by nobody; it may stop at one on the way."""
    now = timezone.now()
    owner = {"owner_id": individual.owner_id}
    with _nobody():
        link = GroupLink.objects.create(
            individual=individual, group=group, need="n", months=6, registered_by=by,
            valid_from=now, valid_until=now + timedelta(hours=1), **owner,
        )  # fmt: skip
        fields = {"kind": "judgment", "basis": "fact", "source": "s"} | told
        LinkCriterion.objects.create(
            link=link, individual=individual, source_date=date(2026, 2, 3), source_grade="B",
            information_grade="2", added_by=by, valid_until=link.valid_until, **fields, **owner,
        )  # fmt: skip
        if stop == "draft":
            return link
        link.state, link.reviewed_by, link.reviewed_at = "reviewed", reviewer, now
        link.save()
        if stop == "reviewed":
            return link
        link.state, link.valid_from = "valid", since or now
        link.valid_until = until or now + timedelta(days=30)
        link.save()
    return link


@contextmanager
def _nobody() -> Iterator[None]:
    """Whoever looks goes on looking afterwards; in between no step is in the name of one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('audience.user', true), '')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('audience.user', '', true)")
        try:
            yield
        finally:
            # What is rolled back takes the setting along.
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('audience.user', %s, true)", [before])
