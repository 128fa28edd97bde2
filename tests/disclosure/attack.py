"""What somebody who sees only the shown numbers can work out about the hidden ones: exactly.

Independent of the code that hides: linear programmes in place of flows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix


@dataclass
class Puzzle:
    """Unknown numbers, and what is known of them: sums, upper sums, and bounds.

    wanted: the numbers whose ranges somebody wants to know; None for all.
    """

    lowest: list[float] = field(default_factory=list)
    highest: list[float | None] = field(default_factory=list)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    at_most: list[tuple[dict[int, float], float]] = field(default_factory=list)
    wanted: list[int] | None = None

    @property
    def places(self) -> Sequence[int]:
        """The unknown numbers whose ranges are looked for."""
        return range(len(self.lowest)) if self.wanted is None else self.wanted

    def unknown(self, lowest: float = 0, highest: float | None = None) -> int:
        """A new unknown number; its place."""
        self.lowest.append(lowest)
        self.highest.append(highest)
        return len(self.lowest) - 1

    def matrix(self, rows: Sequence[tuple[dict[int, float], float]]) -> tuple[csr_matrix, list]:
        cells = [(r, c, v) for r, (terms, _) in enumerate(rows) for c, v in terms.items()]
        shape = (len(rows), len(self.lowest))
        at = [c[:2] for c in cells]
        where = ([r for r, _ in at], [c for _, c in at])
        return csr_matrix(([c[2] for c in cells], where), shape=shape), [s for _, s in rows]


def ranges(puzzles: Sequence[Puzzle]) -> list[np.ndarray]:
    """For each puzzle, the least and the greatest value that each wanted unknown can have.

    One programme for a hundred puzzles: a copy of each for each end of each unknown's range. One
    for all would take a solver twice as long.
    """
    parts = (puzzles[at : at + 100] for at in range(0, len(puzzles), 100))
    return [ends for part in parts for ends in _ranges(part)]


def _ranges(puzzles: Sequence[Puzzle]) -> list[np.ndarray]:
    copies = [(p, i, sign) for p in puzzles for i in p.places for sign in (1, -1)]
    if not copies:
        return [np.empty((0, 2)) for _ in puzzles]
    equal = [p.matrix(p.equal) for p in puzzles]
    at_most = [p.matrix(p.at_most) for p in puzzles]
    number = {id(p): i for i, p in enumerate(puzzles)}
    objective = np.concatenate([np.eye(len(p.lowest))[i] * sign for p, i, sign in copies])
    bounds = [b for p, _, _ in copies for b in zip(p.lowest, p.highest, strict=True)]

    def stacked(parts: list[tuple[csr_matrix, list]]) -> tuple[csr_matrix | None, list | None]:
        sums = [s for p, _, _ in copies for s in parts[number[id(p)]][1]]
        if not sums:
            return None, None
        return block_diag([parts[number[id(p)]][0] for p, _, _ in copies], "csr"), sums

    a_eq, b_eq = stacked(equal)
    a_ub, b_ub = stacked(at_most)
    found = linprog(objective, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=bounds)
    assert found.status == 0, found.message
    ends, start = {}, 0
    for p, i, sign in copies:
        ends[id(p), i, sign] = found.x[start + i]
        start += len(p.lowest)
    return [
        np.array([[ends[id(p), i, 1], ends[id(p), i, -1]] for i in p.places]).reshape(-1, 2)
        for p in puzzles
    ]
