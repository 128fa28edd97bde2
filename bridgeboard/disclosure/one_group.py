"""The rule for rows that are each about one group of people, or one total of groups."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.disclosure.items import hidden_items
from bridgeboard.disclosure.view import HIDDEN, UNKNOWN
from bridgeboard.measures import MEASURES
from bridgeboard.measures.measure import Answer, Measure


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """The frame with `hidden`, and without what rests on fewer than k people."""
    measure, k = answer.measure, answer.k
    if measure.people is None:
        return frame.with_columns(hidden=pl.lit(None, pl.String))
    frame = frame.with_columns(_group=_in_hidden_groups(frame, answer))
    asked = pl.col(measure.asked) if measure.asked else pl.lit(None, pl.Int64)
    # Of a group of unknown size nobody can say that it is large enough.
    has_number = pl.any_horizontal(pl.col(name).is_not_null() for name in measure.hides)
    too_few = (pl.col(measure.people) < k).fill_null(has_number) & (asked.fill_null(1) > 0)
    group = pl.col("_group") | (asked.is_between(1, k - 1)).fill_null(False)
    frame = frame.with_columns(_few=too_few | group, _group=group, _reasons=pl.lit(False))
    if measure.name == "distribution":
        extra = hidden_items(frame.with_columns(_known_asked=~pl.col("_group")), frame["_few"], k)
        frame = frame.with_columns(_few=frame["_few"] | extra["item"], _reasons=extra["reasons"])
    return _blanked(frame, measure, k)


def hidden_beside(answer: Answer, name: str) -> pl.DataFrame:
    """Another measure's frame as the shareable view shows it, by this rule."""
    return hide(answer.beside[name], replace(answer, measure=MEASURES[name]))


def _blanked(frame: pl.DataFrame, measure: Measure, k: int) -> pl.DataFrame:
    by_reason = [name for name in measure.hides if name in ("n_level", "share")]
    group = [name for name in measure.group if name not in measure.hides]
    # Where a row counts groups held, not people, only the people are hidden.
    counts_people = (
        pl.col("evidence").str.starts_with("survey:")
        if "evidence" in frame.columns
        else pl.lit(True)
    )
    if measure.name == "coverage":
        frame = _asked_alike(frame, pl.col("_group") & counts_people)
    few, reasons = pl.col("_few"), pl.col("_reasons")
    gone = {name: few | reasons if name in by_reason else few for name in measure.hides}
    gone |= dict.fromkeys(group, pl.col("_group") & counts_people)
    return frame.with_columns(
        pl.when(few & pl.col(measure.people).is_null())
        .then(pl.lit(UNKNOWN))
        .when(few | reasons)
        .then(pl.lit(HIDDEN.format(k=k)))
        .alias("hidden"),
        *(pl.when(~is_gone).then(name).alias(name) for name, is_gone in gone.items()),
    ).drop("_few", "_group", "_reasons")


def _asked_alike(frame: pl.DataFrame, is_gone: pl.Expr) -> pl.DataFrame:
    """Of a hidden group `coverage` says that it was asked, never whether anybody answered."""
    return frame.with_columns(
        status=pl.when(is_gone).then(pl.lit("present")).otherwise("status"),
        provenance=pl.when(~is_gone).then("provenance"),
    )


def _in_hidden_groups(frame: pl.DataFrame, answer: Answer) -> pl.Series:
    """Per row: is it about a group, or a total of groups, that is hidden everywhere?"""
    if "wave_id" not in frame.columns:
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    hidden = hidden_groups(answer.people, answer.k)
    if "evidence" in frame.columns:
        evidence = pl.col("evidence")
    elif "instrument_id" in frame.columns:
        evidence = pl.concat_str(pl.lit("survey:"), "instrument_id")
    else:
        # What a source reports for a whole wave is the total of its focus groups.
        evidence = pl.lit("focus_groups")
    has_site = "site_id" in frame.columns
    rows = frame.select(
        "wave_id",
        evidence.alias("evidence"),
        site_id=pl.col("site_id") if has_site else pl.lit(None, pl.String),
        is_total=pl.col("is_total") if "is_total" in frame.columns else pl.lit(not has_site),
    )
    groups = hidden.groups.with_columns(_group=pl.lit(True))
    totals = hidden.totals.with_columns(is_total=pl.lit(True), _total=pl.lit(True))
    rows = rows.join(
        groups, on=["evidence", "site_id", "wave_id"], how="left", maintain_order="left"
    ).join(totals, on=["evidence", "wave_id", "is_total"], how="left", maintain_order="left")
    return rows.select(
        pl.col("_group").fill_null(False) | pl.col("_total").fill_null(False)
    ).to_series()
