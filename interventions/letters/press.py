"""The printing job: each letter once, however often it is started, killed or doubled.

Workers print handfuls side by side; whoever finds nothing left to print puts all of it together.
"""

import io
import logging
import traceback
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from interventions import shelf
from interventions.briefing import sheets
from interventions.letters import binding, paper
from interventions.models import Letter, LetterBatch
from partners import access_log, audience
from partners.models import Agency

ACTOR = "letters"
OPERATION = "letter"
# What could not be printed for so long is given up, so that it is not tried for ever.
PATIENCE = timedelta(days=1)
FRAMES = 6

logger = logging.getLogger(__name__)


def print_letters(batch_id: UUID, numbers: Sequence[int], *, agency: Agency) -> None:
    """The letters with these numbers are printed; if they were the last, the batch is ready.

    Their rows are locked until their files are stored: another worker passes them by, and they
    fall back into the queue with the worker that holds them.
    """
    try:
        with audience.of_system(agency, actor=ACTOR):
            _print(batch_id, numbers, agency)
        with audience.of_system(agency, actor=ACTOR):
            _finish(batch_id)
    except DatabaseError:
        raise  # They stay in the queue and are tried again.
    except Exception as error:
        _give_up(batch_id, agency, error)


def unfinished(agency: Agency) -> list[tuple[LetterBatch, list[int]]]:
    """The batches that wait for a worker, with the numbers of what is left to print; those that
    waited too long are failed."""
    with audience.of_system(agency, actor=ACTOR):
        waiting = list(LetterBatch.objects.unfinished())
        late = [one for one in waiting if one.asked_at < timezone.now() - PATIENCE]
        for batch in late:
            _become(batch, LetterBatch.State.FAILED)
        return [
            (one, [letter.number for letter in one.letters.unprinted()])
            for one in waiting
            if one not in late
        ]


def _print(batch_id: UUID, numbers: Sequence[int], agency: Agency) -> None:
    queue = Letter.objects.filter(
        batch=batch_id, batch__state=LetterBatch.State.QUEUED, number__in=numbers
    )
    letters = list(queue.unprinted().select_for_update(skip_locked=True, of=("self",)))
    if not letters:
        return
    with audience.of_paper([agency], author=agency, operation=OPERATION):
        access_log.note(purpose="print", batch=str(batch_id))
        found = {one.pk: one for one in paper.printable().filter(letters__in=letters)}
        written = [
            (letter, paper.html(paper.compose(found[letter.summons_id])))
            for letter in letters
            if letter.summons_id in found
        ]
    for letter, html in written:
        _store(letter, html)
    # Whoever became protected meanwhile is written to by other means.
    _leave_out([letter for letter in letters if letter.summons_id not in found])


def _store(letter: Letter, html: str) -> None:
    laid_out = sheets.lay_out(html)
    letter.pages = len(laid_out.pages)
    letter.sha256 = shelf.put(letter.path.parent, sheets.single(laid_out))
    letter.save(update_fields=["sha256", "pages"])


def _leave_out(letters: Sequence[Letter]) -> None:
    for letter in letters:
        letter.is_left_out = True
        letter.save(update_fields=["is_left_out"])


def _finish(batch_id: UUID) -> None:
    """Nothing happens while a letter is left to print, or while another worker does this."""
    queue = LetterBatch.objects.unfinished().filter(pk=batch_id)
    batch = queue.select_for_update(skip_locked=True).first()
    if batch is None or batch.letters.unprinted().exists():
        return
    letters = list(batch.letters.printed())
    contents = [content for letter in letters if (content := letter.content())]
    if not contents or len(contents) != len(letters):
        raise FileNotFoundError("a printed letter is gone")
    batch.bound = shelf.put(batch.folder, binding.bind(contents))
    batch.packed = shelf.put(batch.folder, _packed(letters, contents), suffix=LetterBatch.PACKED)
    batch.ready_at = timezone.now()
    _become(batch, LetterBatch.State.READY)
    shelf.keep_only(batch.folder, [*batch.paths, *(letter.path for letter in letters)])


def _packed(letters: Sequence[Letter], contents: Sequence[bytes]) -> bytes:
    """Separate files, named by number: a list of files names nobody."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for letter, content in zip(letters, contents, strict=True):
            archive.writestr(f"{letter.number:03}.pdf", content)
    return packed.getvalue()


def _become(batch: LetterBatch, state: str) -> None:
    assert batch.may_become(state)
    batch.state = state
    batch.save(update_fields=["state", "ready_at", "bound", "packed"])


def _give_up(batch_id: UUID, agency: Agency, error: Exception) -> None:
    """Whoever asked is told to ask again; the log gets where it happened, and no content."""
    where = "".join(traceback.format_tb(error.__traceback__)[-FRAMES:])
    logger.error("Letters %s: %s\n%s", batch_id, type(error).__name__, where)
    with audience.of_system(agency, actor=ACTOR):
        batch = LetterBatch.objects.unfinished().select_for_update().filter(pk=batch_id).first()
        if batch is not None:
            _become(batch, LetterBatch.State.FAILED)
            shelf.keep_only(batch.folder, [])
