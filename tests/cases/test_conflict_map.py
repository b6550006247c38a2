"""The picture of relations: the same every time, nothing on top of anything, no need of colour."""

from datetime import date
from math import hypot
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import layout
from cases.conflict_map import ConflictMap, Line
from cases.models import CriminalGroup, GroupRelation
from cases.names import sort_key

# How long a drawing takes is not what is asked here.
patient = settings(deadline=None, max_examples=50)
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
    left, top, right, bottom = drawn.edges
    parts = [box.rectangle for box in drawn.boxes] + [line.plate for line in drawn.lines]
    return all(
        left <= float(part["x"])
        and top <= float(part["y"])
        and float(part["x"]) + float(part["width"]) <= right
        and float(part["y"]) + float(part["height"]) <= bottom
        for part in parts
    )


def only_line(one: GroupRelation) -> Line:
    drawn = ConflictMap.of([one])
    assert drawn is not None
    (line,) = drawn.lines
    return line


@patient
@given(web=webs, seed=st.integers(0, 9))
def test_the_map_is_the_same_in_whatever_order_the_rows_come(
    web: list[GroupRelation], seed: int
) -> None:
    shuffled = list(web)
    Random(seed).shuffle(shuffled)
    assert ConflictMap.of(shuffled) == ConflictMap.of(web)


@patient
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
    assert drawn["conflict"].path.count("L") > 3
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
    ties = [(0, 1), (2, 3), (4, 5), (1, 2), (3, 4)]
    points = layout.spread(6, ties, [(60.0, 30.0)] * 6, width=720)
    near = [hypot(*_difference(points, *tie)) for tie in ties]
    assert max(near) < hypot(*_difference(points, 0, 5))


def _difference(points: list[layout.Point], one: int, other: int) -> layout.Point:
    return points[one][0] - points[other][0], points[one][1] - points[other][1]


@given(ties=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=9))
def test_clusters_are_the_groups_one_can_walk_between(ties: list[tuple[int, int]]) -> None:
    found = layout.clusters(10, ties)
    assert sorted(number for cluster in found for number in cluster) == list(range(10))
    at = {number: index for index, cluster in enumerate(found) for number in cluster}
    assert all(at[one] == at[other] for one, other in ties)
    for cluster in found:
        reached = {cluster[0]}
        for _ in cluster:
            reached |= {n for tie in ties if reached & set(tie) for n in tie}
        assert reached == set(cluster)


def test_the_map_keeps_to_its_width_and_sets_clusters_in_rows() -> None:
    web = [relation(number, number + 1) for number in range(1, 30, 2)]
    drawn = ConflictMap.of(web)
    assert drawn is not None
    left, _top, right, _bottom = drawn.edges
    assert right - left < 800
    assert len({round(box.y) for box in drawn.boxes}) > 2
