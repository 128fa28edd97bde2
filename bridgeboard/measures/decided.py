"""Distinguishing constructs with what people decided in the app: ratings accepted, own groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.answering import PROVENANCE
from bridgeboard.measures.distinguishing import distinguishing_rows
from bridgeboard.measures.groupings import groupings, own_groupings
from bridgeboard.measures.measure import Answer

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot


def answer_with_groupings(
    answer: Answer, ratings: pl.DataFrame, own: pl.DataFrame, snapshot: Snapshot
) -> Answer:
    """The answer of `distinguishing` with accepted ratings and own groupings, nothing hidden yet.

    In: ratings: the frame of `cfir` with accepted ratings laid over it; own:
        Decisions.groupings(). The result goes through disclosure.shown as any other answer.
    """
    groups = pl.concat([groupings(snapshot), own_groupings(own)])
    words = {*answer.provenance, *ratings["provenance"].str.split(", ").explode().drop_nulls()}
    return replace(
        answer,
        frame=distinguishing_rows(ratings, groups),
        provenance=tuple(word for word in PROVENANCE if word in words),
    )
