"""cfir: how each CFIR construct is rated at each site and wave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT, constructs, statements_on_constructs
from bridgeboard.measures.measure import SITE, WAVE, Column, Matrix, Measure, integer
from bridgeboard.measures.once import once
from bridgeboard.measures.places import grid, laid_out, sites, waves
from bridgeboard.measures.rated import Unit, cell, joined, listed, reasons, units

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *WAVE,
    integer("rating", "-2 strong barrier to +2 strong facilitator; only where state is rated"),
    Column(
        "state",
        "rated, mixed, missing (too little was said), not_applicable, raters_differ (no consensus "
        "yet) or not_rated (nobody rated it)",
    ),
    integer("lean", "The way a mixed rating leans, -2 to +2; empty where it doesn't"),
    Column(
        "basis",
        "consensus, raters agree, one rater or accepted; none where raters differ or nobody rated",
    ),
    Column(
        "accepted_from",
        "What an accepted rating was proposed from: statements, pcat or raters",
    ),
    integer("n_raters", "Raters beside the consensus", "raters"),
    Column("ratings", "What each of them gave, joined by ;; for the team unless published"),
    Column("rationale", "Why it is rated so; for the team unless published"),
    integer(
        "n_for",
        "Statements that speak for the construct at this site and wave; empty for a construct "
        "of 2009 or an own one, to which no statement is mapped",
        "statements",
    ),
    integer("n_against", "Statements that speak against it", "statements"),
    integer("n_mixed", "Statements that are mixed", "statements"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
    Column("source", "Keys of the sources in programme.toml, joined by ;"),
    Column("raw", "The cell of a matrix as it was written; for the team unless published"),
    Column("note", "Remark for readers, such as reverse rated"),
    Column("cell", "As shown: +2, −1, 0, mixed, mixed (+1), missing, n/a, differ, or empty"),
)

#: What names a construct, and what names a row.
KEY = ["framework", "construct_id"]
PLACE = ["site_id", "wave_id", *KEY]
_VALENCES = {"n_for": "positive", "n_against": "negative", "n_mixed": "mixed"}
_OF_RATERS = (
    *("rating", "state", "lean", "basis", "n_raters", "ratings", "rationale"),
    *("provenance", "source", "raw", "note"),
)
#: Columns that are more than names of what the row is about.
BARE = (*PLACE, *_VALENCES, *_OF_RATERS, "accepted_from")


@once
def cfir(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """How each construct is rated at each site and wave, and what statements say for and against.

    In:      ratings, statements, themes, cfir_constructs, cfir_2009.
    Out:     one row per site, wave and construct that was rated anywhere in the programme. A
             consensus comes first; without one, what all raters say alike, or the only rater says;
             raters who differ are a state of their own until they agree. Nothing is averaged.
    Unit:    an ordinal rating: -2 strong barrier to +2 strong facilitator. It is never summed.
    Missing: five things apart, and none of them 0: mixed, missing (too little was said),
             not_applicable, raters_differ and not_rated. n_for and its like are null for
             constructs of 2009 and own ones; 0 is "not reported in this source", never "absent".
    Source:  Damschroder & Lowery 2013, doi:10.1186/1748-5908-8-51 (the scale).
    """
    rated = units(snapshot)
    rows = pl.DataFrame(
        [_row(unit) for unit in rated],
        schema={name: MEASURE.schema[name] for name in (*PLACE, *_OF_RATERS)},
    )
    frame = every_place(snapshot, rows.select(KEY).unique(), released)
    frame = frame.join(rows, on=PLACE, how="left", maintain_order="left")
    return named(frame, snapshot)


def _row(unit: Unit) -> dict[str, Any]:
    """The columns of _OF_RATERS."""
    settled = unit.settled()
    given = settled.rests_on
    is_mixed = settled.state == "mixed"
    return {
        **dict(zip(PLACE, unit.place, strict=True)),
        "rating": None if is_mixed else settled.rating,
        "state": settled.state,
        "lean": settled.rating if is_mixed else None,
        "basis": settled.basis,
        "n_raters": len(unit.raters),
        "ratings": listed(unit.raters),
        "rationale": reasons(given),
        "provenance": joined((one.provenance for one in (*given, *unit.raters)), ", "),
        "source": joined(one.source for one in given),
        "raw": given[0].raw if len(given) == 1 else None,
        "note": joined(one.note for one in given),
    }


def every_place(snapshot: Snapshot, rated: pl.DataFrame, released: bool) -> pl.DataFrame:
    """These constructs at every site and wave, and how many statements bear on each there.

    Out: PLACE, n_for, n_against, n_mixed.
    """
    places = grid(
        sites(snapshot).select("site_id"),
        waves(snapshot).select("wave_id"),
        rated.select(KEY),
    )
    said = statements_on_constructs(snapshot, released)
    counts = said.group_by(PLACE).agg(
        (pl.col("valence") == valence).sum().cast(pl.Int64).alias(name)
        for name, valence in _VALENCES.items()
    )
    frame = places.join(counts, on=PLACE, how="left", maintain_order="left")
    of_2022 = pl.col("framework") == "2022"
    return frame.with_columns(
        pl.when(of_2022).then(pl.col(name).fill_null(0)).alias(name) for name in _VALENCES
    )


def named(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The whole frame, in order: the names of sites, waves and constructs, and the cells.

    In: the columns of BARE; those about raters are null where nobody rated.
    """
    own = frame.filter(pl.col("framework") == "own")["construct_id"].unique().to_list()
    frame = frame.join(constructs(snapshot, own), on=KEY, how="left", maintain_order="left")
    if "accepted_from" not in frame.columns:
        frame = frame.with_columns(accepted_from=pl.lit(None, pl.String))
    frame = frame.with_columns(
        pl.col("state").fill_null("not_rated"),
        pl.col("basis").fill_null("none"),
        pl.col("n_raters").fill_null(0),
    )
    cells = [
        cell(state, rating if lean is None else lean)
        for state, rating, lean in frame.select("state", "rating", "lean").iter_rows()
    ]
    frame = frame.with_columns(pl.Series("cell", cells, pl.String))
    return laid_out(frame, COLUMNS, snapshot, then=["construct_order"])


MEASURE = Measure(
    name="cfir",
    title="CFIR ratings",
    question="What helps and what hinders, at which site, and who says so?",
    unit="-2 to +2",
    source="Damschroder et al. 2022, doi:10.1186/s13012-022-01245-0; scale: Damschroder & Lowery "
    "2013, doi:10.1186/1748-5908-8-51",
    evidence=("ratings", "statements"),
    columns=COLUMNS,
    compute=cfir,
    released=partial(cfir, released=True),
    matrix=Matrix(
        rows=("wave_id", "wave_label", "domain_label", "construct_id", "construct_label"),
        order=("wave_order", "construct_order"),
        cell="cell",
        outside="not rated",
    ),
    rule="ratings",
)
