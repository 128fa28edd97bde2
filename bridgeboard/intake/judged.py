"""What came of a table that was not checked as one frame."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from bridgeboard.intake.refused_rows import SCHEMA
from bridgeboard.problems import Problem


@dataclass
class Judged:
    """Problems of one table's headings and of its rows, and how many are refused.

    n_read is None where nothing of it could be read.
    rows_of: rows of its files as a spreadsheet has them, where these are not n_read.
    """

    headings: list[Problem] = field(default_factory=list)
    rows: list[Problem] = field(default_factory=list)
    n_read: int | None = None
    n_refused: int = 0
    refused_at: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCHEMA))
    rows_of: dict[str, int] = field(default_factory=dict)
