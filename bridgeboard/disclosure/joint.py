"""The rule for the joint display: each source is hidden where it is by itself.

What somebody might try:

- The survey's numbers of a row are those of `shift` or `score` for a scale, or follow from
  `distribution` for items. They are hidden where these are, at one of the waves or for one of the
  items: nothing is shown here that those frames don't show.
- The verdict and its sentence would tell which way a hidden survey points: both are found anew from
  what is left. Whoever has the frame can do the same, so they give nothing away.
- A rating that was accepted from pCAT answers goes where that group is hidden, with every other
  rating of the row: which of them is gone must not tell. Proposals from pCAT are for the team.
- Statements and context facts are counted from released ones only, in the released frame.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.comparisons import compared
from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.ratings import rests_on_few
from bridgeboard.disclosure.surveys import surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures import rating_side, survey_side
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.verdicts import judged

_ITEM = ("instrument_id", "item_id", "site_id", "wave_id")
_SCORE = ("instrument_id", "scale_id", "site_id", "wave_id")
_SHIFT = ("instrument_id", "scale_id", "site_id", "from_wave_id", "to_wave_id")


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`together` with `hidden`, and with verdicts on what is left."""
    survey, few = pl.Series(_hidden_surveys(frame, answer)), rests_on_few(frame, answer)
    by_name = {"hidden": survey | few} | dict.fromkeys(survey_side.NUMBERS, survey)
    by_name |= dict.fromkeys(rating_side.COLUMNS, few)
    # Where answers are from tells that there are any.
    by_name["provenance"] = survey
    frame = frame.with_columns(
        pl.lit(HIDDEN.format(k=answer.k)).alias("hidden"), proposed=pl.lit(None, pl.String)
    )
    frame = frame.with_columns(
        pl.when(gone if name != "hidden" else ~gone).then(None).otherwise(name).alias(name)
        for name, gone in by_name.items()
    )
    found = pl.DataFrame(
        [judged(row) for row in frame.iter_rows(named=True)],
        schema={name: answer.measure.schema[name] for name in _JUDGED},
    )
    return frame.with_columns(found)


_JUDGED = ("n_speaking", "n_pointing", "verdict", "sentence", "rule", "sources")


def _hidden_surveys(frame: pl.DataFrame, answer: Answer) -> list[bool]:
    """Per row: is the scale, or one of the items, hidden at one of its waves?"""
    shifts = answer.beside["shift"]
    of_two = pl.Series(compared(shifts, surveys(answer), answer.k).rows, dtype=pl.Boolean)
    unpaired = of_two & (shifts["design"] == "unpaired")
    two = set(shifts.filter(unpaired).select(_SHIFT).iter_rows())
    scores = hidden_beside(answer, "score").filter(pl.col("hidden").is_not_null())
    one = set(scores.select(_SCORE).iter_rows())
    answers = hidden_beside(answer, "distribution").filter(
        pl.col("hidden").is_not_null(), pl.col("state") == "answered", ~pl.col("is_total")
    )
    items = set(answers.select(_ITEM).iter_rows())
    found = []
    for scale, asked, site, *waves in frame.select(
        "scale_ids", "item_ids", "site_id", "from_wave_id", "to_wave_id"
    ).iter_rows():
        scales = [tuple(name.split(":")) for name in _split(scale)]
        if waves[0] == waves[1]:
            of_scale = any((*name, site, waves[0]) in one for name in scales)
        else:
            of_scale = any((*name, site, *waves) in two for name in scales)
        found.append(
            of_scale
            or any(
                (*name.split(":"), site, wave) in items for name in _split(asked) for wave in waves
            )
        )
    return found


def _split(text: str | None) -> list[str]:
    return text.split("; ") if text else []
