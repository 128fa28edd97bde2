"""Where the numbers of points stand, so that a phone can show them: beside, not over another."""

from __future__ import annotations

from collections.abc import Sequence

#: The least room that points are drawn in, a phone's, in pixels.
WIDTH, HEIGHT = 270, 300
#: The size of a number of two digits, and of a point.
_WIDE, _HIGH, _POINT = 15.0, 13.0, 10.0
#: Where a number may stand, from its point, the best first; further rings where it is crowded.
_RING = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_PLACES = [
    (x * (_WIDE / 2 + 4) * ring, y * (_HIGH / 2 + 4) * ring)
    for ring in (1.2, 2.1, 3.0)
    for x, y in _RING
]


def side_by_side(points: Sequence[tuple[float, float]]) -> list[float]:
    """How far each point is moved to the right, in pixels, so that none hides its equal.

    In: as for placed(). Out: 0 for a point that has its place to itself.
    """
    moved = []
    for place, point in enumerate(points):
        same = [other for other, at in enumerate(points) if _is_same(point, at)]
        moved.append((same.index(place) - (len(same) - 1) / 2) * (_POINT + 1))
    return moved


def _is_same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other, strict=True))


def placed(
    points: Sequence[tuple[float, float]], moved: Sequence[float]
) -> list[tuple[float, float]]:
    """How far each point's number stands from it, in pixels to the right and downwards.

    In:  shares of the width from the left and of the height from the bottom; by how much the points
         themselves are moved.
    Out: numbers keep clear of each other and of all points at a phone's size, and so at any larger
         one; where nothing is free the first place is taken.
    """
    dots = [
        (x * WIDTH + right, (1 - y) * HEIGHT) for (x, y), right in zip(points, moved, strict=True)
    ]
    taken: list[tuple[float, float]] = []
    found = []
    for x, y in dots:
        free = (
            (dx, dy)
            for dx, dy in _PLACES
            if _is_inside(x + dx, y + dy)
            and not any(_hits(x + dx, y + dy, *other, _WIDE, _HIGH) for other in taken)
            and not any(
                _hits(x + dx, y + dy, *dot, (_WIDE + _POINT) / 2, (_HIGH + _POINT) / 2)
                for dot in dots
            )
        )
        dx, dy = next(free, _PLACES[0])
        taken.append((x + dx, y + dy))
        found.append((dx, dy))
    return found


def _is_inside(x: float, y: float) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _hits(x: float, y: float, other_x: float, other_y: float, wide: float, high: float) -> bool:
    return abs(x - other_x) < wide and abs(y - other_y) < high
