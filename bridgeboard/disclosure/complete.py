"""The rule for rows about those of all sites who answered every item of a scale.

What somebody might try:

- n_answered and the shares of `item_fit` are the totals of `distribution` again: hidden where those
  are, reasons for giving no answer with them.
- Who answered all items answered each: n is a lower limit of every item's number at all sites, also
  at the one site where few answered it. So n is hidden where an item is hidden at a site whose
  group is shown, and where n leaves 1 to k - 1 of those who answered.
- Feldt's interval tells n from alpha, so it goes with n. Correlations, alpha and omega say nothing
  about a mean, and are of one group at a wave only: there is no second one to subtract.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.item_fit import RUNS_AGAINST
from bridgeboard.measures.measure import Answer

_ITEM = ["instrument_id", "item_id", "wave_id"]
_WAVE = ["instrument_id", "wave_id"]

#: What tells n, besides n.
_TELLS_N = ("n", "lower", "upper")


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`reliability` or `item_fit` with `hidden`."""
    k, measure = answer.k, answer.measure
    answers = hidden_beside(answer, "distribution")
    totals = hidden_groups(answer.people, k).totals.select(
        pl.col("evidence").str.strip_prefix("survey:").alias("instrument_id"), "wave_id"
    )
    people = pl.col("_people")
    asked = "n_respondents" if "n_respondents" in frame.columns else "n_asked"
    frame = frame.join(
        _respondents(answer), on=_WAVE, how="left", maintain_order="left"
    ).with_columns(
        _group=pl.struct(_WAVE).is_in(totals.to_struct().implode()),
        _tight=pl.struct([*_WAVE, "scale_id"]).is_in(_tight(answers, answer).implode()),
        _people=pl.col("_people").fill_null(0),
    )
    nobody = (people == 0) & (pl.col(asked) == 0)
    few = ((pl.col("n") < k) | pl.col("_group")) & ~nobody
    left = people - pl.col("n")
    frame = frame.with_columns(_few=few, _no_n=few | pl.col("_tight") | left.is_between(1, k - 1))
    gone = {name: pl.col("_few") for name in measure.hides}
    gone |= {name: pl.col("_no_n") for name in _TELLS_N if name in measure.hides}
    gone |= {name: pl.col("_group") for name in measure.group}
    if "item_id" in frame.columns:
        frame = _with_items(frame, answers)
        item, reasons = pl.col("_item"), pl.col("_item") | pl.col("_reasons")
        gone |= {"n_answered": item, "n_not_applicable": reasons}
        gone |= {"share_unanswered": reasons, "share_not_applicable": reasons}
        # Whether an item was asked is part of the programme's plan.
        gone["status"] = pl.col("_few") & (pl.col("status") != "not asked")
        frame = frame.with_columns(warning=_warning(few, reasons))
        del gone["warning"]
    frame = frame.with_columns(
        pl.when("_few").then(pl.lit(HIDDEN.format(k=k))).alias("hidden"),
        *(pl.when(~is_gone).then(name).alias(name) for name, is_gone in gone.items()),
    )
    return frame.select(*measure.schema, "hidden")


def _respondents(answer: Answer) -> pl.DataFrame:
    """instrument_id, wave_id, _people: who answered any item, at all sites."""
    surveys_only = answer.people.filter(pl.col("evidence").str.starts_with("survey:"))
    return (
        surveys_only.with_columns(instrument_id=pl.col("evidence").str.strip_prefix("survey:"))
        .group_by(_WAVE)
        .agg(_people=pl.col("n").sum())
    )


def _tight(answers: pl.DataFrame, answer: Answer) -> pl.Series:
    """instrument_id, wave_id, scale_id with an item that is hidden at a site that is shown."""
    hidden = answers.filter(
        pl.col("state") == "answered", pl.col("n").is_null(), pl.col("n_asked").is_not_null()
    )
    hidden = hidden.select(*_ITEM, own="scale_id").unique()
    scales = answer.frame.select("instrument_id", "scale_id").unique()
    known = answers.select("instrument_id", own="scale_id").unique()
    # A scale that is no item's own has items of others: as if it had all.
    of_own = scales.join(
        known, left_on=["instrument_id", "scale_id"], right_on=["instrument_id", "own"], how="semi"
    ).select("instrument_id", "scale_id", _own=pl.lit(True))
    rows = hidden.join(scales, on="instrument_id").join(
        of_own, on=["instrument_id", "scale_id"], how="left"
    )
    rows = rows.filter(
        (pl.col("own") == pl.col("scale_id")).fill_null(False) | pl.col("_own").is_null()
    )
    return rows.select(*_WAVE, "scale_id").unique().to_struct()


def _with_items(frame: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Is the item's total, or its total of reasons, hidden in `distribution`?"""
    totals = answers.filter("is_total")
    answered = pl.col("state") == "answered"
    hidden = totals.group_by(_ITEM).agg(
        _item=pl.col("n").is_null().any(),
        _reasons=(~answered & pl.col("n_level").is_null()).any(),
    )
    frame = frame.join(hidden, on=_ITEM, how="left", maintain_order="left")
    return frame.with_columns(pl.col("_item", "_reasons").fill_null(False))


def _warning(few: pl.Expr, reasons: pl.Expr) -> pl.Expr:
    """Of two sentences the one about the correlation comes first."""
    text = pl.col("warning")
    against = text.str.starts_with(RUNS_AGAINST)
    text = pl.when(~few).then(text).otherwise(text.str.strip_prefix(RUNS_AGAINST).str.strip_chars())
    text = pl.when(~reasons).then(text).when(against & ~few).then(pl.lit(RUNS_AGAINST))
    return pl.when(text.str.len_chars() > 0).then(text)
