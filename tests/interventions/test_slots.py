"""The run sheet: order and times hold together, and a speaker reads the own slot alone."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions.actions import callins, slots
from interventions.models import CallIn, Slot
from partners.mandates import Category
from partners.models import Agency, Grant
from tests.cast import Cast
from tests.evening import Evening

Element = Slot.Element


def ahead(days: int = 30) -> Evening:
    return Evening.at(people=0, doors_open=Evening.noon(days=days))


def laid_out(cast: Cast, evening: Evening) -> list[Slot]:
    return slots.lay_out(evening.call_in(), by=cast.greta)


def voiced(cast: Cast, evening: Evening, agency: Agency, **other: object) -> Slot:
    told = {"element": Element.NOT_DIE, "minutes": 10, "speaker": "Förälder"} | other
    with cast.looking("greta"):
        return slots.add(evening.call_in(), by=cast.greta, speaker_agency=agency, **told)  # type: ignore[arg-type]


def test_the_usual_run_sheet_holds_the_whole_message(cast: Cast) -> None:
    evening = ahead()
    with cast.looking("greta"):
        laid_out(cast, evening)
        found = Slot.objects.all()
        assert tuple(slot.element for slot in found) == Slot.NEEDED
        minutes = [round((s.starts_at - evening.call_in().starts_at).seconds / 60) for s in found]
        assert minutes == [0, 5, 15, 25, 40, 50]
        with pytest.raises(ValidationError):
            laid_out(cast, evening)


moves = st.lists(
    st.tuples(st.sampled_from(["add", "shift", "remove", "change"]), st.integers(0, 9),
              st.integers(1, 60), st.booleans()),
    max_size=12,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_is_done_the_slots_follow_each_other(
    own_evening: Evening, acts: list[tuple[str, int, int, bool]]
) -> None:
    greta = own_evening.people["greta"]
    with own_evening.looking("greta"):
        call_in = own_evening.call_in()
        Slot.objects.all().delete()
        for act, number, minutes, earlier in acts:
            there = list(Slot.objects.all())
            if act == "add" or not there:
                slots.add(call_in, by=greta, element=Element.OTHER, minutes=minutes)
                continue
            slot = there[number % len(there)]
            if act == "shift":
                slots.shift(slot, by=greta, earlier=earlier)
            elif act == "remove":
                slots.remove(slot, by=greta)
            else:
                slots.change(slot, by=greta, minutes=minutes)
        starts_at = call_in.starts_at
        for order, slot in enumerate(Slot.objects.all(), start=1):
            assert (slot.order, slot.starts_at) == (order, starts_at)
            starts_at = slot.ends_at


@pytest.fixture
def own_evening(cast: Cast) -> Evening:
    return ahead()


def test_a_speaker_reads_the_own_slot_and_nothing_else(cast: Cast) -> None:
    evening = ahead()
    with cast.looking("greta"):
        laid_out(cast, evening)
    slot = voiced(cast, evening, cast.mothers)
    with cast.looking("mona"):
        (seen,) = Slot.objects.all()
        assert seen == slot
        assert not CallIn.objects.exists()
        assert seen.meet_where == "Malmö Stadion, sal 2"
    for name in ("eva", "petrus", "hugo", "cilla", "david", "karin", "lars"):
        with cast.looking(name):
            assert not Slot.objects.exists(), name


def test_whoever_does_not_speak_after_all_reads_it_no_more(cast: Cast) -> None:
    evening = ahead()
    slot = voiced(cast, evening, cast.mothers)
    with cast.looking("greta"):
        slots.change(slot, by=cast.greta, speaker_agency=cast.open_door)
    with cast.looking("mona"):
        assert not Slot.objects.exists()
    with cast.looking("petrus"):
        assert Slot.objects.get() == slot
    with cast.looking("greta"):
        slots.remove(slot, by=cast.greta)
        assert not [grant for grant in Grant.objects.all() if grant.is_live]


def test_nobody_is_let_read_what_is_over(cast: Cast) -> None:
    voiced(cast, ahead(days=-60), cast.mothers)
    with cast.looking("mona"):
        assert not Slot.objects.exists()


def test_own_speakers_need_no_grant(cast: Cast) -> None:
    voiced(cast, ahead(), cast.probation)
    with cast.looking("greta"):
        assert not Grant.objects.exists()


def test_by_a_standing_decision_partners_read_the_run_sheet_and_change_nothing(cast: Cast) -> None:
    evening = ahead()
    with cast.looking("greta"):
        laid_out(cast, evening)
    cast.let_read(cast.police, Category.SPEAKING_SLOTS, owner=cast.probation)
    with cast.looking("hugo"):
        assert Slot.objects.count() == len(Slot.NEEDED)
        assert not Slot.objects.update(minutes=1)


def test_a_moved_call_in_takes_its_slots_and_their_readers_along(cast: Cast) -> None:
    evening = ahead(30)
    slot = voiced(cast, evening, cast.mothers)
    with cast.looking("greta"):
        call_in = evening.call_in()
        days = timedelta(days=60)
        callins.change(
            call_in,
            by=cast.greta,
            doors_open_at=call_in.doors_open_at + days,
            starts_at=call_in.starts_at + days,
            venue="Folkets hus",
        )
    with cast.looking("mona"):
        moved = Slot.objects.get()
        assert moved.starts_at == slot.starts_at + days
        assert moved.meet_at == slot.meet_at + days
        assert moved.meet_where == "Folkets hus"
        assert Grant.objects.get(pk__isnull=False).valid_until == moved.starts_at + timedelta(
            days=30
        )


def test_a_meeting_place_of_its_own_stays_when_the_venue_is_another(cast: Cast) -> None:
    evening = ahead()
    slot = voiced(cast, evening, cast.mothers, meet_where="Entré B")
    with cast.looking("greta"):
        callins.change(evening.call_in(), by=cast.greta, venue="Folkets hus")
        slot.refresh_from_db()
        assert slot.meet_where == "Entré B"


def times(slot: Slot) -> tuple[datetime | None, datetime | None]:
    slot.refresh_from_db()
    return slot.actual_from, slot.actual_until


def test_what_begins_ends_what_was_under_way(cast: Cast) -> None:
    evening = Evening.at(people=0)
    now = timezone.now()
    soon = now + timedelta(minutes=6)
    with cast.looking("greta"):
        first, second, *_ = laid_out(cast, evening)
        slots.begin(first, by=cast.greta, at=now)
        slots.begin(second, by=cast.greta, at=soon)
        assert times(first) == (now, soon)
        assert times(second) == (soon, None)
        slots.begin(first, by=cast.greta, at=soon)
        assert times(first) == (now, soon)
        later = soon + timedelta(minutes=9)
        slots.end(second, by=cast.greta, at=later)
        slots.end(second, by=cast.greta, at=later + timedelta(minutes=1))
        assert times(second) == (soon, later)


TIMED = {"before": (False, False), "under way": (True, False), "over": (True, True)}


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        ("before", "begin", "under way"),
        ("before", "end", "before"),
        ("under way", "begin", "under way"),
        ("under way", "end", "over"),
        ("over", "begin", "over"),
        ("over", "end", "over"),
    ],
)
def test_from_each_state_a_slot_goes_where_it_can(
    cast: Cast, before: str, act: str, after: str
) -> None:
    evening = Evening.at(people=0)
    earlier = timezone.now() - timedelta(minutes=9)
    with cast.looking("greta"):
        slot, *_ = laid_out(cast, evening)
        has_begun, has_ended = TIMED[before]
        began, ended = earlier if has_begun else None, earlier if has_ended else None
        slots.take_times(slot, by=cast.greta, began=began, ended=ended)
        getattr(slots, act)(slot, by=cast.greta)
        found = times(slot)
        assert tuple(one is not None for one in found) == TIMED[after]
        assert not has_begun or found[0] == began
        assert not has_ended or found[1] == ended


def test_times_are_taken_on_the_day(cast: Cast) -> None:
    evening = ahead()
    with cast.looking("greta"):
        first, *_ = laid_out(cast, evening)
        with pytest.raises(ValidationError):
            slots.begin(first, by=cast.greta)


@pytest.mark.parametrize(("began", "ended", "field"), [(None, 5, "ended"), (5, 0, "ended")])
def test_times_that_cannot_be_are_refused(
    cast: Cast, began: int | None, ended: int, field: str
) -> None:
    evening = Evening.at(people=0)
    now = timezone.now()
    with cast.looking("greta"):
        first, *_ = laid_out(cast, evening)
        with pytest.raises(ValidationError) as refused:
            slots.take_times(
                first,
                by=cast.greta,
                began=None if began is None else now + timedelta(minutes=began),
                ended=now + timedelta(minutes=ended),
            )
        expected = "began" if began is None else field
        assert list(refused.value.message_dict) == [expected]


def test_a_closed_list_keeps_its_run_sheet_but_times_can_be_put_right(cast: Cast) -> None:
    evening = Evening.at(people=0)
    now = timezone.now()
    with cast.looking("greta"):
        first, *_ = laid_out(cast, evening)
    evening.close()
    with cast.looking("greta"):
        for act in (
            lambda: slots.change(first, by=cast.greta, minutes=1),
            lambda: slots.remove(first, by=cast.greta),
            lambda: slots.shift(first, by=cast.greta, earlier=False),
            lambda: slots.add(first.call_in, by=cast.greta, element="other", minutes=1),
        ):
            with pytest.raises(ValidationError):
                act()
        slots.take_times(first, by=cast.greta, began=now, ended=now)
        assert times(first) == (now, now)
