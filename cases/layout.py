"""Where the boxes of a picture stand: pure geometry, the same for the same input every time."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

Point = tuple[float, float]
Pair = tuple[int, int]

ROUNDS, MOST_STEPS = 200, 400_000
# Boxes that push each other apart keep this much air.
AIR = 14.0
# Between clusters; and what one box of a cluster has to itself.
GAP, ROOM = 48.0, (175.0, 110.0)
PASSES = 60


def around(count: int, *, radius: Point) -> list[Point]:
    """So many points on an ellipse round the origin; one or two stand to the sides."""
    first = 0.0 if count <= 2 else -pi / 2
    angles = [first + 2 * pi * place / max(count, 1) for place in range(count)]
    return [(radius[0] * cos(angle), radius[1] * sin(angle)) for angle in angles]


def spread(
    count: int, ties: Sequence[Pair], boxes: Sequence[Point], *, width: float
) -> list[Point]:
    """Each cluster laid out by itself, and the clusters set side by side in rows."""
    points: list[Point] = [(0.0, 0.0)] * count
    left = top = tallest = 0.0
    for cluster in clusters(count, ties):
        placed = _cluster(cluster, ties, boxes)
        reach = _reach(placed, [boxes[number] for number in cluster])
        if left and left + reach[2] - reach[0] > width:
            left, top, tallest = 0.0, top + tallest + GAP, 0.0
        for number, (x, y) in zip(cluster, placed, strict=True):
            points[number] = (x - reach[0] + left, y - reach[1] + top)
        left += reach[2] - reach[0] + GAP
        tallest = max(tallest, reach[3] - reach[1])
    return points


def clusters(count: int, ties: Sequence[Pair]) -> list[list[int]]:
    """Those that are tied to each other, directly or by others; the largest cluster first."""
    cluster = list(range(count))
    for one, other in ties:
        old, new = sorted((cluster[one], cluster[other]), reverse=True)
        cluster = [new if each == old else each for each in cluster]
    found = [[n for n in range(count) if cluster[n] == each] for each in sorted(set(cluster))]
    return sorted(found, key=len, reverse=True)


def _cluster(cluster: Sequence[int], ties: Sequence[Pair], boxes: Sequence[Point]) -> list[Point]:
    place = {number: index for index, number in enumerate(cluster)}
    own = [(place[one], place[other]) for one, other in ties if one in place]
    size = (ROOM[0] * len(cluster) ** 0.5, ROOM[1] * len(cluster) ** 0.5)
    points = _pulled(len(cluster), own, size=size)
    return without_overlap(points, [boxes[number] for number in cluster])


def _reach(points: Sequence[Point], boxes: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the boxes."""
    pairs = list(zip(points, boxes, strict=True))
    return (
        min(x - width / 2 for (x, _), (width, _h) in pairs),
        min(y - height / 2 for (_, y), (_w, height) in pairs),
        max(x + width / 2 for (x, _), (width, _h) in pairs),
        max(y + height / 2 for (_, y), (_w, height) in pairs),
    )


def _pulled(count: int, ties: Sequence[Pair], *, size: Point) -> list[Point]:
    """Points that are tied stand close and all others apart (Fruchterman and Reingold, 1991).

    They begin on a circle in the order given, and nothing is drawn by lot.
    """
    if count < 2:
        return [(0.0, 0.0)] * count
    points = around(count, radius=(size[0] / 3, size[1] / 3))
    wish = 0.9 * (size[0] * size[1] / count) ** 0.5
    rounds = max(20, min(ROUNDS, MOST_STEPS // count**2))
    for turn in range(rounds):
        longest = max(size) / 8 * (1 - turn / rounds)
        points = _moved(points, _forces(points, ties, wish, size), longest)
    return points


def _forces(
    points: list[Point], ties: Sequence[Pair], wish: float, size: Point
) -> list[list[float]]:
    # A light pull to the middle, stronger where the paper is narrower.
    forces = [[-0.6 * x * wish / size[0], -0.9 * y * wish / size[1]] for x, y in points]
    for one in range(len(points)):
        for other in range(one):
            _push(forces, points, one, other, wish)
    for one, other in ties:
        _pull(forces, points, one, other, wish)
    return forces


def _push(
    forces: list[list[float]], points: list[Point], one: int, other: int, wish: float
) -> None:
    dx, dy, distance = _apart(points[one], points[other])
    strength = wish * wish / distance
    _add(forces, one, other, dx / distance * strength, dy / distance * strength)


def _pull(
    forces: list[list[float]], points: list[Point], one: int, other: int, wish: float
) -> None:
    dx, dy, distance = _apart(points[one], points[other])
    strength = -distance * distance / wish
    _add(forces, one, other, dx / distance * strength, dy / distance * strength)


def _add(forces: list[list[float]], one: int, other: int, dx: float, dy: float) -> None:
    forces[one][0] += dx
    forces[one][1] += dy
    forces[other][0] -= dx
    forces[other][1] -= dy


def _apart(one: Point, other: Point) -> tuple[float, float, float]:
    dx, dy = one[0] - other[0], one[1] - other[1]
    return dx, dy, max(hypot(dx, dy), 0.01)


def _moved(points: list[Point], forces: list[list[float]], longest: float) -> list[Point]:
    moved = []
    for (x, y), (dx, dy) in zip(points, forces, strict=True):
        step = max(hypot(dx, dy), 0.01)
        share = min(step, longest) / step
        moved.append((x + dx * share, y + dy * share))
    return moved


def without_overlap(points: Sequence[Point], boxes: Sequence[Point]) -> list[Point]:
    """The points moved as little as it takes for the boxes round them not to touch."""
    found = [list(point) for point in points]
    for _ in range(PASSES + len(points)):
        moves = [
            _part(found, boxes, one, other) for one in range(len(found)) for other in range(one)
        ]
        if not any(moves):
            break
    return [(x, y) for x, y in found]


def _part(found: list[list[float]], boxes: Sequence[Point], one: int, other: int) -> bool:
    """Along the axis where they overlap least, half the way each."""
    dx, dy = found[one][0] - found[other][0], found[one][1] - found[other][1]
    over_x = (boxes[one][0] + boxes[other][0]) / 2 + AIR - abs(dx)
    over_y = (boxes[one][1] + boxes[other][1]) / 2 + AIR - abs(dy)
    if over_x <= 0.001 or over_y <= 0.001:
        return False
    axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    step = over / 2 if way >= 0 else -over / 2
    found[one][axis] += step
    found[other][axis] -= step
    return True
