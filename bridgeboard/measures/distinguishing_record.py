"""distinguishing_record: how often our rule says what a published table prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT, constructs
from bridgeboard.measures.distinguishing import COMPARED
from bridgeboard.measures.measure import Column, Measure, integer
from bridgeboard.measures.rated import cell
from bridgeboard.measures.separation import compared

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    Column("study", "The published table"),
    Column("study_label", "Its name"),
    *CONSTRUCT,
    *(column for column in COMPARED if column.name != "verdict"),
    Column("printed", "What the paper prints: strong, weak or none"),
    Column("ours", "What our rule says; empty unless status is ok"),
    Column("hit", "True where both are the same; empty unless status is ok", dtype=pl.Boolean),
    Column("status", "ok, not rated (on one side), or groups not known"),
    Column("reason", "Why the rule can't be tried, in a sentence; empty where it can"),
    integer("n_tested", "Constructs of this table on which the rule can be tried", "constructs"),
    integer("n_hits", "Of them, those on which it says what the paper prints", "constructs"),
    integer(
        "n_hits_of_none",
        "Of n_tested, those that would be hits if the rule never found anything",
        "constructs",
    ),
    Column("groups_from", "Where the groups of sites come from"),
    Column("covers", "What of the table could be read"),
    Column("source", "The paper and its DOI"),
)

_PUBLISHED = """
SELECT study, label AS study_label, site_id, "group"::VARCHAR AS "group",
       framework::VARCHAR AS framework, construct_id, rating, state::VARCHAR AS state,
       printed::VARCHAR AS printed, groups_from, covers, source
FROM published_ratings ORDER BY rowid
"""

_STUDY = ("study", "study_label", "groups_from", "covers", "source")


def distinguishing_record(snapshot: Snapshot) -> pl.DataFrame:
    """On which constructs of published tables our rule says what the paper prints.

    In:      published_ratings: the same in every programme, for they come with Bridgeboard.
    Out:     one row per table and construct, computed by the rule of distinguishing. Varsi et al.
             2015: 17 hits on the 19 constructs that can be tried (high implementation in units 1 to
             4, low in 5); always saying "none" would hit 9. That is a record on five units with
             one of them low, of a rule that was fitted to this table and three others.
    Missing: ours and hit are null where units of one group have no rating that counts (all are
             missing or not applicable), and where it can't be known which sites belong to which
             group: the table of 2019 orders its thirteen programmes from low to high and doesn't
             say where high begins. It counts in no number; printing distinguishing constructs
             only, it couldn't show where a rule finds too much either.
    Source:  Varsi et al. 2015, doi:10.2196/jmir.5091, table 2; doi:10.1186/s12889-019-7315-y,
             table 8.
    """
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in snapshot.query(_PUBLISHED).to_dicts():
        found.setdefault((row["study"], row["framework"], row["construct_id"]), []).append(row)
    grouped = {key[0] for key, rows in found.items() if any(row["group"] for row in rows)}
    rows = [_row(of_construct, study in grouped) for (study, *_), of_construct in found.items()]
    own = [row["construct_id"] for row in rows if row["framework"] == "own"]
    key = ["framework", "construct_id"]
    named = {column.name for column in CONSTRUCT} - {*key}
    schema = {name: dtype for name, dtype in MEASURE.schema.items() if name not in named}
    frame = pl.DataFrame(rows, schema={n: t for n, t in schema.items() if n not in _COUNTS})
    tried, hit = pl.col("hit").is_not_null(), pl.col("hit").fill_null(False)
    counts = (tried, hit, tried & (pl.col("printed") == "none"))
    frame = frame.with_columns(
        condition.sum().over("study").cast(pl.Int64).alias(name)
        for name, condition in zip(_COUNTS, counts, strict=True)
    )
    frame = frame.join(constructs(snapshot, own), on=key, how="left", maintain_order="left")
    return frame.sort("study", "construct_order", maintain_order=True).select(list(MEASURE.schema))


_COUNTS = ("n_tested", "n_hits", "n_hits_of_none")


def _row(of_construct: list[dict[str, Any]], has_groups: bool) -> dict[str, Any]:
    """The columns of one construct of one table, without names and counts."""
    first = of_construct[0]
    sides = {
        group: [
            (row["site_id"], row["state"], row["rating"], cell(row["state"], row["rating"]))
            for row in of_construct
            if row["group"] == group
        ]
        for group in ("high", "low")
    }
    row = compared(sides)
    ours = row.pop("verdict")
    status, reason = "ok", None
    if not has_groups:
        status, reason = "groups not known", "It is not known which sites did well."
    elif ours is None:
        status, reason = "not rated", "The sites of one group have no rating of it that counts."
    return {
        **{name: first[name] for name in (*_STUDY, "framework", "construct_id", "printed")},
        **row,
        "ours": ours,
        "hit": None if ours is None else ours == first["printed"],
        "status": status,
        "reason": reason,
    }


MEASURE = Measure(
    name="distinguishing_record",
    title="Record of the rule for distinguishing constructs",
    question="Does our rule say what published tables print?",
    unit="steps of a rating",
    source="Varsi et al. 2015, doi:10.2196/jmir.5091, table 2",
    evidence=(),
    columns=COLUMNS,
    compute=distinguishing_record,
)
