"""Groups are registered, described and followed by the agency that owns them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import CriminalGroup, GroupProfile, GroupSuccession
from partners.models import User
from partners.refusals import refusal, refusing

CODE_TAKEN = _("Your agency already has a group with this code name. Choose another.")
NOT_NEXT = _("A group that is %(now)s cannot become %(next)s.")
TOO_EARLY = _("The group has its status since %(day)s. Choose that day or a later one.")
MERGED = _("The group has merged into another one and stays ended.")


@transaction.atomic
def register(
    *, code_name: str, status: str, status_since: date, by: User, **profile: Any
) -> CriminalGroup:
    """A new group is known to partners by its code, and to its owner by its profile."""
    with refusing("group_code_per_owner", refusal("code_name", CODE_TAKEN, code="taken")):
        group = CriminalGroup.objects.create(
            code_name=code_name, status=status, status_since=status_since
        )
    _describe(group, profile)
    return group


@transaction.atomic
def change(group: CriminalGroup, *, code_name: str, by: User, **profile: Any) -> None:
    """The group has this code for everybody who coordinates by it, and this profile."""
    group.code_name = code_name
    with refusing("group_code_per_owner", refusal("code_name", CODE_TAKEN, code="taken")):
        group.save(update_fields=["code_name", "sort_key"])
    _describe(group, profile)


@transaction.atomic
def change_status(group: CriminalGroup, *, status: str, status_since: date, by: User) -> None:
    """The group has this status since that day; only the steps of the table are taken."""
    _refuse_step(group, status)
    if status_since < group.status_since:
        words = TOO_EARLY % {"day": group.status_since.isoformat()}
        raise refusal("status_since", words, code="early")
    group.status, group.status_since = status, status_since
    group.save(update_fields=["status", "status_since"])


def _refuse_step(group: CriminalGroup, status: str) -> None:
    """Not in the table, or back from a group that has gone up in another."""
    if not group.may_become(status):
        words = {
            "now": group.get_status_display(),
            "next": CriminalGroup.Status(status).label,
        }
        raise refusal("status", NOT_NEXT % words, code="step")
    merged = GroupSuccession.objects.filter(predecessor=group, kind=GroupSuccession.Kind.MERGED)
    if group.status == CriminalGroup.Status.ENDED and merged.exists():
        raise refusal("status", MERGED, code="merged")


def _describe(group: CriminalGroup, profile: dict[str, Any]) -> None:
    """A profile begins with an alias; once there, it is changed and never silently emptied."""
    if profile.get("alias"):
        GroupProfile.objects.update_or_create(group=group, defaults=profile)
