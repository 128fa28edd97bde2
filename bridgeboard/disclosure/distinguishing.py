"""The rule for constructs that part sites: what a group of sites gives away of the people in it.

Ratings, outcomes and milestones are about sites. What somebody might try:

- A site in the group "rose" has that reading of its shift, and a site in neither group has too few
  answers. If any site's shift on the instrument is hidden, so are all groups by it: the rows are
  gone, as they are where no site has a shift, so that not even that can be told apart.
- A rating that was accepted from pCAT answers says what most of so many people answered. Where that
  group is hidden, so is every row in which the rating stands, its verdict with it.
- A grouping that somebody made in the app is that person's view of the sites, under words of their
  own: it is for the team, as actions are.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.comparisons import compared
from bridgeboard.disclosure.surveys import Surveys, surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

BY_SHIFT = "Groups by shift are left out where the shift of a site is hidden."
OWN = "Groups that people of the programme made are for the team."

_PCAT = "pcat"


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`distinguishing` with `hidden`, without groups that rest on hidden shifts."""
    found = surveys(answer)
    gone = [f"shift:{name}" for name in _hidden_shifts(answer, found)]
    frame = frame.filter(~pl.col("grouping").is_in(gone), pl.col("grouping_kind") != "own")
    shown = found.asked - found.groups
    few = pl.Series(
        "_few",
        [
            any((_PCAT, site, wave) not in shown for site in (sites or "").split("; ") if site)
            for wave, sites in frame.select("wave_id", "pcat_sites").iter_rows()
        ],
        pl.Boolean,
    )
    is_few = pl.col("_few")
    return (
        frame.with_columns(few)
        .with_columns(
            pl.when(is_few).then(pl.lit(HIDDEN.format(k=answer.k))).alias("hidden"),
            *(pl.when(~is_few).then(name).alias(name) for name in answer.measure.hides),
        )
        .drop("_few")
    )


def _hidden_shifts(answer: Answer, found: Surveys) -> set[str]:
    """Instruments of which a site's shift is hidden, in any comparison and on any scale."""
    shift = answer.beside["shift"]
    of_shift = compared(shift, found, answer.k)
    secret = pl.Series(of_shift.rows, dtype=pl.Boolean) & ~pl.Series(
        of_shift.told, dtype=pl.Boolean
    )
    rows = shift.filter(secret & (pl.col("design") == "unpaired"))
    return set(rows["instrument_id"])
