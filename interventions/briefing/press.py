"""The printing job: exactly one finished briefing, however often it is started or killed."""

import hashlib
import logging
import traceback
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from interventions import shelf
from interventions.briefing import omissions, paper, sheets
from interventions.models import Briefing, BriefingCopy
from partners import access_log, audience
from partners.models import Agency

ACTOR = "briefings"
OPERATION = "briefing"
# What could not be printed for so long is given up, so that it is not tried for ever.
PATIENCE = timedelta(days=1)
FRAMES = 6

logger = logging.getLogger(__name__)


def prepare(briefing_id: UUID, *, agency: Agency) -> None:
    """The briefing is ready and its copies are stored.

    Nothing happens if it was ready before, or while another worker prints it: the lock on its
    row is held until all is stored, and falls with the worker that holds it.
    """
    with audience.of_system(agency, actor=ACTOR):
        briefing = _locked(briefing_id)
        if briefing is None:
            return
        try:
            with transaction.atomic():
                _print(briefing)
        except DatabaseError:
            raise  # It stays in the queue and is tried again.
        except Exception as error:
            _give_up(briefing, error)


def unfinished(agency: Agency) -> list[UUID]:
    """The briefings of the agency that wait for a worker; those that waited too long are failed."""
    with audience.of_system(agency, actor=ACTOR):
        waiting = list(Briefing.objects.unfinished())
        late = [one for one in waiting if one.asked_at < timezone.now() - PATIENCE]
        for briefing in late:
            _become(briefing, Briefing.State.FAILED)
        return [briefing.pk for briefing in waiting if briefing not in late]


def _locked(briefing_id: UUID) -> Briefing | None:
    queue = Briefing.objects.unfinished().select_related("owner", "author")
    return queue.select_for_update(skip_locked=True, of=("self",)).filter(pk=briefing_id).first()


def _print(briefing: Briefing) -> None:
    copies = list(briefing.copies.select_related("recipient"))
    readers = list(Agency.objects.filter(pk__in=briefing.audience))
    with audience.of_paper(readers, author=briefing.owner, operation=OPERATION):
        access_log.note(purpose="print", briefing=str(briefing.pk))
        composed = paper.compose(briefing, audience=readers)
        body = paper.body(composed)
    briefing.omitted = omissions.found(briefing, composed)
    laid_out = sheets.lay_out(body)
    briefing.pages = len(laid_out.pages)
    for copy in copies:
        margins = paper.margins(composed, copy=copy, pages=briefing.pages)
        content = sheets.pdf(laid_out, sheets.lay_out(margins))
        copy.sha256 = shelf.put(briefing.folder, content)
        copy.save(update_fields=["sha256"])
    _finish(briefing, copies)


def _finish(briefing: Briefing, copies: Sequence[BriefingCopy]) -> None:
    digests = "".join(copy.sha256 for copy in copies)
    briefing.sha256 = hashlib.sha256(digests.encode()).hexdigest()
    briefing.ready_at = timezone.now()
    _become(briefing, Briefing.State.READY)
    shelf.keep_only(briefing.folder, [copy.path for copy in copies])


def _become(briefing: Briefing, state: str) -> None:
    assert briefing.may_become(state)
    briefing.state = state
    briefing.save(update_fields=["state", "ready_at", "sha256", "pages", "omitted"])


def _give_up(briefing: Briefing, error: Exception) -> None:
    """The author is told to ask again; the log gets where it happened, and no content."""
    where = "".join(traceback.format_tb(error.__traceback__)[-FRAMES:])
    logger.error("Briefing %s: %s\n%s", briefing.pk, type(error).__name__, where)
    briefing.refresh_from_db()
    _become(briefing, Briefing.State.FAILED)
