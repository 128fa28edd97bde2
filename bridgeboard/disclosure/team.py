"""The rule for what is for the team: who must mend what, and how single people answered."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.measure import Answer

TEAM_ONLY = "How good the data are, row by row, is for the team."


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """No row at all."""
    return frame.clear().with_columns(hidden=pl.lit(None, pl.String))
