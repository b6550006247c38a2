"""Calling meetings, inviting agencies to them, and taking an invitation back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.models import Invitation, Meeting
from partners.actions import grants
from partners.models import Agency, Grant, Protected, User

# An invited agency can go back to what it was invited to; then the occasion is over.
READABLE_FOR = timedelta(days=365)


@transaction.atomic
def call(*, agencies: Iterable[Agency], by: User, **matters: Any) -> Meeting:
    """The meeting exists and every agency invited reads it; the host's own is always invited."""
    meeting = Meeting.objects.create(owner_id=by.agency_id, **matters)
    invite(meeting, agencies={by.agency, *agencies}, by=by)
    return meeting


@transaction.atomic
def change(meeting: Meeting, *, agencies: Iterable[Agency], by: User, **matters: Any) -> Meeting:
    """Time, place, agenda or the circle of those invited are others."""
    for field, value in matters.items():
        setattr(meeting, field, value)
    meeting.save(update_fields=list(matters))
    wanted = {by.agency, *agencies}
    withdraw(meeting, agencies=_invited(meeting) - wanted, by=by)
    invite(meeting, agencies=wanted, by=by)
    return meeting


@transaction.atomic
def invite(meeting: Meeting, *, agencies: Iterable[Agency], by: User) -> None:
    """They read the meeting and who else is invited; those invited before see them come."""
    before = _invited(meeting)
    coming = sorted(set(agencies) - before, key=lambda agency: agency.pk)
    for agency in coming:
        Invitation.objects.update_or_create(
            meeting=meeting, agency=agency, owner_id=by.agency_id, defaults={"withdrawn_at": None}
        )
    for invitation in _standing(meeting):
        readers = {*before, *coming} if invitation.agency in coming else coming
        _open(invitation, meeting, to=readers, by=by)
    _open(meeting, meeting, to=coming, by=by)


@transaction.atomic
def withdraw(meeting: Meeting, *, agencies: Iterable[Agency], by: User) -> None:
    """They read nothing of the meeting any more, and those who stay see that they are gone."""
    leaving = set(agencies) - {by.agency}
    standing = list(_standing(meeting))
    gone = [invitation for invitation in standing if invitation.agency in leaving]
    for invitation in gone:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    rows = {str(row.pk) for row in (meeting, *standing)}
    given = Grant.objects.filter(reason=Grant.Reason.BODY, object_pk__in=rows)
    grants.end(given.filter(agency__in=leaving), because=Grant.Ending.WITHDRAWN)
    grants.end(
        given.filter(object_pk__in={str(row.pk) for row in gone}), because=Grant.Ending.WITHDRAWN
    )


def _open(row: Protected, meeting: Meeting, *, to: Iterable[Agency], by: User) -> None:
    until = meeting.starts_at + READABLE_FOR
    for agency in to:
        if agency.pk != row.owner_id:
            grants.give(row, to=agency, reason=Grant.Reason.BODY, until=until, by=by)


def _standing(meeting: Meeting) -> Iterable[Invitation]:
    return meeting.invitations.standing().select_related("agency")


def _invited(meeting: Meeting) -> set[Agency]:
    return {invitation.agency for invitation in _standing(meeting)}
