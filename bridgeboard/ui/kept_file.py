"""Files to take away, written once for one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import polars as pl

#: A file is some ten kilobytes; an entry also keeps the table that it was written from.
_WRITTEN = 512


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
    return _written(write, _Same(frame), notes)


@lru_cache(maxsize=_WRITTEN)
def _written(
    write: Callable[[pl.DataFrame, tuple[str, ...]], bytes], same: _Same, notes: tuple[str, ...]
) -> bytes:
    return write(same.frame, notes)
