"""Complementary suppression: which cells and totals to hide so that no hidden one can be derived.

A table with totals is a circulation: each total flows into its line and out through the line's
cells. What someone who sees the rest can still not tell about a hidden number is how far it can
move while every line stays balanced, and that is a maximum flow through the other hidden numbers.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: More than any count, and small enough to add up.
UNBOUNDED = 2**40


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of a table: it flows from one line's node to another's.

    total_of: the lines' nodes that it is the total of; none for a cell.
    most: what anyone knows it can't exceed, because something else that is shown says so.
    """

    start: int
    end: int
    value: int
    total_of: tuple[int, ...] = ()
    most: int = UNBOUNDED


def width(k: int) -> int:
    """How far apart the ends of every hidden number's possible range are, at least: half of k,
    rounded down."""
    return k // 2


def hidden_entries(entries: Sequence[Entry], k: int, forced: Sequence[bool]) -> list[bool]:
    """Which entries to hide: those forced, those of 1 to k - 1, and what would reveal them.

    Out:    True for each hidden entry. Then (1) wherever a total is shown, the hidden numbers of
            its line add up to k or more; (2) whoever knows all shown numbers, and that none of the
            hidden ones is 0 and what `most` says, finds a range of at least width(k) for each.
            Totals stay unless there is no other way; what is hidden besides is small (the least
            sum of a cycle through each number in need, not the least over all).
    Source: Hundepool et al. 2012, doi:10.1002/9781118348239 (cell suppression as a network).
    """
    needs = [f or 0 < e.value < k for e, f in zip(entries, forced, strict=True)]
    hidden = list(needs)
    while True:
        more = _missing(entries, hidden, k)
        if not more:
            break
        for place in more:
            hidden[place] = True
    # A cycle that a later one made superfluous is given back, the dearest first.
    extra = [i for i, is_hidden in enumerate(hidden) if is_hidden and not needs[i]]
    for place in sorted(extra, key=lambda i: _cost(entries[i]), reverse=True):
        hidden[place] = False
        if _missing(entries, hidden, k):
            hidden[place] = True
    return hidden


def one_way(
    counts: Sequence[int], k: int, forced: Sequence[bool], most: Sequence[int] | None = None
) -> tuple[list[bool], bool]:
    """Which counts to hide, and whether to hide their total too."""
    most = most or [UNBOUNDED] * len(counts)
    entries = [Entry(0, 1, n, most=m) for n, m in zip(counts, most, strict=True)]
    entries.append(Entry(1, 0, sum(counts), total_of=(0,)))
    *cells, total = hidden_entries(entries, k, [*forced, False])
    return cells, total


def two_way(counts: np.ndarray, k: int) -> np.ndarray:
    """Which numbers to hide of a table whose row, column and grand totals are shown.

    In:  one whole number per cell.
    Out: True where hidden, with one more row and column for the totals.
    """
    n_rows, n_columns = counts.shape
    whole = np.zeros((n_rows + 1, n_columns + 1), dtype=np.int64)
    whole[:-1, :-1] = counts
    whole[:-1, -1] = counts.sum(axis=1)
    whole[-1] = whole.sum(axis=0)
    entries = []
    for (i, j), value in np.ndenumerate(whole):
        row, column = i, n_rows + 1 + j
        sums_row, sums_column = j == n_columns, i == n_rows
        # A row's total flows in and its cells out; a column's cells flow in and its total out.
        start, end = (column, row) if sums_row != sums_column else (row, column)
        total_of = (row,) * sums_row + (column,) * sums_column
        entries.append(Entry(start, end, int(value), total_of))
    return np.array(hidden_entries(entries, k, [False] * len(entries))).reshape(whole.shape)


def _missing(entries: Sequence[Entry], hidden: list[bool], k: int) -> list[int]:
    """What to hide next; empty when nothing is missing."""
    for place in range(len(entries)):
        if hidden[place] and _range(entries, hidden, place, width(k)) < width(k):
            more = _cheapest_way(entries, hidden, place, width(k))
            if more:
                return more
    place = _small_sum(entries, hidden, k)
    return [] if place is None else [place]


def _small_sum(entries: Sequence[Entry], hidden: list[bool], k: int) -> int | None:
    """The next entry to hide in a line whose hidden numbers add up to fewer than k."""
    for at, total in enumerate(entries):
        if hidden[at]:
            continue
        for node in total.total_of:
            line = _parts(entries, node, at)
            inside = [i for i in line if hidden[i]]
            if not inside or sum(entries[i].value for i in inside) >= k:
                continue
            shown = [i for i in line if not hidden[i] and entries[i].value]
            return min(shown, key=lambda i: _cost(entries[i])) if shown else at
    return None


def _parts(entries: Sequence[Entry], node: int, total: int) -> list[int]:
    """The entries that add up to this total at this node."""
    flows_in = entries[total].end == node
    return [
        i
        for i, entry in enumerate(entries)
        if i != total and (entry.start if flows_in else entry.end) == node
    ]


def _range(entries: Sequence[Entry], hidden: list[bool], place: int, enough: int) -> int:
    """How far the entry can move, up and down together, counted no further than enough."""
    entry = entries[place]
    up = min(entry.most - entry.value, enough)
    up = _flow(entries, hidden, place, entry.end, entry.start, up)
    down = min(_room_below(entry), enough - up)
    return up + _flow(entries, hidden, place, entry.start, entry.end, down)


def _room_below(entry: Entry) -> int:
    """A shown zero stays a zero, so everyone knows that a hidden number is at least 1."""
    return max(entry.value - 1, 0)


def _flow(
    entries: Sequence[Entry], hidden: list[bool], without: int, source: int, sink: int, enough: int
) -> int:
    """The maximum flow from source to sink through the other hidden entries, up to enough."""
    room: dict[int, list[tuple[int, int, int]]] = {}
    moved = [0] * len(entries)
    for i, entry in enumerate(entries):
        if hidden[i] and i != without:
            room.setdefault(entry.start, []).append((i, entry.end, 1))
            room.setdefault(entry.end, []).append((i, entry.start, -1))

    def left(i: int, way: int) -> int:
        entry = entries[i]
        if way > 0:
            return entry.most - entry.value - moved[i]
        return _room_below(entry) + moved[i]

    total = 0
    while total < enough:
        came: dict[int, tuple[int, int, int]] = {source: (-1, -1, 0)}
        waiting = [source]
        while waiting and sink not in came:
            node = waiting.pop(0)
            for i, other, way in room.get(node, ()):
                if other not in came and left(i, way) > 0:
                    came[other] = (node, i, way)
                    waiting.append(other)
        if sink not in came:
            break
        steps, node = [], sink
        while node != source:
            node, i, way = came[node]
            steps.append((i, way))
        amount = min(enough - total, *(left(i, way) for i, way in steps))
        for i, way in steps:
            moved[i] += way * amount
        total += amount
    return total


def _cheapest_way(
    entries: Sequence[Entry], hidden: list[bool], place: int, enough: int
) -> list[int]:
    """The least to hide so that this number can move by enough: a way round the table, up or down.

    There is always one, through the totals, unless `most` bounds the number; then the least that
    is still shown.
    """
    entry = entries[place]
    ends = [(entry.end, entry.start)] if entry.most - entry.value >= enough else []
    ends += [(entry.start, entry.end)] if _room_below(entry) >= enough else []
    ends = ends or [(entry.end, entry.start), (entry.start, entry.end)]
    ways = [_way(entries, hidden, place, *end, enough) for end in ends]
    found = [way for way in ways if way]
    if found:
        return min(found, key=lambda way: sum(_cost(entries[i]) for i in way))
    shown = [i for i, e in enumerate(entries) if not hidden[i] and e.value]
    return [min(shown, key=lambda i: _cost(entries[i]))] if shown else []


def _way(
    entries: Sequence[Entry], hidden: list[bool], without: int, source: int, sink: int, enough: int
) -> list[int]:
    best = {source: 0}
    came: dict[int, tuple[int, int]] = {}
    waiting = [(0, source)]
    while waiting:
        cost, node = heapq.heappop(waiting)
        if cost > best[node]:
            continue
        for i, entry in enumerate(entries):
            if i == without or not (hidden[i] or entry.value):
                continue
            for here, other, room in (
                (entry.start, entry.end, entry.most - entry.value),
                (entry.end, entry.start, _room_below(entry)),
            ):
                price = cost + (0 if hidden[i] else _cost(entry))
                if here == node and room >= enough and price < best.get(other, UNBOUNDED**2):
                    best[other] = price
                    came[other] = (node, i)
                    heapq.heappush(waiting, (price, other))
    way, node = [], sink
    while node != source and node in came:
        node, i = came[node]
        way.append(i)
    return [i for i in way if not hidden[i]] if node == source else []


def _cost(entry: Entry) -> int:
    """What is lost by hiding it: the people in it; a total only where nothing else helps."""
    return entry.value + (UNBOUNDED if entry.total_of else 0)
