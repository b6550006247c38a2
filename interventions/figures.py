"""The figures of a call-in that others may read: four cells, small ones kept back."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import npgettext

from interventions.arrivals import Counts
from interventions.models import CallIn
from partners.models import Tally

# A cell below this could point somebody out (docs/decisions/0012-attendance-figures.md).
SMALL = 5

CELLS = ("called", "came", "turned_back", "absent")


@dataclass(frozen=True)
class Figures:
    """Published figures as a page shows them: those that are told, and whether some are not."""

    told: list[tuple[int, str]]
    is_whole: bool


def published(counts: Counts) -> dict[str, int | None]:
    """The cells of the tally; None where the number is small or would give a small one away.

    Why somebody was absent or did not come in stays with probation: custody and cancellation
    count as absent, refused entry as turned back.
    """
    turned_back = counts.turned_back + counts.refused
    absent = counts.absent + counts.in_custody + counts.cancelled
    cells: dict[str, int | None] = dict.fromkeys(CELLS)
    if _is_small(counts.called):
        return cells
    cells["called"] = counts.called
    if _is_small(counts.came):
        return cells
    cells["came"] = counts.came
    if _is_small(turned_back) or _is_small(absent):
        return cells
    return cells | {"turned_back": turned_back, "absent": absent}


def of(call_ins: Iterable[CallIn]) -> dict[UUID, Figures]:
    """By call-in, the figures that this audience may read; a call-in without is not there."""
    tallies = Tally.objects.current().filter(
        definition=Tally.Definition.ATTENDANCE, subject_pk__in=[one.pk for one in call_ins]
    )
    return {tally.subject_pk: _figures(tally) for tally in tallies if tally.subject_pk}


def publish(call_in: CallIn, counts: Counts) -> Tally:
    """Whoever may read probation's figures now reads these, instead of any earlier edition."""
    day = call_in.starts_at.date()
    earlier = Tally.objects.filter(
        definition=Tally.Definition.ATTENDANCE, subject_pk=call_in.pk, owner=call_in.owner_id
    )
    return Tally.objects.create(
        owner_id=call_in.owner_id,
        definition=Tally.Definition.ATTENDANCE,
        title=call_in.title,
        subject_type=ContentType.objects.get_for_model(CallIn),
        subject_pk=call_in.pk,
        period_start=day,
        period_end=day,
        cells=published(counts),
        edition=earlier.count() + 1,
    )


def _is_small(number: int) -> bool:
    return 0 < number < SMALL


def _figures(tally: Tally) -> Figures:
    numbers = {name: tally.cells.get(name) for name in CELLS}
    told = [(number, _word(name, number)) for name, number in numbers.items() if number is not None]
    return Figures(told, is_whole=len(told) == len(CELLS))


def _word(name: str, number: int) -> str:
    words = {
        "called": npgettext("how many", "called", "called", number),
        "came": npgettext("how many", "came", "came", number),
        "turned_back": npgettext("how many", "turned back", "turned back", number),
        "absent": npgettext("how many", "absent", "absent", number),
    }
    return words[name]
