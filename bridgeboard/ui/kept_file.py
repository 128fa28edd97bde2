"""Files to take away, written once for one table."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from bridgeboard.ui.remembered import MEMORY


class _Same:
    """A frame told by identity: those that pages draw are shared and never changed."""

    __slots__ = ("frame",)

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __hash__(self) -> int:
        return id(self.frame)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.frame is other.frame


def kept_file(
    write: Callable[[pl.DataFrame, tuple[str, ...]], bytes],
    frame: pl.DataFrame,
    notes: tuple[str, ...],
) -> bytes:
    """What `write` makes of a frame and its notes, made once.

    Streamlit could write it on a click instead, but forgets what it wrote so as soon as two other
    runs of the app end: on a slow line, among others, nothing would be left to fetch.
    """
    key = (kept_file, write, _Same(frame), notes)
    return MEMORY.get(key, lambda: write(frame, notes))
