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
STAR_RADIUS, LEAST_RADIUS, RADIUS_PER_NEIGHBOUR = 150.0, 104.0, 21.0
MAP_WIDTH = 720.0
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
    # How far along the word stands; farther out where lines meet in the middle.
    along: float = 0.5

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
        """Where the word stands: beside the middle of the line, above it where it lies flat."""
        ux, uy = _direction(self.start, self.end)
        # Of the two sides the one that is up; beside an upright line the right one.
        nx, ny = (uy, -ux) if (ux, uy) > (0.0, 0.0) else (-uy, ux)
        if abs(ux) < 0.01:
            nx, ny = 1.0, 0.0
        away = abs(nx) * self._length / 2 + abs(ny) * 7 + 5
        x = self.start[0] + (self.end[0] - self.start[0]) * self.along
        y = self.start[1] + (self.end[1] - self.start[1]) * self.along
        return x + nx * away, y + ny * away

    @property
    def _length(self) -> float:
        return SMALL_LETTER * len(self.label) + 4

    @property
    def words(self) -> dict[str, str]:
        return _written(x=self._middle[0], y=self._middle[1] + 4)

    @property
    def plate(self) -> dict[str, str]:
        """The ground behind the word, for where another line passes under it."""
        x, y = self._middle
        return _written(x=x - self._length / 2, y=y - 7, width=self._length, height=14)

    def _beside(self, distance: float) -> tuple[Point, Point]:
        ux, uy = _direction(self.start, self.end)
        dx, dy = -uy * distance, ux * distance
        (a, b), (c, d) = self.start, self.end
        return (a + dx, b + dy), (c + dx, d + dy)


@dataclass(frozen=True)
class ConflictMap:
    """Boxes and lines, and the frame that holds them with their words."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def frame(self) -> str:
        left, top, right, bottom = self.edges
        return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, with a margin."""
        parts = [box.rectangle for box in self.boxes] + [line.plate for line in self.lines]
        sides = [{name: float(number) for name, number in part.items()} for part in parts]
        return (
            min(side["x"] for side in sides) - MARGIN,
            min(side["y"] for side in sides) - MARGIN,
            max(side["x"] + side["width"] for side in sides) + MARGIN,
            max(side["y"] + side["height"] for side in sides) + MARGIN,
        )

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
        sizes = [(_width(group.code_name), HEIGHT_OF_BOX) for group in groups]
        points = layout.spread(len(groups), ties, sizes, width=MAP_WIDTH)
        return cls._drawn(groups, points, relations)

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
        points = layout.without_overlap(points, sizes)
        boxes = tuple(
            Box(group, x, y, is_middle=group == middle)
            for group, (x, y) in zip(groups, points, strict=True)
        )
        return cls(boxes, tuple(_lines(boxes, relations)))


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
    along = 0.5 + 0.12 * (one.is_middle - other.is_middle)
    return Line(relation, (start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy), along)


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
