"""The respondents and answers of a programme that were counted elsewhere, and stayed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

_Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Counted:
    """What is left of respondents and answers where only their counts came here.

    on:     what counted them, such as "sc://cluster:15002 (Spark Connect 4.2.0)".
    n_rows: good rows of respondents and answers.
    asked:  which items were asked at which wave, as the store's steps say it.
    counts: rows for the store's tables of counts, each with its table's name: a frame with names of
        columns, or rows with the table's columns in their order. One table may have several.
    """

    on: str
    n_rows: Mapping[str, int]
    asked: _Rows
    counts: Sequence[tuple[str, pl.DataFrame | _Rows]]
