"""quality: what the data of each site and wave are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, WAVE, Column, Matrix, Measure, integer, number
from bridgeboard.measures.places import grid, laid_out, sites, waves

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

NO_DATA, NO_ANSWERS, ANSWERS = "no data", "no answers", "answers"

COLUMNS = (
    *SITE,
    *WAVE,
    integer("n_respondents", "Rows of respondents", "people"),
    integer("n_asked", "Of them, those with a row of answers to any instrument", "people"),
    integer("n_answered", "Of them, those who answered an item", "people"),
    integer("n_cells", "Items that those asked could have answered, all instruments", "answers"),
    integer("n_missing", "Of these, left out without a reason", "answers"),
    integer("n_dont_know", "Of these, don't know", "answers"),
    integer("n_not_applicable", "Of these, not applicable", "answers"),
    number("share_missing", "n_missing of n_cells", "0 to 1"),
    integer(
        "n_could_straight",
        "People who answered every item of an instrument with reversed items beside others",
        "people",
    ),
    integer("n_straight", "Of them, those who gave the same answer to all of one", "people"),
    integer(
        "n_could_be_alike",
        "People who answered every item of an instrument of ten or more",
        "people",
    ),
    integer(
        "n_alike",
        "Of them, those who answered all of one as somebody else of the site and wave did",
        "people",
    ),
    integer("n_refused", "Rows that were refused when this was published, any table", "rows"),
    integer("n_refused_respondents", "Of them, respondents", "rows"),
    Column(
        "status", f"{ANSWERS}, {NO_ANSWERS} (but other evidence), or {NO_DATA} (nothing at all)"
    ),
)

_ANSWERING = """
SELECT * EXCLUDE instrument_id FROM mart_quality WHERE instrument_id IS NULL
"""
_CELLS = """
SELECT site_id, wave_id, sum(n)::BIGINT AS n_cells,
       coalesce(sum(n) FILTER (state = 'missing'), 0)::BIGINT AS n_missing,
       coalesce(sum(n) FILTER (state = 'dont_know'), 0)::BIGINT AS n_dont_know,
       coalesce(sum(n) FILTER (state = 'not_applicable'), 0)::BIGINT AS n_not_applicable
FROM mart_distribution GROUP BY ALL
"""
_REFUSED = """
SELECT site_id, wave_id, sum(n)::BIGINT AS n_refused,
       coalesce(sum(n) FILTER (table_name = $1), 0)::BIGINT AS n_refused_respondents
FROM refused_rows GROUP BY ALL
"""
_PEOPLE = "SELECT site_id, wave_id, n AS n_respondents FROM mart_person_codes"
_EVIDENCE = """
SELECT DISTINCT site_id, wave_id, true AS _evidence
FROM mart_coverage WHERE site_id IS NOT NULL AND wave_id IS NOT NULL
"""


def quality(snapshot: Snapshot) -> pl.DataFrame:
    """How many were asked and answered at each site and wave, and what their answers are worth.

    In:      mart_quality, mart_distribution, mart_person_codes, mart_coverage, refused_rows.
    Out:     one row per site and wave, those without data included; and rows without a site, or
             without a wave, for refused rows of which no accepted one can be told.
             Straight-lining: somebody who answered every item of an instrument, some of whose items
             are reversed, and ticked the same number at all of them, the middle included. Alike:
             two or more people of one site and wave who answered every item of an instrument of ten
             items or more in the same way; all of them count. Somebody who straight-lines as
             another does counts as both. A person who answered several instruments counts once.
    Unit:    people, answers (a respondent's answer to an item), rows of files.
    Missing: counts are 0 where there is nothing to count, share_missing is null there. An item
             without a row counts as left out once its respondent has a row for the instrument.
             n_refused is of the files as they were last published; a refused row belongs to the
             site and wave that it names, answers to those of their respondent. Rows that could not
             be told apart at all (a table that could not be read) are not counted here.
    Source:  own rules; straight-lining: Krosnick 1991, doi:10.1002/acp.2350050305.
    """
    places = grid(sites(snapshot).select("site_id"), waves(snapshot).select("wave_id"))
    refused = snapshot.query(_REFUSED, ["respondents"])
    nowhere = refused.filter(pl.any_horizontal(pl.col("site_id", "wave_id").is_null()))
    rows = pl.concat([places, nowhere.select("site_id", "wave_id")])
    counted = [snapshot.query(sql) for sql in (_PEOPLE, _ANSWERING, _CELLS, _EVIDENCE)]
    for part in (*counted, refused):
        rows = rows.join(part, on=["site_id", "wave_id"], how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col("^n_.*$").fill_null(0)).with_columns(
        share_missing=pl.when(pl.col("n_cells") > 0).then(pl.col("n_missing") / pl.col("n_cells")),
        status=pl.when(pl.col("n_answered") > 0)
        .then(pl.lit(ANSWERS))
        .when(pl.col("_evidence") | (pl.col("n_respondents") > 0))
        .then(pl.lit(NO_ANSWERS))
        .otherwise(pl.lit(NO_DATA)),
    )
    return laid_out(rows, COLUMNS, snapshot)


MEASURE = Measure(
    name="quality",
    title="Data quality",
    question="What are the data of each site and wave worth?",
    unit="people, answers and rows",
    source="own rules; Krosnick 1991, doi:10.1002/acp.2350050305",
    evidence=("",),
    columns=COLUMNS,
    compute=quality,
    matrix=Matrix(
        rows=("wave_id", "wave_label"),
        order=("wave_order",),
        cell="n_answered",
        outside=NO_DATA,
    ),
    rule="team",
)
