"""Groups merge and split; what was known of them before stays where it was written."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.actions import groups
from cases.lineage import Lineage
from cases.models import CriminalGroup, GroupSuccession
from partners.models import User
from partners.refusals import refusal, refusing

Kind = GroupSuccession.Kind
Status = CriminalGroup.Status

ITSELF = _("Choose another group than %(group)s itself.")
GONE = _("%(group)s has ended. Choose a group that is active.")
IN_A_CIRCLE = _("This group came after %(group)s. Choose another one.")
ALREADY = _("It is already recorded that one of the two came after the other.")
MERGED = _("%(group)s has already merged into another group.")


@transaction.atomic
def merge(
    predecessor: CriminalGroup, *, into: CriminalGroup, on: date, reason: str, by: User
) -> GroupSuccession:
    """The group has gone up in the other one and ends that day; its page points on."""
    succession = _succeed(predecessor, into, Kind.MERGED, on=on, reason=reason, by=by)
    _end(predecessor, on=on, by=by)
    return succession


@transaction.atomic
def split(
    predecessor: CriminalGroup,
    *,
    into: CriminalGroup,
    on: date,
    reason: str,
    by: User,
    is_end: bool = False,
) -> GroupSuccession:
    """The other group has come out of this one, which goes on or ends that day."""
    succession = _succeed(predecessor, into, Kind.SPLIT, on=on, reason=reason, by=by)
    if is_end:
        _end(predecessor, on=on, by=by)
    return succession


def _end(group: CriminalGroup, *, on: date, by: User) -> None:
    if group.status == Status.ENDED:
        return
    if on < group.status_since:
        words = groups.TOO_EARLY % {"day": group.status_since.isoformat()}
        raise refusal("on", words, code="early")
    groups.change_status(group, status=Status.ENDED, status_since=on, by=by)


def _succeed(
    predecessor: CriminalGroup,
    successor: CriminalGroup,
    kind: str,
    *,
    on: date,
    reason: str,
    by: User,
) -> GroupSuccession:
    _refuse(predecessor, successor)
    already = refusal("successor", ALREADY, code="already")
    merged = refusal(None, MERGED % {"group": predecessor.code_name}, code="merged")
    with refusing("two_groups_succeed_once", already), refusing("merged_into_one_group", merged):
        return GroupSuccession.objects.create(
            predecessor=predecessor,
            successor=successor,
            kind=kind,
            on=on,
            reason=reason,
            decided_by=by,
        )


def _refuse(predecessor: CriminalGroup, successor: CriminalGroup) -> None:
    if successor == predecessor:
        words = ITSELF % {"group": predecessor.code_name}
        raise refusal("successor", words, code="itself")
    if successor.status == Status.ENDED:
        raise refusal("successor", GONE % {"group": successor.code_name}, code="gone")
    if predecessor.pk in Lineage.of(GroupSuccession.objects.all()).after(successor.pk):
        words = IN_A_CIRCLE % {"group": successor.code_name}
        raise refusal("successor", words, code="circle")
