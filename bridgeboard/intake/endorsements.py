"""Barriers and strategies of a team's own file, under the names that the reference tables have."""

from __future__ import annotations

import re

import polars as pl

from bridgeboard.intake.reference import reference_ids
from bridgeboard.readers import TextTable


def with_reference_names(table: TextTable) -> TextTable:
    """The table with ids, and names in other case or with "and" for "&", as the names in full.

    What is neither stays as it is, and is refused later. "73 %" is 73.
    """
    ids = reference_ids()
    columns = []
    for column, of_id, of_name in (
        ("barrier_2009", "cfir_2009.construct_id", "cfir_2009.construct"),
        ("strategy", "eric_strategies.strategy_id", "eric_strategies.strategy"),
    ):
        if column in table.frame.columns:
            names = ids[of_name].to_list()
            known = {_plain(name): name for name in names}
            known |= {
                _plain(short): name for short, name in zip(ids[of_id].to_list(), names, strict=True)
            }
            cells = [
                known.get(_plain(cell), cell) if cell is not None else None
                for cell in table.frame[column].to_list()
            ]
            columns.append(pl.Series(column, cells, dtype=pl.String))
    if "percent" in table.frame.columns:
        columns.append(table.frame["percent"].str.replace(r"\s*%\s*$", ""))
    return TextTable(
        table.name, table.file, table.frame.with_columns(columns), table.rows, table.refused
    )


def _plain(name: str) -> str:
    """Letters and digits in lower case; "&" is "and"."""
    return re.sub(r"[^a-z0-9]", "", name.casefold().replace("&", "and"))
