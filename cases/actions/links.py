"""Links between persons and groups: registered with a source, and gone when their time is out."""

from datetime import date, datetime, time
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, GroupLink, Individual
from partners import access_log
from partners.models import User
from partners.refusals import refusal

VICTIM = _("An injured party has no link to a group. Check the category of the person.")
LINKED = _("The person already has a link to this group. End that one first.")


class Ending(models.TextChoices):
    """Why a link ends before its day. A closed list: a reason names no person."""

    OVER = "over", _("It is no longer true")
    WRONG = "wrong", _("It was wrong from the beginning")
    SOURCE = "source", _("The source no longer holds")
    DISPROPORTIONATE = "disproportionate", _("It is not needed, or harms more than it helps")


@transaction.atomic
def register(
    individual: Individual, *, group: CriminalGroup, until: date, by: User, **fields: Any
) -> GroupLink:
    """The person has a link to the group, by this source, through the day `until`."""
    if individual.subject_category == Individual.SubjectCategory.VICTIM:
        raise refusal("group", VICTIM, code="victim")
    if GroupLink.objects.filter(individual=individual, group=group).exists():
        raise refusal("group", LINKED, code="linked")
    return GroupLink.objects.create(
        individual=individual,
        group=group,
        valid_from=timezone.now(),
        valid_until=timezone.make_aware(datetime.combine(until, time.max)),
        **fields,
    )


@transaction.atomic
def end(link: GroupLink, *, reason: str, by: User) -> None:
    """The link is gone at once for everybody; the access log keeps who ended it and why."""
    access_log.note(purpose="end_link", link=str(link.pk), reason=Ending(reason).value)
    link.expire()
