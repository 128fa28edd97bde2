"""Days in cells of exports: with or without a time, written the way of a country where that is
beyond doubt."""

from __future__ import annotations

import polars as pl

_ISO = r"^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$"
_POINTS = r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?$"
_SLASHES = r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$"


def days(cells: pl.Series) -> pl.Series:
    """The days; null for all else. With slashes, 31/03/2026 tells how the whole column is meant."""
    cell = cells.cast(pl.String).str.strip_chars().alias("cell").to_frame()
    slashes = pl.col("cell").str.extract_groups(_SLASHES)
    points = pl.col("cell").str.extract_groups(_POINTS)
    parts = cell.select(
        iso=pl.col("cell").str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False),
        first=slashes.struct[0].cast(pl.Int64),
        second=slashes.struct[1].cast(pl.Int64),
        year=slashes.struct[2],
        points=pl.format(
            "{}-{}-{}", points.struct[2], points.struct[1], points.struct[0]
        ).str.to_date("%Y-%-m-%-d", strict=False),
    )
    day_first = bool((parts["first"] > 12).any())
    month_first = bool((parts["second"] > 12).any())
    order = ("second", "first") if day_first else ("first", "second")
    known = day_first != month_first
    slashed = pl.format("{}-{}-{}", "year", *order).str.to_date("%Y-%-m-%-d", strict=False)
    return parts.select(
        pl.coalesce("iso", "points", slashed if known else pl.lit(None, pl.Date)).alias(cells.name)
    ).to_series()
