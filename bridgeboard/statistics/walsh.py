"""The means of any two changes, by place, without writing all of them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from bridgeboard.statistics.sample import Array, Counts, Sample

#: So many sums of two different changes are quickly sorted; to halve them takes as long.
_LISTED = 2048
#: Changes closer than this, of the largest, differ only by the way that they were taken.
_NOISE = 1e-14


def means_of_two(change: Sample, places: Sequence[int]) -> list[float]:
    """The means of any two people's changes (each with itself too) at these places, 1 the smallest.

    In: different changes, rising. Changes that differ by noise alone are taken for one.
    """
    sums = _Sums.of(change)
    found: dict[int, float] = {}
    for place in places:
        if place not in found:
            found |= _sums_at(sums, place, {*places} - {*found})
    return [found[place] / 2 for place in places]


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """All sums of two changes: a row for each different change, with itself and those above it.

    upto: how many people have one of the changes before each place.
    """

    values: Array
    counts: Counts
    upto: Counts

    @classmethod
    def of(cls, change: Sample) -> _Sums:
        values, counts = change.values, change.counts
        apart = np.diff(values) > _NOISE * max(abs(values[0]), abs(values[-1]))
        if not apart.all():
            starts = np.flatnonzero(np.concatenate(([True], apart)))
            values, counts = values[starts], np.add.reduceat(counts, starts)
        return cls(values, counts, np.concatenate(([0], np.cumsum(counts))))

    def ends(self, most: float) -> Counts:
        """In each row the first place whose sum is over this; the row's own place if all are."""
        ends = self.values.searchsorted(most - self.values, "right")
        return np.maximum(ends, np.arange(self.values.size))

    def n_before(self, ends: Counts) -> int:
        """How many pairs of people stand before these places of their rows."""
        rows = np.arange(self.values.size)
        pairs = self.counts * (self.upto[ends] - self.upto[:-1])
        # Two people with one change are one pair, not two; each counts with himself.
        own = self.counts * (self.counts - 1) // 2
        return int(pairs.sum() - own[ends > rows].sum())


def _sums_at(sums: _Sums, place: int, places: set[int]) -> dict[int, float]:
    """The sum at this place, and at those of the others that lie close to it.

    Ends are drawn together until few sums are left between them. Where the next one is tried: sums
    of two lie nearly as a normal distribution does, so on its scale between the ends on a straight
    line, and a little to one side of the place, then to the other; each third time in the middle.
    """
    size = sums.values.size
    low, high = np.arange(size), np.full(size, size)
    at_low, at_high = 2 * float(sums.values[0]), 2 * float(sums.values[-1])
    n_low, n_high = 0, sums.n_before(high)
    n_all, side = n_high, 1
    for step in range(1, 200):
        left = int((high - low).sum())
        if left <= _LISTED:
            break
        middle = at_low
        if step % 3:
            aim = place + side * _LISTED / 4 * (n_high - n_low) / left
            middle = _between((at_low, n_low), (at_high, n_high), aim, n_all)
            side = -side
        if not at_low < middle < at_high:
            middle = (at_low + at_high) / 2
        if not at_low < middle < at_high:
            break
        ends = sums.ends(middle)
        n = sums.n_before(ends)
        if n >= place:
            high, at_high, n_high = ends, middle, n
        else:
            low, at_low, n_low = ends, middle, n
    return _listed(sums, low, high, n_low, {one for one in places if n_low < one <= n_high})


def _between(low: tuple[float, int], high: tuple[float, int], aim: float, n_all: int) -> float:
    """Where so many pairs are below, if they lay as a normal distribution between these ends."""
    # Beyond one in 10^15 there is no telling 1 from less.
    shares = (min(max((n + 0.5) / (n_all + 1), 1e-15), 1 - 1e-15) for n in (low[1], aim, high[1]))
    first, wanted, last = (NormalDist().inv_cdf(share) for share in shares)
    return (
        low[0] + (wanted - first) / (last - first) * (high[0] - low[0]) if last > first else low[0]
    )


def _listed(
    sums: _Sums, low: Counts, high: Counts, before: int, places: set[int]
) -> dict[int, float]:
    """The sums at these places, of those between these places of each row."""
    each = high - low
    rows = np.repeat(np.arange(each.size), each)
    columns = np.arange(rows.size) + np.repeat(low - (np.cumsum(each) - each), each)
    found = sums.values[rows] + sums.values[columns]
    counts = sums.counts[rows] * sums.counts[columns]
    own = rows == columns
    alike = sums.counts[rows[own]]
    counts[own] = alike * (alike + 1) // 2
    order = found.argsort()
    upto = before + np.cumsum(counts[order])
    return {one: float(found[order[upto.searchsorted(one)]]) for one in places}
