"""The counts above the door list, in words: while people come, and when the list is closed."""

from collections.abc import Iterator

from django.utils.translation import npgettext

from interventions.arrivals import Counts

Told = tuple[int, str]


def told(seen: Counts, *, is_closed: bool) -> list[Told]:
    """12 called · 9 present · 1 turned back · 2 missing; what is none is not said.

    Once the list is closed nobody is present any longer: they came, and the missing are absent.
    """
    called = (seen.called, npgettext("how many", "called", "called", seen.called))
    first, last = _afterwards(seen) if is_closed else _meanwhile(seen)
    others = (one for one in _less_common(seen, is_closed=is_closed) if one[0])
    return [called, first, *others, last]


def _meanwhile(seen: Counts) -> tuple[Told, Told]:
    present, missing = seen.came - seen.left_early, seen.expected
    return (
        (present, npgettext("how many", "present", "present", present)),
        (missing, npgettext("how many", "missing", "missing", missing)),
    )


def _afterwards(seen: Counts) -> tuple[Told, Told]:
    return (
        (seen.came, npgettext("how many", "came", "came", seen.came)),
        (seen.absent, npgettext("how many", "absent", "absent", seen.absent)),
    )


def _less_common(seen: Counts, *, is_closed: bool) -> Iterator[Told]:
    left = seen.left_early
    if is_closed:
        yield left, npgettext("how many", "of them left early", "of them left early", left)
    else:
        yield left, npgettext("how many", "left", "left", left)
    yield seen.turned_back, npgettext("how many", "turned back", "turned back", seen.turned_back)
    yield seen.refused, npgettext("how many", "refused", "refused", seen.refused)
    yield seen.in_custody, npgettext("how many", "in custody", "in custody", seen.in_custody)
    yield seen.cancelled, npgettext("how many", "cancelled", "cancelled", seen.cancelled)
    yield (
        seen.contradictory,
        npgettext("how many", "contradictory", "contradictory", seen.contradictory),
    )
