"""The checklist of a call-in and the groups it is to reach."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CriminalGroup
from interventions.models import CallIn, Milestone, TargetGroup
from partners.models import User


def due(kind: str, *, day: date, planned_on: date) -> date:
    """So many weeks before the day, and not before anybody had planned it."""
    return max(day - timedelta(weeks=Milestone.WEEKS[kind]), min(planned_on, day))


@transaction.atomic
def lay(call_in: CallIn, *, by: User) -> None:
    """The checklist is there: everything that has to be done, each by its day."""
    day, today = timezone.localdate(call_in.starts_at), timezone.localdate()
    for kind in Milestone.Kind:
        Milestone.objects.create(
            call_in=call_in,
            owner_id=by.agency_id,
            kind=kind,
            due_on=due(kind, day=day, planned_on=today),
        )


@transaction.atomic
def move(call_in: CallIn, *, by: User) -> None:
    """The call-in is on another day: every due day moves along, and what was done for the old day
    is to be done anew."""
    day, today = timezone.localdate(call_in.starts_at), timezone.localdate()
    for milestone in Milestone.objects.filter(call_in=call_in, owner=by.agency_id):
        milestone.due_on = due(milestone.kind, day=day, planned_on=today)
        if milestone.kind in Milestone.BOUND_TO_THE_DAY:
            milestone.done_on = milestone.done_by = None
        milestone.save(update_fields=["due_on", "done_on", "done_by"])


@transaction.atomic
def aim(call_in: CallIn, *, groups: Iterable[CriminalGroup], by: User) -> None:
    """These are the groups to reach. One whose code may no longer be read stays as it is."""
    wanted = set(groups)
    targets = {
        target.group: target
        for target in TargetGroup.objects.filter(call_in=call_in).select_related("group")
    }
    for group in targets.keys() - wanted:
        targets[group].delete()
    for group in wanted - targets.keys():
        TargetGroup.objects.create(call_in=call_in, group=group, owner_id=by.agency_id)


@transaction.atomic
def finish(milestone: Milestone, *, by: User, on: date | None = None) -> None:
    """Done, by whom and on which day."""
    on = on or timezone.localdate()
    if on > timezone.localdate():
        raise ValidationError({"done_on": _("That day has not come. Choose today or earlier.")})
    _write(milestone, done_on=on, done_by=by)


@transaction.atomic
def reopen(milestone: Milestone, *, by: User) -> None:
    """Not done after all; who said so is in its history."""
    _write(milestone, done_on=None, done_by=None)


@transaction.atomic
def record(milestone: Milestone, *, on: date | None, note: str, by: User) -> None:
    """On which day it was done, if it was, and what is to be known about it."""
    if on is None:
        reopen(milestone, by=by)
    elif on != milestone.done_on:
        finish(milestone, on=on, by=by)
    _write(milestone, note=note)


def _write(milestone: Milestone, **values: object) -> None:
    if CallIn.objects.get(pk=milestone.call_in_id).is_closed:
        raise ValidationError(_("The list is closed. The call-in is kept as it was."))
    for field, value in values.items():
        setattr(milestone, field, value)
    milestone.save(update_fields=list(values))
