"""cfir_change: how the rating of each construct moved at each site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.cfir import KEY, PLACE, cfir
from bridgeboard.measures.comparisons import compared_sites, comparisons
from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.measure import COMPARISON, SITE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.rated import joined

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *COMPARISON,
    Column("from_state", "State at the earlier wave, as in cfir"),
    Column("to_state", "State at the later wave"),
    Column("from_cell", "The rating at the earlier wave as shown"),
    Column("to_cell", "The rating at the later wave as shown"),
    integer("steps", "Later minus earlier rating; only where both are rated", "steps"),
    Column(
        "reading",
        "up, down or same by steps; same or changed where one or both are mixed; empty where "
        "status is not ok",
    ),
    Column(
        "status",
        "ok, not comparable, raters differ, not rated, missing or not applicable (the first that "
        "holds at either wave)",
    ),
    Column("reason", "Why there is no reading, or no number of steps, in a sentence"),
    Column("accepted_from", "What accepted ratings of the two rest on; empty where neither is one"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)

#: States that keep two ratings from being compared, in the order in which they are said.
_UNLIKE = {
    "raters_differ": ("raters differ", "raters differ and have not agreed yet"),
    "not_rated": ("not rated", "nobody rated it"),
    "missing": ("missing", "too little was said to rate it"),
    "not_applicable": ("not applicable", "it was not applicable"),
}


def cfir_change(snapshot: Snapshot) -> pl.DataFrame:
    """How the rating of each construct moved at each site, from one wave to a later one.

    In:      cfir, sites.
    Out:     one row per construct, site and comparison: every wave at which anything was rated with
             every later one. Always later minus earlier.
    Unit:    steps of the scale from -2 to +2; an ordinal scale's steps are counted, not measured.
    Missing: steps need a rating at both waves. Where one or both are mixed, reading says only
             whether the cell is the same or changed; from missing, not applicable, not rated and
             raters who differ nothing follows. A site that is not comparable across waves, or
             stands for one that is not, is never compared.
    Source:  own definition.
    """
    return changes(cfir(snapshot), snapshot)


def changes(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The same from a frame of `cfir`, such as one with accepted ratings."""
    rated = frame.filter(pl.col("state") != "not_rated")["wave_id"].unique().implode()
    pairs = comparisons(snapshot).filter(
        pl.col("from_wave_id").is_in(rated) & pl.col("to_wave_id").is_in(rated)
    )
    ratings = frame.select(*PLACE, "rating", "state", "cell", "provenance", "accepted_from")
    rows = frame.select(*(column.name for column in CONSTRUCT), "site_id").unique()
    rows = rows.join(pairs, how="cross").join(compared_sites(snapshot), on="site_id")
    for side in ("from_", "to_"):
        own = {name: f"{side}{name}" for name in ratings.columns if name not in ("site_id", *KEY)}
        rows = rows.join(ratings.rename(own), on=["site_id", *KEY, f"{side}wave_id"])
    said = [_compared(row) for row in rows.iter_rows(named=True)]
    rows = rows.drop("site_name").hstack(pl.DataFrame(said, schema=_SAID, orient="row"))
    order = ["from_wave_order", "to_wave_order", "construct_order"]
    return laid_out(rows, COLUMNS, snapshot, then=order)


def _compared(row: dict[str, Any]) -> tuple[int | str | None, ...]:
    """The columns of _SAID."""
    steps, status, reason = None, "ok", None
    states = row["from_state"], row["to_state"]
    unlike = [state for state in _UNLIKE if state in states]
    if row["comparable"] == "no":
        status, reason = "not comparable", _not_comparable(row["site_name"], row["partner"])
    elif unlike:
        status, words = _UNLIKE[unlike[0]]
        labels = [row[f"{s}_wave_label"] for s in ("from", "to") if row[f"{s}_state"] == unlike[0]]
        reason = f"At {' and at '.join(labels)} {words}."
    elif "mixed" in states:
        reason = "A mixed rating has no place on the scale, so no steps are counted."
    else:
        steps = row["to_rating"] - row["from_rating"]
    reading = None
    if steps is not None:
        reading = "up" if steps > 0 else "down" if steps < 0 else "same"
    elif status == "ok":
        reading = "same" if row["from_cell"] == row["to_cell"] else "changed"
    accepted_from = joined((row["from_accepted_from"], row["to_accepted_from"]))
    words = [(row[f"{side}_provenance"] or "").split(", ") for side in ("from", "to")]
    provenance = joined((word for each in words for word in each), ", ")
    return steps, reading, status, reason, accepted_from, provenance


def _not_comparable(site_name: str, partner: str | None) -> str:
    if partner:
        return f"{site_name} and {partner} are two places: their waves must not be compared."
    return f"{site_name} stands for two places: its waves must not be compared."


_SAID = {
    "steps": pl.Int64,
    **dict.fromkeys(("reading", "status", "reason", "accepted_from", "provenance"), pl.String),
}

MEASURE = Measure(
    name="cfir_change",
    title="CFIR change",
    question="Which constructs moved at a site between two waves, and which way?",
    unit="steps",
    source="own definition",
    evidence=("ratings",),
    columns=COLUMNS,
    compute=cfir_change,
    rule="ratings",
)
