"""How long something will still take, from the share done so far."""

from __future__ import annotations

import time
from collections.abc import Callable

#: Before that nothing is said: the first steps tell little of the others.
_SECONDS, _SHARE = 2.0, 0.02


class Pace:
    """Counts from when it is made.

    clock: seconds from any moment on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()

    @property
    def elapsed(self) -> float:
        """Seconds so far."""
        return self._clock() - self._began

    def left(self, share: float) -> str:
        """The time left in words, as "20 s left"; empty where it can't be told yet."""
        elapsed = self.elapsed
        if elapsed < _SECONDS or not _SHARE <= share < 1:
            return ""
        return f"{_in_words(elapsed * (1 - share) / share)} left"

    def said(self, share: float, words: str) -> str:
        """The words, and the time left where it can be told."""
        left = self.left(share)
        return f"{words}, {left}" if left else words


def rate(rows: float, seconds: float) -> str:
    """Rows a second with two digits, as "3 200 000 rows/s"; empty where nothing can be told."""
    if seconds < 0.5 or rows < 1:
        return ""
    each = rows / seconds
    digits = max(len(str(int(each))) - 2, 0)
    return f"{round(each / 10**digits) * 10**digits:,} rows/s".replace(",", "\u202f")


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"
