"""score: where each scale stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.means import means, with_status
from bridgeboard.measures.measure import SCALE, SITE, WAVE, Column, Matrix, Measure, integer, number
from bridgeboard.measures.once import once
from bridgeboard.measures.places import grid, laid_out, sites, waves
from bridgeboard.measures.scales import scales

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    *WAVE,
    *SCALE,
    integer("n", "Respondents with a score on this scale", "people"),
    integer("n_respondents", "Respondents who answered any item of the instrument", "people"),
    number("value", "Mean score", "scale points"),
    number("lower", "Lower end of the 95 % interval of the mean", "scale points"),
    number("upper", "Upper end of the 95 % interval of the mean", "scale points"),
    number("sd", "Standard deviation between respondents (n - 1)", "scale points"),
    Column(
        "points",
        "Every respondent's score, sorted; where there are more than 100, 100 that each stand for "
        "as many of them; for the team only",
        "scale points",
        pl.List(pl.Float64),
    ),
    Column("status", "ok, not enough data, no score, or no answers"),
)

_SCORES = """
SELECT instrument_id, scale_id, site_id, wave_id, score, n FROM mart_scores
ORDER BY instrument_id, scale_id, site_id, wave_id, score
"""

_GROUP = ("instrument_id", "scale_id", "site_id", "wave_id")


@once
def score(snapshot: Snapshot) -> pl.DataFrame:
    """The mean score of each scale with its 95 % interval, for each site and wave.

    In:      mart_scores (each respondent's score by the instrument's own rule: reverse, then mean
             or sum over answered items if enough are answered), instruments.
    Out:     one row per site, wave, instrument and scale, those without answers included. An
             instrument without scales (pCAT) has no row: its items are never summed.
    Unit:    scale points.
    Missing: value, lower, upper and sd are null unless at least the programme's minimum_n have a
             score; status then is "not enough data", "no score" where people answered but each too
             few items for a score, or "no answers" where nobody answered.
    Source:  Student 1908, doi:10.1093/biomet/6.1.1 (interval).
    """
    rows = grid(
        sites(snapshot).select("site_id"), waves(snapshot).select("wave_id"), scales(snapshot)
    )
    rows = rows.join(means(snapshot.query(_SCORES), _GROUP, snapshot), on=list(_GROUP), how="left")
    rows = with_status(rows)
    return laid_out(rows, COLUMNS, snapshot, then=["scale_order"])


MEASURE = Measure(
    name="score",
    title="Scale scores",
    question="Where do attitudes stand, and how sure is that?",
    unit="scale points",
    source="Student 1908, doi:10.1093/biomet/6.1.1 (interval)",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=score,
    people="n",
    asked="n_respondents",
    hides=("n", "value", "lower", "upper", "sd", "points", "status"),
    group=("n_respondents",),
    matrix=Matrix(
        rows=("wave_id", "wave_label", "instrument_name", "scale_label"),
        order=("wave_order", "scale_order"),
        cell="value",
        outside="no answers",
        words=("no answers", "no score", "not enough data"),
    ),
)
