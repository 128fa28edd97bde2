"""Means of scores in groups of respondents, and what to say where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from bridgeboard.measures.alike import alike
from bridgeboard.measures.drawn_points import drawn_points
from bridgeboard.statistics import counted, mean_interval

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_FOUND = {
    "n": pl.Int64,
    "n_respondents": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "sd": pl.Float64,
    "points": pl.List(pl.Float64),
}


def means(scores: pl.DataFrame, group: Sequence[str], snapshot: Snapshot) -> pl.DataFrame:
    """One row per group that answered: its mean score with the 95 % interval.

    In:      the columns of `group`, then score and n (how many respondents have it), sorted; score
             is null for respondents who answered too few items for one.
    Out:     the columns of `group`, n, n_respondents, value, lower, upper, sd, points.
    Missing: value, lower, upper and sd are null below the programme's minimum_n.
    """
    rows = []
    for of, score, n in alike(scores, group, ["score", "n"]):
        has_score = ~np.isnan(score)
        scored = counted(score[has_score], n[has_score])
        mean = mean_interval(scored)
        row = dict(zip(group, of, strict=True))
        row |= {"n": mean.n, "n_respondents": int(n.sum())}
        row |= {"points": drawn_points(scored.values, scored.counts)}
        if mean.n >= snapshot.programme.minimum_n:
            row |= {"value": mean.mean, "lower": mean.lower, "upper": mean.upper, "sd": mean.sd}
        rows.append(row)
    return pl.DataFrame(rows, schema=dict.fromkeys(group, pl.String) | _FOUND)


def with_status(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with 0 people where `means` found none, and with their status."""
    n, people = pl.col("n").fill_null(0), pl.col("n_respondents").fill_null(0)
    return rows.with_columns(
        n=n,
        n_respondents=people,
        points=pl.col("points").fill_null([]),
        status=pl.when(people == 0)
        .then(pl.lit("no answers"))
        .when(n == 0)
        .then(pl.lit("no score"))
        .when(pl.col("value").is_null())
        .then(pl.lit("not enough data"))
        .otherwise(pl.lit("ok")),
    )
