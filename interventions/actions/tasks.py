"""Tasks: put down, and done."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from interventions.models import Task
from partners.models import Protected, User


@transaction.atomic
def add(
    *,
    title: str,
    assignee: User,
    due_on: date,
    by: User,
    kind: str = Task.Kind.OTHER,
    about: Protected | None = None,
) -> Task:
    """Somebody of the own agency has something to do by a day, about this record or about none."""
    if assignee.agency_id != by.agency_id:
        raise PermissionDenied
    return Task.objects.create(
        owner_id=by.agency_id,
        kind=kind,
        title=title,
        assignee=assignee,
        due_on=due_on,
        subject_type=ContentType.objects.get_for_model(about) if about else None,
        subject_pk=about.pk if about else None,
        created_by=by,
    )


@transaction.atomic
def complete(task: Task, *, by: User) -> None:
    """It is done, when and by whom; done twice is done once."""
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), by
        task.save(update_fields=["done_at", "done_by"])
