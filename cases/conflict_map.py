"""The picture of relations between groups: boxes with code names, and lines that say what they are.

Conflict is a zigzag, alliance two parallel lines, a fragment a dashed arrow to what it broke away
from: told apart without colour. Every line carries its word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Self

from cases import layout
from cases.layout import Point
from cases.models import CriminalGroup, GroupRelation

Kind = GroupRelation.Kind

# Units of the picture; the letters are 14 and 12 of them high.
HEIGHT_OF_BOX, LETTER, SMALL_LETTER, PADDING = 30.0, 8.0, 6.2, 12.0
MARGIN = 10.0
STAR_RADIUS, LEAST_RADIUS, RADIUS_PER_NEIGHBOUR = 150.0, 84.0, 21.0
MAP_WIDTH, LEAST_HEIGHT, HEIGHT_PER_GROUP = 700.0, 260.0, 34.0
TOOTH, AMPLITUDE, GAP, ARROW = 7.0, 4.0, 2.6, 9.0


@dataclass(frozen=True)
class Box:
    """One group, its middle at (x, y)."""

    group: CriminalGroup
    x: float
    y: float
    is_middle: bool = False

    @property
    def width(self) -> float:
        return _width(self.group.code_name)

    @property
    def rectangle(self) -> dict[str, str]:
        left, top = self.x - self.width / 2, self.y - HEIGHT_OF_BOX / 2
        return _written(x=left, y=top, width=self.width, height=HEIGHT_OF_BOX)

    @property
    def words(self) -> dict[str, str]:
        return _written(x=self.x, y=self.y + 5)


@dataclass(frozen=True)
class Line:
    """One relation, from box to box."""

    relation: GroupRelation
    start: Point
    end: Point

    @property
    def path(self) -> str:
        if self.relation.kind == Kind.CONFLICT:
            return _zigzag(self.start, self.end)
        if self.relation.kind == Kind.ALLIANCE:
            return f"{_straight(*self._beside(GAP))} {_straight(*self._beside(-GAP))}"
        return _straight(self.start, self.end)

    @property
    def arrow(self) -> str:
        """The head, at what the fragment broke away from."""
        if self.relation.kind != Kind.FRAGMENT_OF:
            return ""
        (ux, uy), (x, y) = _direction(self.start, self.end), self.end
        back = (x - ARROW * ux, y - ARROW * uy)
        left = (back[0] - ARROW / 2 * uy, back[1] + ARROW / 2 * ux)
        right = (back[0] + ARROW / 2 * uy, back[1] - ARROW / 2 * ux)
        return f"M{_at(self.end)} L{_at(left)} L{_at(right)} Z"

    @property
    def label(self) -> str:
        return str(self.relation.get_kind_display())

    @property
    def _middle(self) -> Point:
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    @property
    def words(self) -> dict[str, str]:
        return _written(x=self._middle[0], y=self._middle[1] + 4)

    @property
    def plate(self) -> dict[str, str]:
        """The ground behind the word, so that the line does not run through it."""
        width = SMALL_LETTER * len(self.label) + 8
        return _written(
            x=self._middle[0] - width / 2, y=self._middle[1] - 9, width=width, height=18
        )

    def _beside(self, distance: float) -> tuple[Point, Point]:
        ux, uy = _direction(self.start, self.end)
        dx, dy = -uy * distance, ux * distance
        (a, b), (c, d) = self.start, self.end
        return (a + dx, b + dy), (c + dx, d + dy)


@dataclass(frozen=True)
class ConflictMap:
    """Boxes and lines in a frame that begins at (0, 0)."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float

    @property
    def frame(self) -> str:
        return f"0 0 {self.width:.0f} {self.height:.0f}"

    @classmethod
    def around(cls, group: CriminalGroup, relations: Iterable[GroupRelation]) -> Self | None:
        """The group in the middle and its neighbours round it; None when it has none."""
        relations = _in_order(relations)
        neighbours = _groups(relations, but=group)
        if not neighbours:
            return None
        tall = max(LEAST_RADIUS, RADIUS_PER_NEIGHBOUR * len(neighbours))
        points = layout.around(len(neighbours), radius=(STAR_RADIUS, tall))
        return cls._drawn([group, *neighbours], [(0.0, 0.0), *points], relations, middle=group)

    @classmethod
    def of(cls, relations: Iterable[GroupRelation]) -> Self | None:
        """Every group with a relation; None when there is no relation."""
        relations = _in_order(relations)
        groups = _groups(relations)
        if not groups:
            return None
        place = {group.pk: number for number, group in enumerate(groups)}
        ties = [(place[one.group_id], place[one.other_id]) for one in relations]
        size = (MAP_WIDTH, LEAST_HEIGHT + HEIGHT_PER_GROUP * len(groups))
        return cls._drawn(groups, layout.spread(len(groups), ties, size=size), relations)

    @classmethod
    def _drawn(
        cls,
        groups: Sequence[CriminalGroup],
        points: Sequence[Point],
        relations: Sequence[GroupRelation],
        *,
        middle: CriminalGroup | None = None,
    ) -> Self:
        sizes = [(_width(group.code_name), HEIGHT_OF_BOX) for group in groups]
        points, frame = _framed(layout.without_overlap(points, sizes), sizes)
        boxes = tuple(
            Box(group, x, y, is_middle=group == middle)
            for group, (x, y) in zip(groups, points, strict=True)
        )
        return cls(boxes, tuple(_lines(boxes, relations)), *frame)


def _in_order(relations: Iterable[GroupRelation]) -> list[GroupRelation]:
    return sorted(relations, key=lambda one: (one.group.sort_key, one.other.sort_key, one.kind))


def _groups(
    relations: Iterable[GroupRelation], *, but: CriminalGroup | None = None
) -> list[CriminalGroup]:
    """Every group of the relations once, in Swedish order."""
    found = {group.pk: group for one in relations for group in (one.group, one.other)}
    if but is not None:
        found.pop(but.pk, None)
    return sorted(found.values(), key=lambda group: (group.sort_key, group.pk))


def _framed(points: Sequence[Point], sizes: Sequence[Point]) -> tuple[list[Point], Point]:
    """Moved so that everything stands inside, with a margin; and how large that is."""
    boxes = list(zip(points, sizes, strict=True))
    left = min(x - width / 2 for (x, _), (width, _h) in boxes) - MARGIN
    right = max(x + width / 2 for (x, _), (width, _h) in boxes) + MARGIN
    top = min(y - height / 2 for (_, y), (_w, height) in boxes) - MARGIN
    bottom = max(y + height / 2 for (_, y), (_w, height) in boxes) + MARGIN
    return [(x - left, y - top) for x, y in points], (right - left, bottom - top)


def _lines(boxes: Sequence[Box], relations: Iterable[GroupRelation]) -> Iterable[Line]:
    at = {box.group.pk: box for box in boxes}
    told: dict[frozenset[object], int] = {}
    for relation in relations:
        one, other = at[relation.group_id], at[relation.other_id]
        pair = frozenset({one.group.pk, other.group.pk})
        told[pair] = told.get(pair, 0) + 1
        yield _line(relation, one, other, beside=told[pair] - 1)


def _line(relation: GroupRelation, one: Box, other: Box, *, beside: int) -> Line:
    """From edge to edge; a second relation of the same two runs beside the first."""
    ux, uy = _direction((one.x, one.y), (other.x, other.y))
    # Counted from the same end, whichever group the relation names first.
    side = 1 if (ux, uy) > (0, 0) else -1
    dx, dy = -uy * 14 * beside * side, ux * 14 * beside * side
    start = _edge(one, (ux, uy))
    end = _edge(other, (-ux, -uy))
    return Line(relation, (start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy))


def _edge(box: Box, way: Point) -> Point:
    """Where a line from the middle of the box in this direction leaves it."""
    reach_x = (box.width / 2 + 3) / abs(way[0]) if way[0] else float("inf")
    reach_y = (HEIGHT_OF_BOX / 2 + 3) / abs(way[1]) if way[1] else float("inf")
    reach = min(reach_x, reach_y)
    return box.x + way[0] * reach, box.y + way[1] * reach


def _direction(start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _zigzag(start: Point, end: Point) -> str:
    (ux, uy), length = _direction(start, end), hypot(end[0] - start[0], end[1] - start[1])
    teeth = max(2, round(length / TOOTH))
    points = [start]
    for tooth in range(1, teeth):
        along, side = length * tooth / teeth, AMPLITUDE if tooth % 2 else -AMPLITUDE
        points.append((start[0] + ux * along - uy * side, start[1] + uy * along + ux * side))
    return "M" + " L".join(_at(point) for point in [*points, end])


def _straight(start: Point, end: Point) -> str:
    return f"M{_at(start)} L{_at(end)}"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _width(code_name: str) -> float:
    return LETTER * len(code_name) + 2 * PADDING


def _written(**numbers: float) -> dict[str, str]:
    """As SVG writes numbers, whatever the language of the page."""
    return {name: f"{number:.1f}" for name, number in numbers.items()}
