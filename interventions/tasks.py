"""What the worker does for the interventions. Arguments are ids; each task says who is reading."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready

from interventions.actions import batches, reminders
from interventions.briefing import press
from interventions.letters import press as letter_press
from partners import audience
from partners.models import Agency, User


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


@shared_task
def print_letters(batch_id: str, numbers: list[int], agency_id: int) -> None:
    """These letters of the batch are printed, unless they are already, or are being."""
    letter_press.print_letters(UUID(batch_id), numbers, agency=Agency.objects.get(pk=agency_id))


@shared_task
def resume_letters() -> None:
    """Each agency's unfinished letters are looked for, each agency in a task of its own."""
    for agency in Agency.objects.filter(is_active=True):
        resume_letters_of.delay(agency.pk)


@shared_task
def resume_letters_of(agency_id: int) -> None:
    """Whatever a worker left unprinted is queued again."""
    for batch, numbers in letter_press.unfinished(Agency.objects.get(pk=agency_id)):
        batches.send(batch, numbers)


@shared_task
def send_reminders() -> None:
    """Each user's reminders are looked for, each user in a task of its own."""
    for user in User.objects.filter(is_active=True):
        send_reminders_of.delay(str(user.pk))


@shared_task
def send_reminders_of(user_id: str) -> None:
    """What the user has planned and is due is sent, as that user: the log says for whom."""
    user = User.objects.get(pk=user_id)
    with audience.of_user(user, operation="reminders"):
        reminders.send_due(by=user)


@worker_ready.connect
def resume_at_once(**kwargs: Any) -> None:
    """A worker that starts again does not wait for the clock."""
    resume_briefings.delay()
    resume_letters.delay()
