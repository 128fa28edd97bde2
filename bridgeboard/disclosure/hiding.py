"""What a view may see of an answer: hide on the whole programme, then choose rows."""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.filtering import chosen
from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.disclosure.items import hidden_items
from bridgeboard.disclosure.view import HIDDEN, UNKNOWN, Filters, Shown, View
from bridgeboard.measures.measure import Answer, Measure

SMALL = "Numbers are hidden where they rest on fewer than {k} people, or would reveal such a group."
NO_POINTS = "Single respondents are not shown in this view."
RELEASED = "Only what was released for sharing is counted and shown."


def shown(answer: Answer, view: View, filters: Filters = Filters()) -> Shown:  # noqa: B008
    """The answer as this view may see it, at the chosen sites, waves and income levels.

    In:      team sees everything; shareable sees no number that rests on 1 to k - 1 people, nor on
             none of those asked, nothing that such a number could be worked out from, no single
             respondent, and released statements and facts only.
    Out:     the measure's frame with `hidden`. What is hidden was decided for the whole programme,
             so two choices of rows reveal no more than one.
    Missing: where `hidden` gives a reason the row's numbers are null. A row of a site where nobody
             was asked stays as it is: it says nothing about anybody.
    Source:  Hundepool et al. 2012, doi:10.1002/9781118348239.
    """
    if view == "team":
        frame = answer.frame.with_columns(hidden=pl.lit(None, pl.String))
    elif view == "shareable":
        frame = _hide(answer)
    else:
        raise ValueError(f"view is {view!r}, but must be team or shareable")
    frame = chosen(frame, answer, filters)
    n_hidden = frame["hidden"].count()
    notes = []
    if n_hidden:
        notes.append(SMALL.format(k=answer.k))
    if view == "shareable" and _lists(answer.measure) and frame.height:
        notes.append(NO_POINTS)
    if view == "shareable" and answer.released is not None:
        notes.append(RELEASED)
    return Shown(frame, answer, view, filters, answer.k, n_hidden, tuple(notes))


def _hide(answer: Answer) -> pl.DataFrame:
    measure, k = answer.measure, answer.k
    frame = answer.frame if answer.released is None else answer.released
    frame = frame.with_columns(
        pl.lit(None, measure.schema[name]).alias(name) for name in _lists(measure)
    )
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


def _blanked(frame: pl.DataFrame, measure: Measure, k: int) -> pl.DataFrame:
    by_reason = [name for name in measure.hides if name in ("n_level", "share")]
    group = [name for name in measure.group if name not in measure.hides]
    # Where a row counts groups held, not people, only the people are hidden.
    counts_people = (
        pl.col("evidence").str.starts_with("survey:")
        if "evidence" in frame.columns
        else pl.lit(True)
    )
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


def _lists(measure: Measure) -> list[str]:
    """Columns that hold one value per person."""
    return [column.name for column in measure.columns if isinstance(column.dtype, pl.List)]
