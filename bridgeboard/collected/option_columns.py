"""Columns of options: does each cell hold its option or nothing, and what is it then as a tick?"""

from __future__ import annotations

import polars as pl


def is_tick(cells: pl.Series, option: str) -> bool:
    """Holds the column nothing but its own option (or 1)? False if it holds nothing at all."""
    values = cells.drop_nulls().str.strip_chars().unique().to_list()
    return len(values) == 1 and (values[0] == "1" or _same(values[0], option))


def ticks(columns: list[pl.Series]) -> list[pl.Series]:
    """The columns of one question as 1 and 0; null in rows where none of them is ticked.

    Nobody ticks a question that they were never shown, and who was shown it and ticked nothing
    leaves the same cells: both are empty.
    """
    ticked = pl.DataFrame([cells.alias(str(at)) for at, cells in enumerate(columns)]).select(
        pl.all().is_not_null()
    )
    any_ = ticked.select(pl.any_horizontal(pl.all())).to_series()
    return [
        ticked[str(at)].cast(pl.Int8).cast(pl.String).set(~any_, None).alias(cells.name)
        for at, cells in enumerate(columns)
    ]


def _same(value: str, option: str) -> bool:
    return " ".join(value.split()).casefold() == " ".join(option.split()).casefold()
