"""The rule for strategies: a row is there because a rating is below 0, so hiding means leaving out.

What somebody might try:

- A barrier that is proposed from pCAT answers says which way most of so many people answered. Where
  `distribution` hides that item at that site and wave, the row goes; so does one whose rating was
  accepted from pCAT answers of a hidden group. Blanking would still say that it is below 0.
- That anything was left out is said wherever pCAT was asked, whether or not there was.
- Who rated, and why, is for the team unless it was published. Proposals from statements rest on
  released ones only, since the frame is the released one.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure import proposed, ratings
from bridgeboard.disclosure.surveys import surveys
from bridgeboard.measures.measure import Answer

LEFT_OUT = (
    "Barriers from pCAT answers are left out where so few people answered that their answers are "
    "hidden."
)


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`strategies` with `hidden`, which is always empty: what must not be seen is left out."""
    gone = proposed.hidden_items(frame, answer) | ratings.rests_on_few(frame, answer)
    published = (pl.col("provenance") == "published").fill_null(False)
    return frame.filter(~gone).with_columns(
        why=pl.when(published | pl.col("is_proposed")).then("why"),
        hidden=pl.lit(None, pl.String),
    )


def may_leave_out(answer: Answer) -> bool:
    """Was pCAT asked anywhere, so that a barrier may be missing?"""
    return any(instrument == ratings.PCAT for instrument, _, _ in surveys(answer).asked)
