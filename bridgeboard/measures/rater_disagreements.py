"""rater_disagreements: what raters do not agree on, and what became of it."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.measure import SITE, WAVE, Column, integer

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
    Column("opposite", "True where one sees a barrier and one a facilitator", dtype=pl.Boolean),
    Column("consensus", "The consensus as shown; empty where there is none yet"),
    Column("consensus_rationale", "Why it was agreed; for the team unless published"),
    Column("resolved", "True where there is a consensus", dtype=pl.Boolean),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)
