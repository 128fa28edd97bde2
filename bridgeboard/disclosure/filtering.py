"""Choosing rows of a frame after what must be hidden is hidden."""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.view import Filters
from bridgeboard.measures.measure import Answer


def chosen(frame: pl.DataFrame, answer: Answer, filters: Filters) -> pl.DataFrame:
    """The rows of the chosen sites, waves and income levels.

    Rows that stand for no single site ("All sites", "No site named") are not of the chosen sites:
    they stay only where neither sites nor income levels are chosen, since they would still be about
    the whole programme. A frame without sites or waves is left as it is by that choice. Where a
    frame has no waves, a site is of an income level if it was at any wave.
    """
    columns = frame.columns
    if filters.sites and "site_id" in columns:
        frame = frame.filter(pl.col("site_id").is_in(list(filters.sites)))
    if filters.waves and "wave_id" in columns:
        frame = frame.filter(pl.col("wave_id").is_in(list(filters.waves)))
    if filters.income_levels and "site_id" in columns:
        basis = filters.income_basis or answer.income_basis
        of_level = answer.income.filter(
            (pl.col("basis") == basis) & pl.col("income_level").is_in(list(filters.income_levels))
        )
        on = ["site_id", "wave_id"] if "wave_id" in columns else ["site_id"]
        frame = frame.join(of_level, on=on, how="semi", maintain_order="left")
    return frame
