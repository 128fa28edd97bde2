"""Ratings that people accepted in the app, laid over those of the files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures import cfir
from bridgeboard.measures.answering import PROVENANCE
from bridgeboard.measures.constructs import constructs
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.places import sites, waves

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_IS_ACCEPTED = pl.col("_basis").is_not_null()


def with_accepted(
    frame: pl.DataFrame, accepted: pl.DataFrame, snapshot: Snapshot, released: bool = False
) -> pl.DataFrame:
    """A frame of `cfir` with the ratings that people accepted in place of those of the files.

    In:      Decisions.accepted(): site_id, wave_id, framework, construct_id, rating, state, reason,
             basis (statements, pcat or raters); the frame's snapshot; released as for the frame.
    Out:     the same columns. An accepted rating has basis "accepted", its reason as rationale, and
             its own basis as accepted_from. What raters gave stays in ratings, with the consensus
             that it replaces. A construct that nobody had rated gets a row at every site and wave.
    Missing: what was accepted for a site, wave or construct that is no longer there is left out.
    """
    accepted = _still_there(accepted, snapshot)
    if accepted.is_empty():
        return frame
    rows = frame.select(cfir.BARE)
    unrated = accepted.join(frame, on=cfir.KEY, how="anti").select(cfir.KEY).unique()
    if unrated.height:
        added = cfir.every_place(snapshot, unrated, released)
        rows = pl.concat([rows, added], how="diagonal")
    rows = rows.join(accepted, on=cfir.PLACE, how="left", maintain_order="left")
    return cfir.named(_overlaid(rows, snapshot).select(cfir.BARE), snapshot)


def answer_with_accepted(answer: Answer, accepted: pl.DataFrame, snapshot: Snapshot) -> Answer:
    """The answer of `cfir` with accepted ratings in the frames of both views, nothing hidden yet.

    In: as with_accepted. The result goes through disclosure.shown as any other answer.
    """
    frame = with_accepted(answer.frame, accepted, snapshot)
    released = answer.released
    if released is not None:
        released = with_accepted(released, accepted, snapshot, released=True)
    words = set(frame["provenance"].str.split(", ").explode().drop_nulls())
    provenance = tuple(word for word in PROVENANCE if word in {*answer.provenance, *words})
    return replace(answer, frame=frame, released=released, provenance=provenance)


def _still_there(accepted: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """PLACE and the accepted columns of cfir, prefixed with _."""
    is_mixed = pl.col("state") == "mixed"
    known = constructs(snapshot).select(cfir.KEY)
    return (
        accepted.join(sites(snapshot), on="site_id", how="semi")
        .join(waves(snapshot), on="wave_id", how="semi")
        .filter(
            (pl.col("framework") == "own") | pl.struct(cfir.KEY).is_in(known.to_struct().implode())
        )
        .select(
            *cfir.PLACE,
            pl.when(~is_mixed).then("rating").alias("_rating"),
            pl.col("state").alias("_state"),
            pl.when(is_mixed & (pl.col("rating") != 0)).then("rating").alias("_lean"),
            pl.lit("accepted").alias("_basis"),
            pl.col("reason").alias("_rationale"),
            pl.col("basis").alias("_accepted_from"),
        )
    )


def _overlaid(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The accepted columns in place of the others."""
    own = {
        name: pl.col(f"_{name}")
        for name in ("rating", "state", "lean", "basis", "rationale", "accepted_from")
    }
    # An accepted rating is the team's own, whatever was published; what is simulated stays so.
    simulated = pl.col("provenance").str.contains("simulated").fill_null(False) | (
        snapshot.programme.provenance == "simulated"
    )
    own["provenance"] = pl.when(simulated).then(pl.lit("simulated")).otherwise(pl.lit("collected"))
    own |= {name: pl.lit(None, pl.String) for name in ("source", "raw", "note")}
    consensus = [
        f"consensus {cfir.cell(state, rating if lean is None else lean)}"
        if basis == "consensus"
        else None
        for basis, state, rating, lean in rows.select(
            "basis", "state", "rating", "lean"
        ).iter_rows()
    ]
    own["ratings"] = pl.concat_str(
        "ratings", pl.Series("consensus", consensus, pl.String), separator="; ", ignore_nulls=True
    ).replace("", None)
    return rows.with_columns(
        pl.when(_IS_ACCEPTED).then(new).otherwise(pl.col(name)).alias(name)
        for name, new in own.items()
    )
