"""What the worker does for the cases. Arguments are ids; each task says who is reading."""

import logging
import traceback
from collections.abc import Callable
from functools import partial
from time import monotonic
from uuid import UUID

from celery import shared_task
from django.conf import settings

from cases import feed, newswire
from cases.actions import deliveries, import_rows, imports
from partners import audience
from partners.mandates import Action, Category, Reach, Role, reach
from partners.models import Agency, User

OPERATION = "import"
ACTOR = "feed"
# After so long the rest is queued again, so that others need not wait for a long list.
SECONDS_AT_A_TIME = 20
FRAMES = 6

logger = logging.getLogger(__name__)


@shared_task
def read_list(draft_id: str, user_id: str) -> None:
    """The rows of the list are understood, as the person who told of its columns."""
    if _for_a_while(imports.read_on, UUID(draft_id), _user(user_id)):
        read_list.delay(draft_id, user_id)


@shared_task
def carry_out_list(draft_id: str, user_id: str) -> None:
    """Rows are read in on behalf of whoever confirmed."""
    user = _user(user_id)
    try:
        has_more = _for_a_while(partial(import_rows.carry_on, by=user), UUID(draft_id), user)
    except Exception as error:
        _tell(UUID(draft_id), user, error)
        return
    if has_more:
        carry_out_list.delay(draft_id, user_id)


def _for_a_while(step: Callable[[UUID], bool], draft_id: UUID, user: User) -> bool:
    """Steps, each with a transaction and a log entry of its own, until the list or the time is
    over; True when it is the time."""
    until = monotonic() + SECONDS_AT_A_TIME
    while True:
        with audience.of_user(user, operation=OPERATION):
            has_more = step(draft_id)
        if not has_more or monotonic() > until:
            return has_more


def _user(user_id: str) -> User:
    return User.objects.select_related("agency").get(pk=user_id)


def _tell(draft_id: UUID, user: User, error: Exception) -> None:
    """The log gets where it happened, and no content; whoever confirmed can let it go on."""
    where = "".join(traceback.format_tb(error.__traceback__)[-FRAMES:])
    logger.error("List %s: %s\n%s", draft_id, type(error).__name__, where)
    with audience.of_user(user, operation=OPERATION):
        import_rows.interrupt(draft_id)


@shared_task
def fetch_feed() -> None:
    """Every agency that takes in the feed gets its own fetch; none where no address is set."""
    if not settings.FEED_ADDRESS:
        return
    for agency in Agency.objects.filter(is_active=True):
        if Reach.OWN in _reach(agency):
            fetch_feed_for.delay(agency.pk)


@shared_task
def fetch_feed_for(agency_id: int) -> None:
    """What the feed holds waits at the agency; when nothing came, that is what is said there."""
    agency = Agency.objects.get(pk=agency_id)
    try:
        content = newswire.fetch(settings.FEED_ADDRESS)
        with audience.of_system(agency, actor=ACTOR):
            deliveries.take_in(content, by=None)
    except (newswire.NoDelivery, feed.NotTheFeed) as nothing:
        with audience.of_system(agency, actor=ACTOR):
            deliveries.fail(nothing.code)


def _reach(agency: Agency) -> frozenset[Reach]:
    return reach(agency.kind, Role.SYSTEM, Category.INCIDENT_SUGGESTIONS, Action.CREATE)
