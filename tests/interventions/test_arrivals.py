"""Where a person stands at the door is a function of the set of events, and of nothing else."""

import itertools
import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interventions.arrivals import Counts, Event, Kind, Standing, Status, state, tally

STARTS_AT = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
CLOSED_AT = STARTS_AT + timedelta(hours=2)
GRACE = timedelta(minutes=10)
FACTS = [kind for kind in Kind if kind is not Kind.ANNULLED]
SINGLE_FACTS = [kind for kind in FACTS if kind is not Kind.LEFT]
PAIRS = list(itertools.combinations(SINGLE_FACTS, 2))
MINUTES = st.integers(-3, 3).map(lambda step: step * 5)


def event(number: int, kind: Kind, minute: int = 0, by: str = "Ella") -> Event:
    return Event(UUID(int=number), kind, STARTS_AT + timedelta(minutes=minute), by)


def annulment(number: int, of: int, minute: int = 30) -> Event:
    at = STARTS_AT + timedelta(minutes=minute)
    return Event(UUID(int=number), Kind.ANNULLED, at, "Greta", UUID(int=of), "Fel person")


def standing(events, *, closed: bool = False, grace: timedelta = GRACE) -> Standing:
    closed_at = CLOSED_AT if closed else None
    return state(events, starts_at=STARTS_AT, grace=grace, closed_at=closed_at)


@st.composite
def sets_of_events(draw, kinds=FACTS, most=5):
    chosen = draw(st.lists(st.tuples(st.sampled_from(kinds), MINUTES), max_size=most))
    events = [event(number, kind, minute) for number, (kind, minute) in enumerate(chosen, 1)]
    targets = draw(st.lists(st.integers(1, most + 2), max_size=3))
    return events + [annulment(100 + place, of) for place, of in enumerate(targets)]


def evenings(taps):
    """Every evening somebody can have had whose arrival, if any, was seen: outcome, came, went."""
    for kind in (Kind.TURNED_BACK, Kind.REFUSED_ENTRY, Kind.IN_CUSTODY, Kind.CANCELLED):
        yield kind, None, None
    for came in {tap.at for tap in taps if tap.kind is Kind.ARRIVED}:
        yield Kind.ARRIVED, came, None
        for went in {tap.at for tap in taps}:
            if came <= went:
                yield Kind.LEFT, came, went


def agrees(tap, evening):
    outcome, came, went = evening
    if came is None:
        return tap.kind is outcome
    if tap.kind is Kind.ARRIVED:
        return came <= tap.at and (went is None or tap.at <= went)
    return tap.kind is Kind.LEFT and went is not None and went <= tap.at


def oracle(events, *, closed):
    """Look for an evening that explains every tap left, and say how the first of them ended."""
    gone = [e.annuls for e in events if e.kind is Kind.ANNULLED]
    taps = [e for e in events if e.kind is not Kind.ANNULLED and gone.count(e.nonce) == 0]
    if not taps:
        return (Status.ABSENT if closed else Status.EXPECTED), False
    told = {tap.kind for tap in taps}
    possible = [
        evening
        for evening in evenings(taps)
        if evening[0] in told and all(agrees(tap, evening) for tap in taps)
    ]
    if not possible:
        return Status.CONTRADICTORY, False
    outcome, came, _ = max(possible, key=lambda evening: evening[1] or STARTS_AT)
    return Status(outcome), came is not None and (came - STARTS_AT) / GRACE >= 1


@settings(max_examples=500)
@given(events=sets_of_events(), closed=st.booleans())
def test_the_standing_is_the_one_a_search_through_all_evenings_finds(events, closed):
    found = standing(events, closed=closed)
    assert (found.kind, found.is_late) == oracle(events, closed=closed)


def test_every_pair_of_taps_is_judged_as_the_search_judges_it():
    for (one, first), (other, second) in itertools.product(
        itertools.product(FACTS, (-5, 0, 10)), repeat=2
    ):
        pair = [event(1, one, first), event(2, other, second)]
        found = standing(pair)
        assert (found.kind, found.is_late) == oracle(pair, closed=False), pair


@given(events=sets_of_events(), seed=st.integers(), data=st.data())
def test_order_and_repeats_do_not_matter(events, seed, data):
    repeated = events + data.draw(
        st.lists(st.sampled_from(events), max_size=5) if events else st.just([])
    )
    random.Random(seed).shuffle(repeated)
    assert standing(repeated) == standing(events)
    assert standing(iter(repeated)) == standing(events)


@given(events=sets_of_events(), more=st.sampled_from(FACTS), minute=MINUTES)
def test_an_annulled_event_is_as_if_it_never_was(events, more, minute):
    mistake = [event(50, more, minute), annulment(200, 50)]
    assert standing(events + mistake) == standing(events)
    assert standing(mistake[::-1] + events) == standing(events)


@given(events=sets_of_events(), closed=st.booleans())
def test_when_everything_is_annulled_nothing_happened(events, closed):
    every = [annulment(300 + place, of) for place, of in enumerate(range(1, 6))]
    expected = Standing(Status.ABSENT, at=CLOSED_AT) if closed else Standing(Status.EXPECTED)
    assert standing(events + every, closed=closed) == expected


@given(events=sets_of_events())
def test_an_annulment_cannot_be_annulled(events):
    annulments = [e for e in events if e.kind is Kind.ANNULLED]
    undone = [annulment(400 + place, of.nonce.int) for place, of in enumerate(annulments)]
    assert standing(events + undone) == standing(events)


@given(events=sets_of_events(), pair=st.sampled_from(PAIRS), minute=MINUTES)
def test_only_an_annulment_resolves_what_excludes_itself(events, pair, minute):
    taps = [e for e in events if e.kind is not Kind.ANNULLED]
    excluding = [event(60, pair[0], minute), event(61, pair[1])]
    assert standing(taps + excluding).is_contradictory


@given(events=sets_of_events())
def test_choosing_among_the_conflicting_events_is_enough_to_end_the_contradiction(events):
    found = standing(events)
    assert found.is_contradictory == bool(found.conflicting)
    assert set(found.conflicting) <= set(events)
    choices = itertools.chain.from_iterable(
        itertools.combinations(found.conflicting, size)
        for size in range(len(found.conflicting) + 1)
    )
    outcomes = [
        standing(events + [annulment(500 + place, e.nonce.int) for place, e in enumerate(choice)])
        for choice in choices
    ]
    assert not all(outcome.is_contradictory for outcome in outcomes)


@given(events=sets_of_events())
def test_no_event_is_called_conflicting_that_fits_all_the_others(events):
    found = standing(events)
    for disputed in found.conflicting:
        others = [e for e in found.conflicting if e is not disputed and e.kind is not disputed.kind]
        alone = standing([disputed]).is_contradictory
        assert alone or any(standing([disputed, other]).is_contradictory for other in others)


@given(events=sets_of_events([Kind.ARRIVED, Kind.LEFT]), shorter=st.integers(0, 30))
def test_more_patience_never_makes_anybody_late(events, shorter):
    patience = [timedelta(minutes=shorter), timedelta(minutes=shorter + 5)]
    strict, patient = (standing(events, grace=grace).is_late for grace in patience)
    assert strict or not patient


@given(events=sets_of_events([Kind.ARRIVED]), minute=MINUTES)
def test_one_more_arrival_never_makes_the_arrival_later(events, minute):
    before, after = standing(events), standing([*events, event(70, Kind.ARRIVED, minute)])
    assert after.kind is Status.ARRIVED
    assert after.arrived_at <= (before.arrived_at or after.arrived_at)
    assert before.arrived_at is None or before.is_late or not after.is_late


@given(events=sets_of_events())
def test_closing_the_list_changes_only_those_nobody_saw(events):
    before, after = standing(events), standing(events, closed=True)
    if before.kind is Status.EXPECTED:
        assert after == Standing(Status.ABSENT, at=CLOSED_AT)
    else:
        assert after == before


def test_nobody_has_come_before_the_doors():
    assert standing([]) == Standing(Status.EXPECTED)


def test_who_has_not_come_when_the_list_closes_is_absent():
    assert standing([], closed=True) == Standing(Status.ABSENT, at=CLOSED_AT)


def test_two_devices_that_saw_the_same_arrival_agree_on_the_earlier_time():
    found = standing([event(1, Kind.ARRIVED, 12, "Ella"), event(2, Kind.ARRIVED, 9, "Hugo")])
    assert (found.kind, found.at, found.is_late) == (
        Status.ARRIVED,
        STARTS_AT + timedelta(minutes=9),
        False,
    )


@pytest.mark.parametrize(("minute", "late"), [(-30, False), (9, False), (10, True), (60, True)])
def test_late_begins_when_the_grace_ends(minute, late):
    assert standing([event(1, Kind.ARRIVED, minute)]).is_late is late


def test_who_left_is_shown_with_both_times_and_may_have_come_late():
    found = standing([event(2, Kind.LEFT, 40), event(1, Kind.ARRIVED, 15)])
    assert found == Standing(
        Status.LEFT,
        at=STARTS_AT + timedelta(minutes=40),
        arrived_at=STARTS_AT + timedelta(minutes=15),
        is_late=True,
    )


def test_leaving_without_having_come_is_contradictory_until_the_arrival_is_known():
    left = event(2, Kind.LEFT, 40)
    assert standing([left]).conflicting == (left,)
    assert standing([left, event(1, Kind.ARRIVED, 5)]).kind is Status.LEFT


def test_coming_back_is_contradictory_until_the_leaving_is_annulled():
    came, left, back = event(1, Kind.ARRIVED), event(2, Kind.LEFT, 20), event(3, Kind.ARRIVED, 30)
    assert standing([came, left, back]).conflicting == (left, back)
    assert standing([came, left, back, annulment(4, 2)]).kind is Status.ARRIVED


def test_annulling_the_arrival_leaves_the_leaving_to_be_explained():
    events = [event(1, Kind.ARRIVED), event(2, Kind.LEFT, 20), annulment(3, 1)]
    assert standing(events).is_contradictory


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_different_facts_about_one_person_wait_for_somebody_to_choose(one, other):
    first, second = event(1, one), event(2, other, 5)
    assert standing([second, first]).conflicting == (first, second)
    assert standing([first, second, annulment(3, 1)]).kind == other
    assert standing([first, second, annulment(3, 2)], closed=True).kind == one


def test_the_hour_that_comes_twice_in_autumn_is_told_apart():
    stockholm = ZoneInfo("Europe/Stockholm")
    came = datetime(2026, 10, 25, 2, 30, tzinfo=stockholm)
    left = datetime(2026, 10, 25, 2, 10, tzinfo=stockholm, fold=1)
    events = [
        Event(UUID(int=1), Kind.ARRIVED, came, "Ella"),
        Event(UUID(int=2), Kind.LEFT, left, "Ella"),
    ]
    starts_at = datetime(2026, 10, 25, 1, 50, tzinfo=stockholm)
    found = state(events, starts_at=starts_at, grace=timedelta(minutes=60))
    assert (found.kind, found.is_late) == (Status.LEFT, False)


def test_the_same_moment_in_another_time_zone_is_the_same_event():
    elsewhere = timezone(timedelta(hours=5))
    moved = Event(UUID(int=1), "arrived", STARTS_AT.astimezone(elsewhere), "Ella")
    assert {moved} == {event(1, Kind.ARRIVED)}


@pytest.mark.parametrize(
    ("kind", "at", "annuls", "reason"),
    [
        (Kind.ARRIVED, datetime(2026, 11, 26, 17, 0), None, ""),
        (Kind.ARRIVED, STARTS_AT, UUID(int=9), "Fel person"),
        (Kind.ANNULLED, STARTS_AT, None, "Fel person"),
        (Kind.ANNULLED, STARTS_AT, UUID(int=9), " "),
        ("late", STARTS_AT, None, ""),
    ],
)
def test_an_event_that_says_too_little_or_too_much_cannot_be_built(kind, at, annuls, reason):
    with pytest.raises(ValueError):  # noqa: PT011
        Event(UUID(int=1), kind, at, "Ella", annuls, reason)


@given(st.lists(sets_of_events(), max_size=8), st.booleans())
def test_the_tally_counts_everybody_once(people, closed):
    counts = tally(standing(events, closed=closed) for events in people)
    outcomes = Counter(oracle(events, closed=closed) for events in people)
    by_kind = Counter(kind for kind, _ in outcomes.elements())
    assert counts.called == len(people)
    assert counts.came == by_kind[Status.ARRIVED] + by_kind[Status.LEFT]
    assert counts.late == sum(late for _, late in outcomes.elements())
    assert counts.late <= counts.came >= counts.left_early == by_kind[Status.LEFT]
    assert counts.called == (
        counts.came
        + counts.turned_back
        + counts.refused
        + counts.in_custody
        + counts.cancelled
        + counts.absent
        + counts.contradictory
        + counts.expected
    )
    assert (counts.expected if closed else counts.absent) == 0


def test_the_evening_of_november_in_figures():
    called = [
        *([event(1, Kind.ARRIVED)] for _ in range(7)),
        [event(1, Kind.ARRIVED, 10)],
        [event(1, Kind.ARRIVED, 15), event(2, Kind.LEFT, 30)],
        [event(1, Kind.TURNED_BACK)],
        [event(1, Kind.REFUSED_ENTRY)],
        [event(1, Kind.IN_CUSTODY, -60)],
        [event(1, Kind.CANCELLED, -60)],
        [event(1, Kind.CANCELLED, -60), event(2, Kind.ARRIVED)],
        [],
    ]
    assert tally(standing(events, closed=True) for events in called) == Counts(
        called=15,
        came=9,
        late=2,
        turned_back=1,
        refused=1,
        left_early=1,
        in_custody=1,
        cancelled=1,
        absent=1,
        contradictory=1,
        expected=0,
    )
