"""cfir_change: how the rating of each construct moved at each site."""

from __future__ import annotations

from bridgeboard.measures.constructs import CONSTRUCT
from bridgeboard.measures.measure import COMPARISON, SITE, Column, integer

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
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)
