"""One measured figure, and whether it meets its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """What was measured, how often, and what it should be.

    subject: the benchmark, such as "publish".
    what:    what was measured, in words a reader understands without the code.
    size:    answers in the programme; None where it doesn't matter.
    value, unit: the median; "x" is a ratio of two things measured in turns in one run.
    low, high: the smallest and the largest of the rounds.
    rounds:  how many rounds the median is of.
    target, within: the target and whether the value must be at most or at least that; None where
        the figure is only for reading.
    note:    what else a reader must know: why a target is missed, what was left out.
    """

    subject: str
    what: str
    value: float
    unit: str
    size: int | None = None
    low: float | None = None
    high: float | None = None
    rounds: int = 1
    target: float | None = None
    within: Literal["at most", "at least"] = "at most"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Is the target met? None if there is none."""
        if self.target is None:
            return None
        if self.within == "at most":
            return self.value <= self.target
        return self.value >= self.target
