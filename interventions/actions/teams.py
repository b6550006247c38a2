"""The team of a custom notification: named users of several agencies, for as long as it takes."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interventions.actions import notifications, team_duties
from interventions.models import Notification, TeamMember
from partners import access_log
from partners.mandates import CASE_ROLES, Category, Reach, mandate_for
from partners.models import Agency, RoleAssignment, User
from partners.refusals import refusal

NO_MANDATE = _("%(agency)s has no mandate to be on a team. Choose somebody else.")
NOT_ON_IT = _("The person is not on the team.")


@transaction.atomic
def join(notification: Notification, *, user: User, role: str, by: User) -> TeamMember:
    """The user sees exactly this notification until it is closed and a while after."""
    if not may_join(user):
        raise refusal("user", NO_MANDATE % {"agency": user.agency}, code="no mandate")
    held = notifications.take(notification)
    notifications.check_entry(held, team=[user.agency], field="user")
    member, _is_new = TeamMember.objects.update_or_create(
        notification=held,
        user=user,
        owner_id=by.agency_id,
        defaults={"role": role, "left_at": None},
    )
    if not any(grant.user_id == user.pk for grant in team_duties.held(held)):
        team_duties.give(held, user, until=held.planned_at + team_duties.LONGEST, by=by)
    access_log.note(purpose="permission change", joined=str(user.pk), notification=str(held.pk))
    return member


@transaction.atomic
def leave(member: TeamMember, *, by: User) -> None:
    """The user sees nothing of the notification any more; that there was such a member stays."""
    held = notifications.take(member.notification)
    gone = TeamMember.objects.standing().filter(pk=member.pk).update(left_at=timezone.now())
    if not gone:
        raise refusal(None, NOT_ON_IT, code="gone")
    mine = [one for one in team_duties.held(held) if one.user_id == member.user_id]
    team_duties.end(mine)
    access_log.note(
        purpose="permission change", left=str(member.user_id), notification=str(held.pk)
    )


def close(notification: Notification, *, by: User) -> None:
    """The notification is closed: the team can go back to it for the configured days."""
    team_duties.renew(notification, until=timezone.now() + settings.NOTIFICATION_TEAM_AFTER, by=by)


def may_join(user: User) -> bool:
    """Somebody who works with cases at an agency that can be on a team."""
    works = RoleAssignment.objects.current(timezone.now()).filter(user=user, role__in=CASE_ROLES)
    return user.is_active and may_be_on_teams(user.agency) and works.exists()


def may_be_on_teams(agency: Agency) -> bool:
    reaches = mandate_for(Category.NOTIFICATION_PLAN).reaches(agency.kind)
    return bool(reaches & {Reach.OWN, Reach.TEAM})
