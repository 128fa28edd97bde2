"""The rule for rows that pool the shifts of several sites, hidden ones among them.

A pooled estimate must not let a hidden site's own shift be worked out. The shown sites' shifts and
variances are known to the last digit, so what the estimate gives away is about the hidden sites in
it alone. Each has two unknown numbers here (its shift and the variance), and the row's numbers are
equations between them: the mean, its standard error and tau2 give three, Q and the Q-profile limits
of tau2 three more, I2 another one, each once for points and once for standardised units. With all
of them two hidden sites would be solved for exactly. So where hidden sites are in a row:

- there are at least three of them, and at each wave those of them whose numbers nobody is shown are
  k people or more;
- only the mean, its interval, tau, I2 and the prediction interval stay, rounded to what a reader
  sees. Then there is little more than a first and a second moment of the hidden shifts: whoever
  knows all variances pins two sites to a tenth of a point (median of 20 draws of five people a
  site), and leaves three anywhere on a circle, 0.6 points across (0.2 to 1.3);
- no sites are named: that a hidden site is pooled, or left out, says whether it has the programme's
  minimum. People are counted only where all hidden ones of the wave are in the row: sums over other
  sites of one wave, in one comparison and in another, would differ by single sites;
- rows of income levels are parts of the row of all sites, and levels on one basis cross those on
  another. Where weights are the same (tau 0), rows can be added and subtracted: no such sum or
  difference may come down to fewer than three hidden sites, or fewer than k people. Level rows go,
  those with the fewest people first, until none does.

What may not be shown with hidden sites is computed again without them: a row that rests on shown
sites alone is worked out from shown rows, and tells nothing new. It says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.disclosure.comparisons import OPEN, compared
from bridgeboard.disclosure.sums import Cell, cell, pairs_cell, stays_open
from bridgeboard.disclosure.surveys import Surveys, surveys
from bridgeboard.disclosure.tables import width
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.pooled_shift import pooled_rows

#: Fewer hidden sites than this could be solved for.
LEAST_SITES = 3

#: What a row keeps where hidden sites are in it, and to how many decimals.
KEPT = dict.fromkeys(("value", "lower", "upper", "tau"), 2)
KEPT |= dict.fromkeys(("prediction_lower", "prediction_upper"), 2) | {"i2": 0}

ONLY_SHOWN = "Only sites whose own numbers are shown count here."

#: What says which sites are pooled.
_NAMES = ("site_names", "site_ids", "n_left_out", "left_out")
_FAMILY = ("instrument_id", "scale_id", "from_wave_id", "to_wave_id", "design")
_GROUP = ("income_basis", "income_level")

Key = tuple[Any, ...]
#: The hidden numbers of people at two waves.
Both = tuple[Cell | None, Cell | None]


@dataclass(frozen=True, slots=True)
class Part:
    """The hidden sites of one row: those pooled in it, and those that are not."""

    pooled: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """One comparison, scale and design.

    secret: per hidden site that could be pooled, its people at each wave; None where a row shows
            how many they are.
    outside: the same of every other site.
    """

    secret: Mapping[str, Both]
    outside: Sequence[Both]
    total_hidden: bool

    def people(self, sites: frozenset[str]) -> tuple[int, int]:
        """How many of them no row shows, at each wave."""
        both = [self.secret[site] for site in sites]
        before, after = (sum(one.n for one in wave if one) for wave in zip(*both, strict=True))
        return before, after

    def enough(self, sites: frozenset[str], k: int) -> bool:
        """Are these so many that what they come to together tells nothing of one of them?"""
        return len(sites) >= LEAST_SITES and all(n == 0 or n >= k for n in self.people(sites))


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`pooled_shift` with `hidden`; rows that hidden sites would show through are without them."""
    k, hidden = answer.k, surveys(answer)
    shifts = answer.beside["shift"]
    is_hidden = pl.Series(compared(shifts, hidden, k).rows, dtype=pl.Boolean)
    families = _families(shifts.with_columns(_hidden=is_hidden), hidden, k)
    again = {
        (*_key(row, _FAMILY), row["metric"], *_key(row, _GROUP)): row
        for row in pooled_rows(shifts.filter(~is_hidden), answer.income).iter_rows(named=True)
    }
    level_of = {
        (basis, wave, site): level for basis, site, wave, level in answer.income.iter_rows()
    }
    rows = frame.to_dicts()
    parts = [_part(row, families[_key(row, _FAMILY)], level_of) for row in rows]
    shown = _shown(rows, parts, families, k)
    found = []
    for row, part in zip(rows, parts, strict=True):
        family = families[_key(row, _FAMILY)]
        if not part.pooled and not part.others:
            found.append(row | {"hidden": None})
        elif _place(row) in shown:
            found.append(_rounded(row, part, family, answer))
        else:
            key = (*_key(row, _FAMILY), row["metric"], *_key(row, _GROUP))
            found.append(_again(row, again.get(key), answer))
    return pl.DataFrame(found, schema=dict(frame.schema) | {"hidden": pl.String})


def tau_is_open(answer: Answer, hidden: Surveys) -> dict[tuple[str, str], bool]:
    """By instrument and scale: may tau of all sites, between the waves furthest apart, be shown?"""
    shifts = answer.beside["shift"].filter(pl.col("design") == "unpaired")
    is_hidden = pl.Series(compared(shifts, hidden, answer.k).rows, dtype=pl.Boolean)
    shifts = shifts.with_columns(_hidden=is_hidden)
    families = _families(shifts, hidden, answer.k)
    pooled = (
        shifts.filter(pl.col("status") == "ok")
        .group_by(_FAMILY)
        .agg(
            pl.col("from_wave_order", "to_wave_order").first(),
            pl.len().alias("n_sites"),
            pl.col("site_id").filter("_hidden").alias("gone"),
        )
    )
    pooled = pooled.filter(pl.col("n_sites") > 1).sort(
        pl.col("to_wave_order") - pl.col("from_wave_order"), "to_wave_order"
    )
    found = {}
    for row in pooled.iter_rows(named=True):
        family, gone = families[_key(row, _FAMILY)], frozenset(row["gone"])
        is_open = not family.secret or (family.enough(gone, answer.k) and not family.total_hidden)
        # The last are the furthest apart.
        found[row["instrument_id"], row["scale_id"]] = is_open
    return found


def _families(shifts: pl.DataFrame, hidden: Surveys, k: int) -> dict[Key, Family]:
    secret: dict[Key, dict[str, Both]] = {}
    outside: dict[Key, list[Both]] = {}
    totals: dict[Key, bool] = {}
    for row in shifts.iter_rows(named=True):
        key = _key(row, _FAMILY)
        totals[key] = any(
            (row["instrument_id"], row[wave]) in hidden.totals
            for wave in ("from_wave_id", "to_wave_id")
        )
        mine = secret.setdefault(key, {})
        rest = outside.setdefault(key, [])
        if row["_hidden"] and row["status"] not in OPEN:
            mine[row["site_id"]] = _people(row, hidden, k)
        elif row["status"] != "not comparable" or row["design"] == "unpaired":
            rest.append(_people(row, hidden, k))
    return {key: Family(secret[key], outside[key], totals[key]) for key in secret}


def _people(row: dict[str, Any], hidden: Surveys, k: int) -> Both:
    """The numbers of people of a row of shift that nobody is shown."""
    if row["design"] == "paired":
        pairs = pairs_cell(row["n_pairs"], k) if row["_hidden"] else None
        return pairs, pairs
    cells: list[Cell | None] = []
    waves = (("from_wave_id", "n_from", "n_asked_from"), ("to_wave_id", "n_to", "n_asked_to"))
    for wave, n, asked in waves:
        group = (row["instrument_id"], row["site_id"], row[wave]) in hidden.groups
        is_secret = row[asked] and (group or row[n] < k)
        cells.append(cell(row[n], row[asked], k, group_hidden=group) if is_secret else None)
    return cells[0], cells[1]


def _part(row: dict[str, Any], family: Family, level_of: Mapping[Key, str]) -> Part:
    basis, wave = row["income_basis"], row["from_wave_id"]
    sites = frozenset(
        site
        for site in family.secret
        if basis is None or level_of.get((basis, wave, site)) == row["income_level"]
    )
    pooled = sites & frozenset(row["site_ids"])
    return Part(pooled, sites - pooled)


def _shown(
    rows: Sequence[dict[str, Any]], parts: Sequence[Part], families: Mapping[Key, Family], k: int
) -> set[Key]:
    """The rows that may be shown with the hidden sites in them; the same for both metrics."""
    together: dict[Key, dict[Key, frozenset[str]]] = {}
    for row, part in zip(rows, parts, strict=True):
        family = families[_key(row, _FAMILY)]
        if row["status"] == "ok" and family.enough(part.pooled, k) and not family.total_hidden:
            together.setdefault(_key(row, _FAMILY), {})[_place(row)] = part.pooled
    shown: set[Key] = set()
    for key, places in together.items():
        family, kept = families[key], dict(places)
        while not _apart(list(kept.values()), family, k):
            # The row of all sites stays as long as any other can go.
            levels = [place for place in kept if place[-1] is not None]
            del kept[min(levels or kept, key=lambda place: sum(family.people(kept[place])))]
        shown |= set(kept)
    return shown


def _apart(sets: Sequence[frozenset[str]], family: Family, k: int) -> bool:
    """Does no sum or difference of these rows come down to too few hidden sites?"""
    atoms: dict[tuple[bool, ...], set[str]] = {}
    for site in frozenset().union(*sets):
        atoms.setdefault(tuple(site in members for members in sets), set()).add(site)
    matrix = np.array(list(atoms), dtype=float).T.reshape(len(sets), len(atoms))
    groups = [frozenset(sites) for sites in atoms.values()]
    few = [at for at, sites in enumerate(groups) if not family.enough(sites, k)]
    if len(few) > 12:
        return False
    rank = int(np.linalg.matrix_rank(matrix)) if groups else 0
    for size in range(1, len(few) + 1):
        for some in combinations(few, size):
            if family.enough(frozenset().union(*(groups[at] for at in some)), k):
                continue
            rest = np.delete(matrix, some, axis=1)
            if rank > (int(np.linalg.matrix_rank(rest)) if rest.shape[1] else 0):
                return False
    return True


def _rounded(row: dict[str, Any], part: Part, family: Family, answer: Answer) -> dict[str, Any]:
    k = answer.k
    gone = [name for name in answer.measure.hides if name not in KEPT] + list(_NAMES)
    kept = {
        name: None if row[name] is None else round(row[name], decimals)
        for name, decimals in KEPT.items()
    }
    found = row | dict.fromkeys(gone) | kept | {"hidden": None}
    everybody = row["income_level"] is None
    for at, name in enumerate(("n_from", "n_to")):
        mine = [one for site in part.pooled if (one := family.secret[site][at])]
        others = [family.secret[site][at] for site in part.others]
        others += [people[at] for people in family.outside]
        if everybody and not any(one and one.n for one in others) and stays_open(mine, k):
            found[name] = row[name]
    # Small sites in the row have the programme's minimum; that must leave their size open.
    if k - 1 - answer.minimum_n < width(k):
        found |= {"n_sites": None, "caveat": None}
    return found


def _again(row: dict[str, Any], again: dict[str, Any] | None, answer: Answer) -> dict[str, Any]:
    """The row from shown sites alone; hidden where there is none."""
    if again is not None and again["status"] != "no sites":
        caveat = " ".join(filter(None, (ONLY_SHOWN, again["caveat"])))
        return again | {"caveat": caveat, "hidden": None}
    names = (*answer.measure.hides, *_NAMES, "n_sites", "status", "caveat")
    return row | dict.fromkeys(names) | {"hidden": HIDDEN.format(k=answer.k)}


def _key(row: dict[str, Any], names: Sequence[str]) -> Key:
    return tuple(row[name] for name in names)


def _place(row: dict[str, Any]) -> Key:
    return (*_key(row, _FAMILY), *_key(row, _GROUP))
