"""Strategies and the joint display with ratings that people accepted in the app."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.accepted import with_accepted
from bridgeboard.measures.answering import PROVENANCE
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.proposed_ratings import proposed_ratings
from bridgeboard.measures.strategies import library, strategy_rows
from bridgeboard.measures.together import together_rows

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot


def answer_with_ratings(answer: Answer, accepted: pl.DataFrame, snapshot: Snapshot) -> Answer:
    """The answer of `strategies` or `together` with accepted ratings, nothing hidden yet.

    In:     Decisions.accepted(); the answer's snapshot. The result goes through disclosure.shown as
            any other answer.
    Raises: ValueError for the answer of another measure.
    """
    rows = _ROWS.get(answer.measure.name)
    if rows is None:
        raise ValueError(f"{answer.measure.name} rests on no ratings: {' or '.join(_ROWS)} do")
    frame = rows(snapshot, accepted, False)
    released = None if answer.released is None else rows(snapshot, accepted, True)
    words = {*answer.provenance, *frame["provenance"].str.split(", ").explode().drop_nulls()}
    return replace(
        answer,
        frame=frame,
        released=released,
        provenance=tuple(word for word in PROVENANCE if word in words),
    )


def _strategies(snapshot: Snapshot, accepted: pl.DataFrame, released: bool) -> pl.DataFrame:
    ratings, proposed = _ratings(snapshot, accepted, released)
    return strategy_rows(ratings, library(snapshot), proposed, snapshot)


def _together(snapshot: Snapshot, accepted: pl.DataFrame, released: bool) -> pl.DataFrame:
    return together_rows(snapshot, *_ratings(snapshot, accepted, released), released)


def _ratings(
    snapshot: Snapshot, accepted: pl.DataFrame, released: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    ratings = with_accepted(cfir(snapshot, released), accepted, snapshot, released)
    return ratings, proposed_ratings(snapshot, released)


_ROWS = {"strategies": _strategies, "together": _together}
