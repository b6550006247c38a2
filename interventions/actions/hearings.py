"""Hearings: a group has heard."""

from datetime import date

from django.db import transaction

from cases.models import CriminalGroup
from interventions.models import GroupHearing
from partners.models import Agency


@transaction.atomic
def note(group: CriminalGroup, *, channel: str, on: date, owner: Agency) -> GroupHearing:
    """Told is told: once a day through each channel, by whoever saw it."""
    hearing, _is_new = GroupHearing.objects.get_or_create(
        owner=owner, group=group, channel=channel, heard_on=on
    )
    return hearing
