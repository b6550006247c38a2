"""Readiness: a hundred per cent when nothing is missing, and what is missing in words."""

from hypothesis import given
from hypothesis import strategies as st

from interventions import readiness
from interventions.models import Milestone, Slot

kinds = st.sets(st.sampled_from(Milestone.Kind.values))
elements = st.sets(st.sampled_from(Slot.Element.values))


@given(kinds, st.integers(0, 9), elements)
def test_it_is_ready_exactly_when_nothing_is_missing(
    done: set[str], groups: int, speaking: set[str]
) -> None:
    found = readiness.of(done=done, groups=groups, speaking=speaking)
    assert 0 <= found.per_cent <= 100
    assert (found.per_cent == 100) is (not found.missing)
    is_whole = groups and done == set(Milestone.Kind) and set(Slot.NEEDED) <= speaking
    assert bool(is_whole) is (found.per_cent == 100)


@given(kinds, st.integers(0, 9), elements, st.sampled_from(Milestone.Kind.values))
def test_what_is_done_never_makes_it_less_ready(
    done: set[str], groups: int, speaking: set[str], kind: str
) -> None:
    before = readiness.of(done=done, groups=groups, speaking=speaking)
    after = readiness.of(done=done | {kind}, groups=groups, speaking=speaking)
    assert after.per_cent >= before.per_cent


def test_nothing_planned_is_nothing_ready() -> None:
    found = readiness.of(done=(), groups=0, speaking=())
    assert found.per_cent == 0
    parts = [one.part for one in found.missing]
    assert parts == ["groups"] + ["checklist"] * len(Milestone.Kind) + ["run_sheet"] * 6
