"""What a view may see of an answer: hide on the whole programme, then choose rows."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import polars as pl

from bridgeboard.disclosure import (
    barriers,
    breakdown,
    comparisons,
    complete,
    distinguishing,
    flows,
    joint,
    one_group,
    planned,
    pooled,
    proposed,
    ratings,
    readiness,
    team,
)
from bridgeboard.disclosure.filtering import chosen, of_all_sites
from bridgeboard.disclosure.view import Filters, Shown, View
from bridgeboard.measures.measure import Answer, Measure

SMALL = "Numbers are hidden where they rest on fewer than {k} people, or would reveal such a group."
NO_POINTS = "Single respondents are not shown in this view."
RELEASED = "Only what was released for sharing is counted and shown."
POOLED = "Pooled estimates are of all sites, whatever is chosen."
ALL_SITES = "These numbers are of all sites together, whatever is chosen."

#: Measure.rule -> what hides: the frame without lists, and the answer, to the frame with `hidden`.
RULES: dict[str, Callable[[pl.DataFrame, Answer], pl.DataFrame]] = {
    "groups": one_group.hide,
    "comparison": comparisons.hide,
    "pooled": pooled.hide,
    "breakdown": breakdown.hide,
    "flows": flows.hide,
    "complete": complete.hide,
    "planned": planned.hide,
    "ratings": ratings.hide,
    "proposed": proposed.hide,
    "distinguishing": distinguishing.hide,
    "barriers": barriers.hide,
    "together": joint.hide,
    "readiness": readiness.hide,
    "team": team.hide,
}


#: What was hidden of an answer, and whether partly in some row: the same whichever rows are chosen,
#: and kept as long as the answer is.
_HIDDEN: WeakKeyDictionary[Answer, tuple[pl.DataFrame, bool]] = WeakKeyDictionary()


def shown(answer: Answer, view: View, filters: Filters = Filters()) -> Shown:  # noqa: B008
    """The answer as this view may see it, at the chosen sites, waves and income levels.

    In:      team sees everything; shareable sees no number that rests on 1 to k - 1 people, nor on
             none of those asked, nothing that such a number could be worked out from, no single
             respondent, and released statements and facts only.
    Out:     the measure's frame with `hidden`. What is hidden was decided for the whole programme,
             so two choices of rows reveal no more than one.
    Missing: where `hidden` gives a reason the row's numbers are null; in other rows single numbers
             may be, that would tell too much beside the rest. A row of a site where nobody was
             asked stays as it is: it says nothing about anybody.
    Raises:  Forbidden where whoever asked may not see this view.
    Source:  Hundepool et al. 2012, doi:10.1002/9781118348239.
    """
    answer.sight.must_show(view)
    partly = False
    if view == "team":
        frame = answer.frame.with_columns(hidden=pl.lit(None, pl.String))
    else:
        frame, partly = _hidden(answer)
    frame = chosen(frame, answer, filters)
    n_hidden = frame["hidden"].count()
    notes = []
    if of_all_sites(answer.measure) and (filters.sites or filters.income_levels):
        notes.append(POOLED if answer.measure.rule == "pooled" else ALL_SITES)
    if n_hidden or (partly and frame.height):
        notes.append(SMALL.format(k=answer.k))
    if view == "shareable" and _lists(answer.measure) and frame.height:
        notes.append(NO_POINTS)
    if view == "shareable" and answer.measure.rule == "ratings" and ratings.withholds(answer):
        notes.append(ratings.TEAM_ONLY)
    if view == "shareable" and answer.measure.rule == "team":
        notes.append(team.TEAM_ONLY)
    if view == "shareable" and answer.measure.rule == "distinguishing" and frame.height:
        notes += [distinguishing.BY_SHIFT, distinguishing.OWN]
    if view == "shareable" and answer.measure.rule == "barriers" and barriers.may_leave_out(answer):
        notes.append(barriers.LEFT_OUT)
    if view == "shareable" and answer.released is not None:
        notes.append(RELEASED)
    return Shown(frame, answer, view, filters, answer.k, n_hidden, tuple(notes))


def _hidden(answer: Answer) -> tuple[pl.DataFrame, bool]:
    found = _HIDDEN.get(answer)
    if found is None:
        frame = _hide(answer)
        found = _HIDDEN[answer] = frame, _partly(frame, answer)
    return found


def _hide(answer: Answer) -> pl.DataFrame:
    frame = answer.frame if answer.released is None else answer.released
    frame = frame.with_columns(
        pl.lit(None, answer.measure.schema[name]).alias(name) for name in _lists(answer.measure)
    )
    return RULES[answer.measure.rule](frame, answer)


def _partly(frame: pl.DataFrame, answer: Answer) -> bool:
    """Is a number hidden in a row that shows others?"""
    measure = answer.measure
    names = sorted({*measure.hides, *measure.group} - set(_lists(measure)))
    rest = frame["hidden"].is_null()
    if answer.released is not None or rest.len() != answer.frame.height:
        return False
    before, after = answer.frame.filter(rest).select(names), frame.filter(rest).select(names)
    return before.null_count().rows() != after.null_count().rows()


def _lists(measure: Measure) -> list[str]:
    """Columns that hold one value per person."""
    return [
        column.name
        for column in measure.columns
        if isinstance(column.dtype, pl.List) and column.dtype.inner == pl.Float64
    ]
