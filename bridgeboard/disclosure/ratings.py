"""The rule for ratings: they are about sites, but who rated, and why, is for the team.

A construct's rating at a site is a judgement about the site, as a published matrix prints it, and
stays. What single raters gave, and the reasons they wrote, say something about them and about those
they listened to: that goes, unless the rows were published. So do the rows of single pairs of
raters. A rating that was accepted from pCAT answers says what most of so many people answered, so
it goes where that group is hidden.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.surveys import surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

TEAM_ONLY = "Who rated what, and why, is for the team."

_TEAM = ("ratings", "rationale", "raw", "consensus_rationale")
_WAVES = ("wave_id", "from_wave_id", "to_wave_id")
#: What an accepted rating says.
_SAYS = ("rating", "state", "lean", "cell", "note", "from_state", "to_state", "from_cell")
_SAYS += ("to_cell", "steps", "reading", "status", "reason")
#: The instrument, and the word for it in accepted_from.
PCAT = "pcat"


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`cfir`, `cfir_change`, `rater_agreement` or `rater_disagreements` with `hidden`."""
    published = pl.col("provenance").eq("published").fill_null(False)
    if "is_all" in frame.columns:
        frame = frame.filter(pl.col("is_all") | published)
    frame = frame.with_columns(
        pl.when(published).then(name).alias(name) for name in _TEAM if name in frame.columns
    )
    frame = frame.with_columns(_few=rests_on_few(frame, answer))
    few = pl.col("_few")
    return frame.with_columns(
        pl.when(few).then(pl.lit(HIDDEN.format(k=answer.k))).alias("hidden"),
        *(pl.when(~few).then(name).alias(name) for name in _SAYS if name in frame.columns),
    ).drop("_few")


def withholds(answer: Answer) -> bool:
    """Does the team see more of the raters than the shareable view?"""
    return not answer.frame["provenance"].drop_nulls().eq("published").all()


def rests_on_few(frame: pl.DataFrame, answer: Answer) -> pl.Series:
    """Per row: was it accepted from answers of a group that is hidden, or that isn't there?"""
    if "accepted_from" not in frame.columns:
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    found = surveys(answer)
    shown = found.asked - found.groups
    waves = [name for name in _WAVES if name in frame.columns]
    rows = frame.select("site_id", "accepted_from", *waves).iter_rows()
    return pl.Series(
        [
            PCAT in (accepted_from or "").split("; ")
            and not all((PCAT, site, wave) in shown for wave in of_row)
            for site, accepted_from, *of_row in rows
        ],
        dtype=pl.Boolean,
    )
