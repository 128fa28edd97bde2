"""The rule for rows about linked people who went from one third of a scale to another.

Nine numbers that add up to n_pairs: shown all together or not at all, and only for all sites
together, where each flow that anybody took has k people or more. What somebody might try besides:
n_from - n_pairs people are not linked, and must be nobody or k or more at both waves; n_pairs,
n_from and n_to are sums over sites, and must not leave a site's hidden number over after the sites
that `score` and `shift` show; nor must what is left for sites that are never compared. A flow that
nobody took is no secret: it is what large flows leave.

A site has a row in the measure only where anybody is linked. Here every site has, since all of them
are hidden: otherwise the missing ones would tell that nobody is linked there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from bridgeboard.disclosure.comparisons import compared
from bridgeboard.disclosure.sums import Cell, cell, pairs_cell, stays_open
from bridgeboard.disclosure.surveys import Surveys, surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

_FAMILY = ("instrument_id", "scale_id", "from_wave_id", "to_wave_id")

Key = tuple[str, ...]


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`moved` with `hidden`: all sites together, where every flow is large enough."""
    k, hidden = answer.k, surveys(answer)
    open_sums = _open_sums(answer, hidden)
    totals = frame.filter("is_total")
    shown = {
        _key(part.row(0, named=True))
        for _, part in totals.group_by(_FAMILY, maintain_order=True)
        if large_enough(part.to_dicts(), k) and _key(part.row(0, named=True)) in open_sums
    }
    frame = pl.concat([_every_site(totals, answer), totals])
    is_shown = pl.Series(
        [row["is_total"] and _key(row) in shown for row in frame.iter_rows(named=True)],
        dtype=pl.Boolean,
    )
    return frame.with_columns(
        pl.when(~is_shown).then(pl.lit(HIDDEN.format(k=k))).alias("hidden"),
        *(pl.when(is_shown).then(name).alias(name) for name in answer.measure.hides),
    )


def _every_site(totals: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """The nine rows of each comparison again for every site that may be compared."""
    sites = answer.beside["shift"].filter(pl.col("comparable") != "no")
    named = sites.select("site_id", "site_name").unique(maintain_order=True)
    rows = named.join(totals.drop("site_id", "site_name"), how="cross", maintain_order="left_right")
    return rows.with_columns(is_total=pl.lit(False)).select(totals.columns)


def large_enough(flows: Sequence[dict[str, Any]], k: int) -> bool:
    """May these nine flows be shown, as far as they themselves go?"""
    one = flows[0]
    left = (one["n_from"] - one["n_pairs"], one["n_to"] - one["n_pairs"])
    return (
        one["n_pairs"] >= k
        and all(flow["n"] == 0 or flow["n"] >= k for flow in flows)
        and all(n == 0 or n >= k for n in left)
    )


def _open_sums(answer: Answer, hidden: Surveys) -> set[Key]:
    """Comparisons and scales whose sums over sites leave no site's hidden number over."""
    k, shift = answer.k, answer.beside["shift"]
    shift = shift.with_columns(_hidden=pl.Series(compared(shift, hidden, k).rows, dtype=pl.Boolean))
    cells: dict[Key, list[list[Cell]]] = {}
    for row in shift.iter_rows(named=True):
        # At the two waves: sites that are compared, and those that never are; pairs.
        sums = cells.setdefault(_key(row), [[], [], [], [], []])
        compares = row["comparable"] != "no"
        if row["design"] == "paired":
            if compares and row["_hidden"]:
                sums[4].append(pairs_cell(row["n_pairs"], k))
            continue
        for at, hidden_cell in _hidden_sizes(row, hidden, k):
            sums[at if compares else at + 2].append(hidden_cell)
    return {
        key
        for key, sums in cells.items()
        if (key[0], key[2]) not in hidden.totals
        and (key[0], key[3]) not in hidden.totals
        and all(stays_open(some, k) for some in sums)
    }


def _hidden_sizes(row: dict[str, Any], hidden: Surveys, k: int) -> Iterator[tuple[int, Cell]]:
    """Which wave, and how many have a score there, where nobody is shown that."""
    waves = (("from_wave_id", "n_from", "n_asked_from"), ("to_wave_id", "n_to", "n_asked_to"))
    for at, (wave, n, asked) in enumerate(waves):
        group = (row["instrument_id"], row["site_id"], row[wave]) in hidden.groups
        if row[asked] and (group or row[n] < k):
            yield at, cell(row[n], row[asked], k, group_hidden=group)


def _key(row: dict[str, Any]) -> Key:
    return tuple(row[name] for name in _FAMILY)
