"""rater_disagreements: what raters do not agree on, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT, constructs
from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.rated import Unit, joined, listed, reasons, units

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *WAVE,
    integer("n_raters", "Raters beside the consensus", "raters"),
    Column("ratings", "What each of them gave, joined by ;; for the team unless published"),
    Column("rationale", "Why, rater by rater; for the team unless published"),
    integer(
        "distance",
        "Steps between the lowest and the highest rating; empty where one of them is not a number",
        "steps",
    ),
    Column(
        "opposite",
        "True where one sees a barrier and one a facilitator; empty where distance is",
        dtype=pl.Boolean,
    ),
    Column("consensus", "The consensus as shown; empty where there is none yet"),
    Column("consensus_rationale", "Why it was agreed; for the team unless published"),
    Column("resolved", "True where there is a consensus", dtype=pl.Boolean),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)

_PLACE = ("site_id", "wave_id", "framework", "construct_id")


def rater_disagreements(snapshot: Snapshot) -> pl.DataFrame:
    """Where raters said different things of a construct, how far apart, and what was agreed.

    In:      ratings.
    Out:     one row per site, wave and construct of which two raters or more said different things,
             whether there is a consensus by now or not. Raters who call it mixed and lean different
             ways differ, too.
    Unit:    steps of the scale from -2 to +2.
    Missing: distance and opposite are null where one of them gave no number: how far mixed or
             missing is from a rating, nobody can say.
    Source:  own definition.
    """
    rows = [_row(unit) for unit in units(snapshot) if unit.differ]
    of_constructs = {column.name for column in CONSTRUCT} - set(_PLACE)
    of_places = {"site_name", "wave_label", "wave_order"}
    schema = {
        name: dtype
        for name, dtype in MEASURE.schema.items()
        if name not in of_constructs | of_places
    }
    frame = pl.DataFrame(rows, schema=schema)
    frame = frame.join(constructs(snapshot), on=["framework", "construct_id"], how="left")
    return laid_out(frame, COLUMNS, snapshot, then=["construct_order"])


def _row(unit: Unit) -> dict[str, Any]:
    """The columns but the names."""
    on_scale = all(given.state == "rated" for given in unit.raters)
    ratings = [given.rating for given in unit.raters if given.rating is not None]
    consensus = unit.consensus
    return {
        **dict(zip(_PLACE, unit.place, strict=True)),
        "n_raters": len(unit.raters),
        "ratings": listed(unit.raters),
        "rationale": reasons(unit.raters),
        "distance": max(ratings) - min(ratings) if on_scale else None,
        "opposite": min(ratings) < 0 < max(ratings) if on_scale else None,
        "consensus": consensus.cell if consensus else None,
        "consensus_rationale": consensus.rationale if consensus else None,
        "resolved": consensus is not None,
        "provenance": joined((given.provenance for given in (*unit.raters, *unit.agreed)), ", "),
    }


MEASURE = Measure(
    name="rater_disagreements",
    title="Disagreements of raters",
    question="On which constructs do raters differ, and what was agreed?",
    unit="steps",
    source="own definition",
    evidence=("ratings",),
    columns=COLUMNS,
    compute=rater_disagreements,
    rule="ratings",
)
