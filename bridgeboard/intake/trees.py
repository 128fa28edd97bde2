"""Tables that refer to themselves: following the rows upward must come to an end."""

from __future__ import annotations

from bridgeboard.intake.working import Words, Working
from bridgeboard.readers.quoting import quoted
from schemas._table import key


def check_tree(work: Working, column: str) -> list[int]:
    """Refuse the rows that go round in a circle, and say which they are."""
    names, parents = work.typed[key(work.model)[0]], work.typed[column]
    place_of = {
        name: place
        for place, (name, refused) in enumerate(zip(names, work.refused, strict=True))
        if name is not None and not refused
    }
    circles = _circles({name: parents[place] for name, place in place_of.items()})
    circle_of = {place_of[name]: circle for circle in circles for name in circle}

    def words(place: int) -> Words:
        circle = circle_of[place]
        name = names[place]
        at = circle.index(name)
        way = [*circle[at:], *circle[:at], name]
        if len(circle) == 1:
            return Words(work.cell(place, column), "a row can't be above itself", "Leave it empty.")
        return Words(
            work.cell(place, column),
            f"{' to '.join(quoted(other) for other in way)} is a circle",
            "Leave it empty in the row that is on top.",
        )

    work.report(sorted(circle_of), column=column, rule="no circles", words=words)
    return sorted(circle_of)


def _circles(parent_of: dict[str, str | None]) -> list[list[str]]:
    circles = []
    done: set[str] = set()
    for start in parent_of:
        way: dict[str, int] = {}
        name: str | None = start
        while name in parent_of and name not in done and name not in way:
            way[name] = len(way)
            name = parent_of[name]
        if name in way:
            circles.append([other for other, at in way.items() if at >= way[name]])
        done.update(way)
    return circles
