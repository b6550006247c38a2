"""How a custom notification went: recorded, reviewed by another, closed."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interventions.actions import help_requests, notifications, tasks, teams
from interventions.models import GroupHearing, HelpRequest, Notification, NotificationOutcome, Task
from partners.mandates import Category
from partners.models import User
from partners.refusals import refusal

State = Notification.State
Outcome = NotificationOutcome.Outcome
NextStep = NotificationOutcome.NextStep

EARLY = gettext_lazy("That time has not come. Choose now or an earlier time.")
BACKWARDS = gettext_lazy("The next step comes before the talk. Choose a later day.")
OWN_RECORD = gettext_lazy("You recorded this yourself. Somebody else reviews it.")
REVIEWED = gettext_lazy("This has been reviewed already.")
UNREVIEWED = gettext_lazy("Nobody else has reviewed how it went. That comes first.")


@transaction.atomic
def record(
    notification: Notification, *, by: User, spoke: Collection[UUID] = (), **told: Any
) -> NotificationOutcome:
    """It is known how it went. A group that was told has heard; what comes next is a task."""
    held = Notification.objects.select_for_update().get(pk=notification.pk)
    _check_times(**told)
    is_off = told["outcome"] == Outcome.ABORTED
    notifications.move(held, State.ABORTED if is_off else State.CARRIED_OUT)
    person = held.whom
    outcome = NotificationOutcome.objects.create(
        notification=held,
        owner_id=by.agency_id,
        individual_id=person.individual_id if person is not None else None,
        recorded_by=by,
        **told,
    )
    if not is_off:
        for member in held.team.standing():
            member.spoke = member.pk in spoke
            member.save(update_fields=["spoke"])
    _follow(held, outcome, by=by)
    return outcome


@transaction.atomic
def review(outcome: NotificationOutcome, *, by: User) -> NotificationOutcome:
    """A second person has read how it went."""
    notifications.refuse_unless_second(Category.NOTIFICATION_OUTCOME)
    held = NotificationOutcome.objects.select_for_update().get(pk=outcome.pk)
    if held.recorded_by_id == by.pk:
        raise refusal(None, OWN_RECORD, code="same")
    if held.is_reviewed:
        raise refusal(None, REVIEWED, code="reviewed")
    held.reviewed_by, held.reviewed_at = by, timezone.now()
    held.save(update_fields=["reviewed_by", "reviewed_at"])
    return held


@transaction.atomic
def close(notification: Notification, *, by: User) -> Notification:
    """Nothing is left to do; the team loses it after the configured days."""
    held = Notification.objects.select_for_update().get(pk=notification.pk)
    outcome = NotificationOutcome.objects.filter(notification=held).first()
    if outcome is not None and not outcome.is_reviewed:
        raise refusal(None, UNREVIEWED, code="unreviewed")
    notifications.move(held, State.CLOSED, closed_at=timezone.now(), closed_by=by)
    teams.close(held, by=by)
    return held


def _check_times(*, at: Any, next_on: Any = None, **_told: Any) -> None:
    if at > timezone.now():
        raise refusal("at", EARLY, code="early")
    if next_on is not None and next_on < timezone.localdate(at):
        raise refusal("next_on", BACKWARDS, code="backwards")


def _follow(notification: Notification, outcome: NotificationOutcome, *, by: User) -> None:
    """What the outcome sets going. Tasks name the reference and no person."""
    if outcome.outcome == Outcome.DELIVERED and notification.group_id is not None:
        GroupHearing.objects.get_or_create(
            owner_id=by.agency_id,
            group_id=notification.group_id,
            channel=GroupHearing.Channel.NOTIFICATION,
            heard_on=timezone.localdate(outcome.at),
        )
    if outcome.wants_help and outcome.individual is not None:
        _wish(outcome, by=by)
    told = {"reference": notification.reference}
    if outcome.children_met:
        due = timezone.localdate() + timedelta(days=1)
        title = _("Children were there at notification %(reference)s: report a concern?") % told
        _ask(notification, title, due, by=by)
    if outcome.next_step != NextStep.NONE:
        step = outcome.get_next_step_display()
        title = _("After notification %(reference)s: %(step)s") % (told | {"step": step})
        _ask(notification, title, outcome.next_on, by=by)


def _wish(outcome: NotificationOutcome, *, by: User) -> None:
    """The clock runs from the talk, unless a wish of the person waits already."""
    waiting = HelpRequest.objects.waiting().own().filter(individual=outcome.individual_id)
    if outcome.individual is not None and not waiting.exists():
        help_requests.note(outcome.individual, by=by, heard_at=outcome.at)


def _ask(notification: Notification, title: str, due: Any, *, by: User) -> Task:
    return tasks.add(
        title=title, assignee=by, due_on=due, by=by, kind=Task.Kind.FOLLOW_UP, about=notification
    )
