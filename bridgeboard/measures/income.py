"""income: which income level a site's country has, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.places import laid_out

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    *WAVE,
    Column("country_iso3", "Country of the site"),
    Column("basis", "The programme's basis: at_wave, at_baseline or as_reported"),
    Column("income_level", "Income level on that basis; empty where unknown"),
    Column("on_date", "The day it was looked up for", dtype=pl.Date),
    integer("fiscal_year", "World Bank fiscal year of that day, from 1 July"),
    Column("income_as_reported", "Income level as the site's source words it"),
    Column("income_level_at_wave", "World Bank's on the wave's first day"),
    Column("income_level_at_baseline", "World Bank's on the first wave's first day"),
    Column("source", "Where the level on the programme's basis was read"),
    Column("note", "Why a level is empty"),
)

#: What is said where a basis gives no level.
UNDATED = "not dated: the source gives no date for this wave"
UNDATED_BASELINE = "not dated: the source gives no date for the first wave"
NO_GROUP = "the World Bank's groups that we hold have none for this country and year"
NOT_REPORTED = "the source words no income level for this site"

_INCOME = """
SELECT i.site_id, i.wave_id, s.country_iso3, i.basis, i.income_level, i.on_date, i.fiscal_year,
       s.income_as_reported, i.source, w.income_level AS income_level_at_wave,
       b.income_level AS income_level_at_baseline
FROM site_income i
JOIN sites s USING (site_id)
LEFT JOIN site_income w
  ON w.site_id = i.site_id AND w.wave_id = i.wave_id AND w.basis = 'at_wave'
LEFT JOIN site_income b
  ON b.site_id = i.site_id AND b.wave_id = i.wave_id AND b.basis = 'at_baseline'
WHERE i.basis = $basis
"""


def income(snapshot: Snapshot) -> pl.DataFrame:
    """The income level of each site's country at each wave, on the programme's basis.

    In:      site_income, sites.
    Out:     one row per site and wave.
    Missing: income_level is null where the wave has no date, where the World Bank's groups have
             none, or where the source words none; note says which.
    Source:  World Bank income groups by fiscal year (data/reference/income_groups.csv, each row
             with its source).
    """
    basis = snapshot.programme.income_basis
    rows = snapshot.query(_INCOME, {"basis": basis})
    undated = UNDATED_BASELINE if basis == "at_baseline" else UNDATED
    note = (
        pl.when(pl.col("income_level").is_not_null())
        .then(None)
        .when(pl.col("basis") == "as_reported")
        .then(pl.lit(NOT_REPORTED))
        .when(pl.col("on_date").is_null())
        .then(pl.lit(undated))
        .otherwise(pl.lit(NO_GROUP))
    )
    return laid_out(rows.with_columns(note=note), COLUMNS, snapshot)


MEASURE = Measure(
    name="income",
    title="Income levels",
    question="Which income level did a site's country have at each wave?",
    unit="World Bank income group",
    source="World Bank income groups by fiscal year",
    evidence=(),
    columns=COLUMNS,
    compute=income,
    matrix=Matrix(
        rows=("wave_id", "wave_label"),
        order=("wave_order",),
        cell="income_level",
        outside="unknown",
    ),
)
