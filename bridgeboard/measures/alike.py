"""Rows of a sorted frame that belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from numpy.typing import NDArray


def alike(
    frame: pl.DataFrame, by: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[tuple[str | None, ...], *tuple[NDArray[Any], ...]]]:
    """Columns of the rows that are alike in `by`, for each of its values in turn.

    In:  a frame sorted by `by`.
    Out: the values of `by`, then each column as an array: a frame each, or numbers one by one,
         would take seconds for a large programme. Null is nan.
    """
    whole, at = [frame[name].to_numpy() for name in columns], 0
    for *of, n in frame.group_by(by, maintain_order=True).len().iter_rows():
        yield tuple(of), *(column[at : at + n] for column in whole)
        at += n
