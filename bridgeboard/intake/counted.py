"""The respondents and answers of a programme that were counted elsewhere, and stayed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Counted:
    """What is left of respondents and answers where only their counts came here.

    on:     what counted them, such as "sc://cluster:15002 (Spark Connect 4.2.0)".
    n_rows: good rows of respondents and answers.
    tables: the store's tables of counts, by name, with the columns that its steps give.
    """

    on: str
    n_rows: Mapping[str, int]
    tables: Mapping[str, pl.DataFrame]
