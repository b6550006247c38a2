"""The duty that opens one custom notification to the named users of its team."""

from datetime import datetime, timedelta

from django.utils import timezone

from interventions.models import Notification
from interventions.models.notifications import LABEL, TEAM
from partners.actions import grants
from partners.models import Grant, User

# Nobody is on the team any longer, should it be left open.
LONGEST = timedelta(days=60)


def held(notification: Notification) -> list[Grant]:
    """The live duties of those on the team who belong to other agencies."""
    live = Grant.objects.filter(object_pk=str(notification.pk), label=LABEL, codename=TEAM)
    return list(live.select_related("user__agency"))


def give(notification: Notification, user: User, *, until: datetime, by: User) -> None:
    """The user sees exactly this notification until then; the owner's own people need no duty."""
    if user.agency_id != notification.owner_id and until > timezone.now():
        grants.give(
            notification,
            to=user.agency,
            reason=Grant.Reason.TEAM,
            until=until,
            by=by,
            user=user,
            codename=TEAM,
        )


def end(duties: list[Grant]) -> None:
    grants.end(duties, because=Grant.Ending.DONE)


def renew(notification: Notification, *, until: datetime, by: User) -> None:
    """All who hold it now hold it until another moment: earlier or later."""
    before = held(notification)
    end(before)
    for user in {grant.user for grant in before if grant.user is not None}:
        give(notification, user, until=until, by=by)
