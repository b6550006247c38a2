"""What the worker does for the interventions. Arguments are ids; each task says who is reading."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready

from interventions.briefing import press
from partners.models import Agency


@shared_task
def prepare_briefing(briefing_id: str, agency_id: int) -> None:
    """The briefing is printed, unless it is already, or is being."""
    press.prepare(UUID(briefing_id), agency=Agency.objects.get(pk=agency_id))


@shared_task
def resume_briefings() -> None:
    """Each agency's unfinished briefings are looked for, each agency in a task of its own."""
    for agency in Agency.objects.filter(is_active=True):
        resume_briefings_of.delay(agency.pk)


@shared_task
def resume_briefings_of(agency_id: int) -> None:
    """Whatever the agency asked for and a worker left unfinished is queued again."""
    for briefing_id in press.unfinished(Agency.objects.get(pk=agency_id)):
        prepare_briefing.delay(str(briefing_id), agency_id)


@worker_ready.connect
def resume_at_once(**kwargs: Any) -> None:
    """A worker that starts again does not wait for the clock."""
    resume_briefings.delay()
