"""context: what helps and hinders at each site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.places import grid, laid_out, sites
from bridgeboard.measures.release import FACT_RELEASED
from bridgeboard.measures.words import factor_label

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

DIRECTIONS = ("supports", "hinders", "mixed", "unknown")

COLUMNS = (
    *SITE,
    *WAVE,
    Column("factor", "What the facts are about"),
    Column("factor_label", "Name of the factor"),
    Column("direction", "supports, hinders, mixed, unknown, or not reported"),
    integer("n", "Facts about the factor", "facts"),
    *(integer(f"n_{word}", f"Of them with direction {word}", "facts") for word in DIRECTIONS),
)

_FACTS = f"""
SELECT site_id, wave_id, factor, direction FROM context
WHERE NOT $released OR {FACT_RELEASED}
"""


def context(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Whether each factor supports or hinders peer support, for each site and wave.

    In:      context.
    Out:     one row per site, wave that has any fact, and factor that any fact is about; "No site
             named" for facts about the programme as a whole. direction: supports or hinders where
             all facts with a known direction say so; mixed where they differ or one is itself
             mixed; unknown where no fact says which way. A fact without a known direction doesn't
             change that of the others.
    Unit:    facts.
    Missing: "not reported" where no fact was loaded, which says nothing about the site.
    Source:  own rule.
    """
    facts = snapshot.query(_FACTS, {"released": released})
    if facts.is_empty():
        return pl.DataFrame(schema=MEASURE.schema)
    counts = facts.group_by("site_id", "wave_id", "factor").agg(
        pl.len().alias("n"),
        *((pl.col("direction") == word).sum().alias(f"n_{word}") for word in DIRECTIONS),
    )
    places = sites(snapshot).select("site_id")
    if facts["site_id"].null_count():
        places = pl.concat([places, pl.DataFrame({"site_id": [None]}, {"site_id": pl.String})])
    rows = grid(places, facts.select("wave_id").unique(), facts.select("factor").unique()).join(
        counts, on=["site_id", "wave_id", "factor"], how="left", nulls_equal=True
    )
    numbers = ["n", *(f"n_{word}" for word in DIRECTIONS)]
    rows = rows.with_columns(pl.col(numbers).fill_null(0)).with_columns(
        direction=_direction(),
        factor_label=pl.col("factor").map_elements(factor_label, return_dtype=pl.String),
    )
    return laid_out(rows, COLUMNS, snapshot, then=["factor_label", "factor"])


def _direction() -> pl.Expr:
    supports, hinders = pl.col("n_supports") > 0, pl.col("n_hinders") > 0
    return (
        pl.when((pl.col("n_mixed") > 0) | (supports & hinders))
        .then(pl.lit("mixed"))
        .when(supports)
        .then(pl.lit("supports"))
        .when(hinders)
        .then(pl.lit("hinders"))
        .when(pl.col("n_unknown") > 0)
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("not reported"))
    )


MEASURE = Measure(
    name="context",
    title="Context",
    question="What in a site's context supports peer support, and what hinders it?",
    unit="facts",
    source="own rule; each fact's source in facts",
    evidence=("context",),
    columns=COLUMNS,
    compute=context,
    released=partial(context, released=True),
    matrix=Matrix(
        rows=("wave_id", "wave_label", "factor", "factor_label"),
        order=("wave_order", "factor_label", "factor"),
        cell="direction",
        outside="not reported",
    ),
)
