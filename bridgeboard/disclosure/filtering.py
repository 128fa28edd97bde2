"""Choosing rows of a frame after what must be hidden is hidden."""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.view import Filters
from bridgeboard.measures.measure import Answer, Measure


def chosen(frame: pl.DataFrame, answer: Answer, filters: Filters) -> pl.DataFrame:
    """The rows of the chosen sites, waves and income levels.

    Rows that stand for no single site ("All sites", "No site named") are not of the chosen sites:
    they stay only where neither sites nor income levels are chosen, since they would still be about
    the whole programme. A frame without sites or waves is left as it is by that choice; so is what
    is planned for any site. Of two waves both must be chosen. Where a frame has no waves, a site is
    of an income level if it was at any wave; where it has two, if it was at the earlier one. Rows
    of an income level are of the chosen ones, on the chosen basis.
    """
    columns = frame.columns
    for_any = pl.col("kind") == "planned" if answer.measure.rule == "planned" else pl.lit(False)
    if filters.sites and "site_id" in columns:
        frame = frame.filter(pl.col("site_id").is_in(list(filters.sites)) | for_any)
    if filters.waves:
        for wave in ("wave_id", "from_wave_id", "to_wave_id"):
            if wave in columns:
                frame = frame.filter(pl.col(wave).is_in(list(filters.waves)))
    if filters.income_levels:
        basis = filters.income_basis or answer.income_basis
        if "site_id" in columns:
            frame = frame.filter(_at_level(frame, answer, filters, basis) | for_any)
        elif "income_level" in columns and "is_total" in columns:
            of_level = pl.col("income_level").is_in(list(filters.income_levels))
            frame = frame.filter(
                pl.col("is_total") | (of_level & (pl.col("income_basis") == basis))
            )
    return frame


def of_all_sites(measure: Measure) -> bool:
    """Are the measure's rows about all sites together, whichever are chosen?"""
    is_total = {"is_total", "is_all"} & set(measure.schema)
    return bool(is_total) and "site_id" not in measure.schema


def _at_level(frame: pl.DataFrame, answer: Answer, filters: Filters, basis: str) -> pl.Series:
    """Per row: is its site, at its wave or its earlier one, of a chosen income level?"""
    of_level = answer.income.filter(
        (pl.col("basis") == basis) & pl.col("income_level").is_in(list(filters.income_levels))
    )
    on = [name for name in ("wave_id", "from_wave_id") if name in frame.columns][:1]
    found = of_level.select("site_id", *(pl.col("wave_id").alias(name) for name in on))
    rows = frame.select("site_id", *on).join(
        found.unique().with_columns(_found=pl.lit(True)),
        on=["site_id", *on],
        how="left",
        maintain_order="left",
    )
    return rows["_found"].fill_null(False)
