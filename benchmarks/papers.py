"""The printing task beside WeasyPrint alone, on the same HTML and for as many copies."""

from collections.abc import Iterator
from time import perf_counter

from benchmarks import town
from benchmarks.ratios import Ratio, Side, undisturbed
from interventions import tasks
from interventions.actions import briefings
from interventions.briefing import paper, sheets
from interventions.models import Briefing, Meeting
from partners import audience
from partners.models import Agency, User

KEY = "briefing_over_weasyprint"
REPETITIONS, WARM_UP = 12, 2


def measure() -> Iterator[Ratio]:
    """The meeting with the fewest copies: what copies share helps least there."""
    host = town.user("greta")
    with town.as_user(host)():
        meeting = min(Meeting.objects.all(), key=lambda one: one.invitations.standing().count())
    over, under = [], []
    with undisturbed():
        for number in range(WARM_UP + REPETITIONS):
            briefing = _asked(meeting, by=host)
            times = _print(briefing), _print_bare(_written(briefing))
            if number >= WARM_UP:
                over.append(times[0])
                under.append(times[1])
    with town.as_user(host)():
        briefing.refresh_from_db()
    yield Ratio(
        KEY,
        Side(f"the task: {len(briefing.audience)} copies of {briefing.pages} pages, stored", over),
        Side("WeasyPrint on each copy's HTML", under),
    )


def _asked(meeting: Meeting, *, by: User) -> Briefing:
    with town.as_user(by)():
        return briefings.ask(meeting, by=by)


def _print(briefing: Briefing) -> float:
    start = perf_counter()
    tasks.prepare_briefing(str(briefing.pk), briefing.owner_id)
    return (perf_counter() - start) * 1000


def _written(briefing: Briefing) -> list[str]:
    """The HTML of every copy, as the briefing's audience reads it."""
    readers = list(Agency.objects.filter(pk__in=briefing.audience))
    with audience.of_system(briefing.owner, actor=town.OPERATION):
        copies = list(briefing.copies.select_related("recipient"))
        with audience.of_paper(readers, author=briefing.owner, operation=town.OPERATION):
            composed = paper.compose(briefing, audience=readers)
            return [paper.html(composed, copy=copy) for copy in copies]


def _print_bare(pages: list[str]) -> float:
    start = perf_counter()
    for html in pages:
        sheets.whole(html)
    return (perf_counter() - start) * 1000
