"""The picture of relations: the same every time, nothing on top of anything, no need of colour."""

from datetime import date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import layout
from cases.conflict_map import ConflictMap, Line
from cases.models import CriminalGroup, GroupRelation
from cases.names import sort_key

KINDS = ("conflict", "alliance", "fragment_of")


def group(number: int, name: str = "") -> CriminalGroup:
    name = name or f"Grupp {number}"
    return CriminalGroup(id=UUID(int=number), code_name=name, sort_key=sort_key(name))


def relation(one: int, other: int, kind: str = "conflict") -> GroupRelation:
    return GroupRelation(
        id=UUID(int=1000 * one + other), group=group(one), other=group(other), kind=kind,
        valid_from=date(2026, 1, 1),
    )  # fmt: skip


pairs = st.tuples(st.integers(1, 14), st.integers(1, 14), st.sampled_from(KINDS))
webs = st.lists(
    pairs.filter(lambda pair: pair[0] < pair[1]), min_size=1, max_size=25, unique_by=lambda p: p[:2]
).map(lambda found: [relation(*pair) for pair in found])


def apart(drawn: ConflictMap) -> bool:
    return all(
        abs(one.x - other.x) >= (one.width + other.width) / 2 or abs(one.y - other.y) >= 30
        for one in drawn.boxes
        for other in drawn.boxes
        if one is not other
    )


def inside(drawn: ConflictMap) -> bool:
    return all(
        box.width / 2 <= box.x <= drawn.width - box.width / 2 and 15 <= box.y <= drawn.height - 15
        for box in drawn.boxes
    )


def only_line(one: GroupRelation) -> Line:
    drawn = ConflictMap.of([one])
    assert drawn is not None
    (line,) = drawn.lines
    return line


@given(web=webs, seed=st.integers(0, 9))
def test_the_map_is_the_same_in_whatever_order_the_rows_come(
    web: list[GroupRelation], seed: int
) -> None:
    shuffled = list(web)
    Random(seed).shuffle(shuffled)
    assert ConflictMap.of(shuffled) == ConflictMap.of(web)


@given(web=webs)
def test_no_box_covers_another_and_all_stand_inside(web: list[GroupRelation]) -> None:
    drawn = ConflictMap.of(web)
    assert drawn is not None
    assert apart(drawn)
    assert inside(drawn)
    assert len(drawn.lines) == len(web)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 20, 40])
def test_neighbours_stand_round_the_group_and_none_covers_another(count: int) -> None:
    web = [relation(1, number, KINDS[number % 3]) for number in range(2, 2 + count)]
    drawn = ConflictMap.around(group(1), web)
    assert drawn is not None
    assert len(drawn.boxes) == count + 1
    assert [box.group.pk for box in drawn.boxes if box.is_middle] == [UUID(int=1)]
    assert apart(drawn)
    assert inside(drawn)


def test_without_relations_there_is_no_picture() -> None:
    assert ConflictMap.of([]) is None
    assert ConflictMap.around(group(1), []) is None


def test_each_kind_has_a_line_of_its_own_shape() -> None:
    drawn = {kind: only_line(relation(1, 2, kind)) for kind in KINDS}
    assert drawn["conflict"].path.count("L") > 5
    assert drawn["alliance"].path.count("M") == 2
    assert drawn["fragment_of"].path.count("L") == 1
    assert [bool(drawn[kind].arrow) for kind in KINDS] == [False, False, True]


def test_the_arrow_points_at_what_the_fragment_broke_away_from() -> None:
    drawn = ConflictMap.of([relation(2, 1, "fragment_of")])
    assert drawn is not None
    (line,), origin = drawn.lines, next(b for b in drawn.boxes if b.group.pk == UUID(int=1))
    near = abs(line.end[0] - origin.x) + abs(line.end[1] - origin.y)
    assert near < abs(line.start[0] - origin.x) + abs(line.start[1] - origin.y)


def test_two_relations_of_the_same_two_do_not_lie_on_top_of_each_other() -> None:
    drawn = ConflictMap.of([relation(1, 2), relation(2, 1, "fragment_of")])
    assert drawn is not None
    one, other = (line.words for line in drawn.lines)
    assert one != other


def test_those_who_are_tied_stand_closer_than_those_who_are_not() -> None:
    points = layout.spread(6, [(0, 1), (2, 3), (4, 5)], size=(700, 400))

    def distance(one: int, other: int) -> float:
        return layout._apart(points[one], points[other])[2]

    tied = [distance(0, 1), distance(2, 3), distance(4, 5)]
    assert max(tied) < min(distance(0, 2), distance(1, 4), distance(3, 5))
