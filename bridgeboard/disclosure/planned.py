"""The rule for rows that say what a number of people can show, from how people differ at all sites.

sd is one number over all sites and waves: with the shown sites' sd it leaves over one sum of
squares of all hidden groups together, of which there must be two or more, with k people or more. n
is a sum over waves: it stays only where no wave's own sum is hidden, or it would be that one. The
correlation is of those who are linked, tau of the row of all sites in `pooled_shift`: each is
hidden where its own row would be, and with it what is computed from it. A site's row says how many
people its latest wave had. Where any hidden group has a part in them, numbers are rounded to what a
reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from bridgeboard.disclosure.comparisons import compared
from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.pooled import tau_is_open
from bridgeboard.disclosure.sums import Cell, cell, stays_open
from bridgeboard.disclosure.surveys import Surveys, surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

#: To how many decimals numbers are shown that hidden groups have a part in.
ROUNDED = dict.fromkeys(("sd", "correlation", "tau", "value", "half_width", "pooled_value"), 2)

_SCALE = ("instrument_id", "scale_id")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scores:
    """Who has a score on a scale.

    hidden: by wave, the hidden numbers of its sites.
    latest: sites whose latest wave with scores is hidden.
    """

    hidden: dict[str, list[Cell]]
    latest: set[str]

    def spread_is_open(self, k: int) -> bool:
        """May the spread over all sites and waves be shown?"""
        numbers = [one.n for wave in self.hidden.values() for one in wave if one.n]
        return not numbers or (len(numbers) > 1 and sum(numbers) >= k)

    def n_is_open(self, instrument_id: str, hidden: Surveys, k: int) -> bool:
        """May the number of scores over all sites and waves be shown?"""
        if any(instrument == instrument_id for instrument, _ in hidden.totals):
            return False
        return all(stays_open(cells, k) for cells in self.hidden.values())


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`detectable` with `hidden`."""
    k, hidden = answer.k, surveys(answer)
    scores, linked = _scores(answer), _linked(answer, hidden)
    taus = tau_is_open(answer, hidden)
    rows = []
    for row in frame.iter_rows(named=True):
        which = tuple(row[name] for name in _SCALE)
        about = scores.get(which, _Scores({}, set()))
        observed = (*which, row["correlation_basis"])
        # Nobody is behind an assumed correlation, and nobody behind the row of a site without any.
        shown = about.spread_is_open(k) and (row["n"] or 0) >= k
        if (row["correlation_basis"] or "").startswith("observed"):
            shown = shown and linked.get(observed, False)
        if row["kind"] == "present":
            shown = row["site_id"] not in about.latest and (shown or not row["n_planned"])
        rows.append(_seen(row, about, shown, taus.get(which, True), hidden, answer))
    return pl.DataFrame(rows, schema=dict(frame.schema) | {"hidden": pl.String})


def _seen(
    row: dict[str, Any],
    about: _Scores,
    shown: bool,
    tau: bool,
    hidden: Surveys,
    answer: Answer,
) -> dict[str, Any]:
    k = answer.k
    if not shown:
        gone = dict.fromkeys((*answer.measure.hides, "status"))
        if row["kind"] == "planned":
            gone["n_planned"] = row["n_planned"]
        return row | gone | {"hidden": HIDDEN.format(k=k)}
    found = row | {"hidden": None}
    if not about.n_is_open(row["instrument_id"], hidden, k):
        found["n"] = None
    if not tau:
        found |= {"tau": None, "pooled_value": None}
    if any(one.n for wave in about.hidden.values() for one in wave):
        for name, decimals in ROUNDED.items():
            if found[name] is not None:
                found[name] = round(found[name], decimals)
    return found


def _scores(answer: Answer) -> dict[Key, _Scores]:
    """By instrument and scale."""
    whole = answer.beside["score"]
    seen = hidden_beside(answer, "score")
    frame = whole.select(*_SCALE, "site_id", "wave_id", "n", "n_respondents").with_columns(
        gone=seen["hidden"].is_not_null(), group=seen["n_respondents"].is_null()
    )
    found: dict[Key, _Scores] = {}
    # The frame is in order of waves within a site.
    for instrument_id, scale_id, site_id, wave_id, n, asked, gone, group in frame.iter_rows():
        about = found.setdefault((instrument_id, scale_id), _Scores({}, set()))
        if not asked:
            continue
        if gone:
            hidden = cell(n, asked, answer.k, group_hidden=group)
            about.hidden.setdefault(wave_id, []).append(hidden)
            about.latest.add(site_id)
        elif n:
            about.latest.discard(site_id)
    return found


def _linked(answer: Answer, hidden: Surveys) -> dict[Key, bool]:
    """By instrument, scale and words for the waves: may the correlation of the linked be shown?"""
    k, shift = answer.k, answer.beside["shift"]
    rows = shift.with_columns(
        _hidden=pl.Series(compared(shift, hidden, k).rows, dtype=pl.Boolean)
    ).filter(pl.col("design") == "paired", pl.col("comparable") != "no")
    people: dict[Key, list[tuple[int, bool]]] = {}
    columns = (*_SCALE, "from_wave_label", "to_wave_label", "n_pairs", "_hidden")
    for instrument_id, scale_id, before, after, n, gone in rows.select(columns).iter_rows():
        key = (instrument_id, scale_id, f"observed: {before} to {after}")
        people.setdefault(key, []).append((n, gone))
    return {key: _enough(each, k) for key, each in people.items()}


def _enough(sites: Sequence[tuple[int, bool]], k: int) -> bool:
    hidden = [n for n, gone in sites if gone and n]
    if sum(n for n, _ in sites) < k:
        return False
    return not hidden or (len(hidden) > 1 and sum(hidden) >= k)
