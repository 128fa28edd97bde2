"""Chance that is the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

#: Nine steps of a bell: eight coin tosses, centred and scaled to mean 0 and variance 1. Finite, so
#: that an expectation over it is a sum and no quadrature.
BELL = (np.arange(9) - 4) / np.sqrt(2)
BELL_WEIGHTS = np.array([1, 8, 28, 56, 70, 56, 28, 8, 1]) / 256


class Draws:
    """A stream of chance, named by a seed and a purpose.

    One stream per purpose: what one table draws never shifts another table. Only the raw words of
    PCG64 are used: NumPy promises those for ever, but not what Generator makes of them.
    """

    def __init__(self, seed: int, purpose: int, *more: int) -> None:
        # A spawn key, since entropy alone takes [1] and [1, 0] for the same.
        key = (purpose, *more)
        self._bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key))

    def uniform(self, n: int) -> NDArray[np.float64]:
        """n numbers from 0 up to, not including, 1."""
        return (self._bits.random_raw(n) >> np.uint64(11)) * 2.0**-53

    def below(self, end: int, n: int) -> NDArray[np.int64]:
        """n whole numbers from 0 up to, not including, the end."""
        return np.floor(self.uniform(n) * end).astype(np.int64)

    def between(self, low: int, high: int) -> int:
        """One whole number, both ends included."""
        return low + int(self.below(high - low + 1, 1)[0])

    def chance(self, share: float) -> bool:
        """True with this probability."""
        return bool(self.uniform(1)[0] < share)

    def steps(self, n: int) -> NDArray[np.int64]:
        """n places on the bell, 0 to 8; BELL gives their values."""
        tosses = (self._bits.random_raw(n) & np.uint64(255)).astype(np.uint8)
        return np.unpackbits(tosses[:, None], axis=1).sum(axis=1).astype(np.int64)

    def bell(self, n: int) -> NDArray[np.float64]:
        """n values of the bell: mean 0, variance 1."""
        return BELL[self.steps(n)]

    def one(self, choices: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the choices."""
        return choices[int(self.places(1, weights or [1.0] * len(choices))[0])]

    def places(self, n: int, weights: Sequence[float]) -> NDArray[np.int64]:
        """n places in a list, drawn by weight."""
        ends = np.cumsum(np.asarray(weights, dtype=float))
        found = np.searchsorted(ends, self.uniform(n) * ends[-1], side="right")
        return np.minimum(found, len(ends) - 1)

    def some(self, choices: Sequence[T], n: int) -> list[T]:
        """n different ones of the choices, in their own order; all if there are fewer."""
        chosen = sorted(np.argsort(self.uniform(len(choices)), kind="stable")[:n].tolist())
        return [choices[place] for place in chosen]
