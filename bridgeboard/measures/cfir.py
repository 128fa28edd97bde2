"""cfir: how each CFIR construct is rated at each site and wave."""

from __future__ import annotations

from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.measure import SITE, WAVE, Column, integer

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
    Column("note", "Remark, such as reverse rated; for the team unless published"),
    Column("cell", "As shown: +2, −1, 0, mixed, mixed (+1), missing, n/a, differ, or empty"),
)
