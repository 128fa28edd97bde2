"""strategies: which ERIC strategies experts endorsed for a site's barriers."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.measure import SITE, WAVE, Column, integer, number

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *WAVE,
    integer("rating", "-2 strong barrier or -1; empty where the rating is mixed", "-2 to +2"),
    Column("state", "rated or mixed"),
    integer("lean", "The way a mixed rating leans: -2 or -1", "-2 to +2"),
    Column("cell", "The rating as shown: −1, −2, mixed (−1)"),
    Column(
        "basis",
        "consensus, raters agree, one rater or accepted; statements or pcat where it is proposed",
    ),
    Column(
        "is_proposed",
        "True where nobody has rated the construct and its rating is only proposed",
        dtype=pl.Boolean,
    ),
    Column("accepted_from", "What an accepted rating was proposed from: statements, pcat, raters"),
    Column("why", "The reason for the rating; of raters for the team only, unless published"),
    integer("n_for", "Statements that speak for the construct at this site and wave", "statements"),
    integer("n_against", "Statements that speak against it", "statements"),
    integer("n_mixed", "Statements that are mixed", "statements"),
    Column("barrier_2009", "The CFIR 2009 construct under which strategies were endorsed"),
    Column(
        "barrier_link",
        "the construct itself, a verified link (2022 to 2009), or none: see reason",
    ),
    Column("strategy_id", "The ERIC strategy; empty where no figure is held"),
    Column("strategy", "Its name"),
    integer("strategy_order", "Its number in Powell et al. 2015"),
    Column("strategy_gloss", "What it means, in our words"),
    integer("cluster_number", "Its cluster"),
    Column("cluster_label", "Name of the cluster"),
    number("percent", "Experts who endorsed it for this barrier; empty where not published", "%"),
    number(
        "percent_at_least", "What the percentage reaches at least, where only that is known", "%"
    ),
    integer("level", "1: at least half of the experts; 2: 20 to 49 %; empty where unknown"),
    integer("n_sources", "Sources in which the figure was read and that agree", "sources"),
    Column("source", "Where the figure was read; of a team's own file the source it names"),
    Column(
        "status",
        "published, own file (the team's own output of the matching tool), or no published figure",
    ),
    Column("in_library", "True where the figure comes with Bridgeboard", dtype=pl.Boolean),
    Column("reason", "Why there is no figure, in a sentence; empty where there is"),
    Column("provenance", "Of the rating: published, collected or simulated; joined by a comma"),
)
