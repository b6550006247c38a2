"""Asking for the paper of a meeting. The printing itself is a job: interventions/briefing/press."""

from datetime import timedelta
from functools import partial

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from interventions.briefing import omissions
from interventions.models import Briefing, BriefingCopy, Meeting
from partners.models import User

# Counted from the meeting: so long may a copy be kept.
KEPT_FOR = timedelta(days=14)
# By name: whoever asks need not carry what it takes to print.
PRINTING = "interventions.tasks.prepare_briefing"


@transaction.atomic
def ask(meeting: Meeting, *, by: User) -> Briefing:
    """A briefing for exactly those invited now is on its way, one numbered copy for each.

    Asking again while it is being prepared changes nothing.
    """
    if meeting.owner_id != by.agency_id:
        raise PermissionDenied
    invitations = meeting.invitations.standing().select_related("agency")
    invited = [invitation.agency for invitation in invitations]
    audience = sorted(agency.pk for agency in invited)
    waiting = Briefing.objects.unfinished().filter(meeting=meeting, audience=audience).first()
    if waiting is not None:
        return waiting
    briefing = Briefing.objects.create(
        meeting=meeting,
        owner_id=by.agency_id,
        author=by,
        audience=audience,
        destroy_by=timezone.localdate(meeting.starts_at) + KEPT_FOR,
        omitted=omissions.visible(meeting.starts_at, agency_id=by.agency_id),
    )
    for number, recipient in enumerate(invited, 1):
        BriefingCopy.objects.create(
            briefing=briefing, owner_id=by.agency_id, number=number, recipient=recipient
        )
    meeting.briefed_at = briefing.asked_at
    meeting.save(update_fields=["briefed_at"])
    job = partial(current_app.send_task, PRINTING, [str(briefing.pk), by.agency_id])
    transaction.on_commit(job, robust=True)
    return briefing
