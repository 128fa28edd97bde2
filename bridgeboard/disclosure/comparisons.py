"""The rule for rows about two waves of one site: both groups must be shown, linked or not.

What somebody might try, with all frames of a programme side by side:

- n_from and n_to are the n of `score` again, or n on fewer items: a row is shown only where both
  groups are, so no group appears here that is hidden there. A respondent of a version counts with
  the instrument, so a hidden group of a version hides the instrument's, too.
- A mean of the paired and one of all: n x mean minus n_pairs x mean is the sum of those who are not
  linked. They must be nobody, or k or more, at both waves. Two paired rows that begin at one wave
  have an overlap that nobody knows.
- That nobody answered where people were asked says something about each of them: such a row is
  hidden like that of a small group, status and reason with it.
- The interval, se, sd and variance of g give n back, the name of the test tells small groups and
  ties, and the status and its reason tell groups under the programme's minimum: all are hidden with
  the row. Reasons that are no secret (nobody was asked, places that are not comparable) stay.
- Holm's p of one site rests on the p of all others, and may even be another one's p times their
  number: it is hidden wherever one of them is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from bridgeboard.disclosure.surveys import Surveys, surveys
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

#: A status that says nothing about the people of a row: it is known from the programme's plan, or
#: from where nobody was asked.
OPEN = ("not comparable", "not asked", "no answers")

_FAMILY = ("instrument_id", "scale_id", "from_wave_id", "to_wave_id")

#: What identifies a row, its design aside.
Which = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Which rows of `shift` are hidden, and what of those that aren't.

    rows:  per row of the frame: is it hidden?
    pairs: per row: is the number of pairs hidden?
    from_group, to_group: per row: is the group of that wave hidden?
    told:  per row: does its status say nothing about its people, so that it stays?
    """

    rows: list[bool]
    pairs: list[bool]
    from_group: list[bool]
    to_group: list[bool]
    told: list[bool]


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`shift` with `hidden`, and without what rests on, or would reveal, fewer than k people."""
    found = compared(frame, surveys(answer), answer.k)
    frame = frame.with_columns(
        pl.Series("_hidden", found.rows, pl.Boolean),
        pl.Series("_pairs", found.pairs, pl.Boolean),
        pl.Series("_from", found.from_group, pl.Boolean),
        pl.Series("_to", found.to_group, pl.Boolean),
        pl.Series("_told", found.told, pl.Boolean),
    )
    row, is_open = pl.col("_hidden"), pl.col("_told")
    gone = dict.fromkeys(answer.measure.hides, row)
    gone |= dict.fromkeys(("status", "reason"), row & ~is_open)
    gone["n_pairs"] = pl.col("_pairs")
    gone |= {"n_asked_from": pl.col("_from"), "n_asked_to": pl.col("_to")}
    # A hidden site where nobody was asked, or that is not comparable, has no p.
    gone["p_holm"] = row | (row & ~is_open).any().over(*_FAMILY, "design")
    frame = frame.with_columns(
        pl.when(row).then(pl.lit(HIDDEN.format(k=answer.k))).alias("hidden"),
        *(pl.when(~is_gone).then(name).alias(name) for name, is_gone in gone.items()),
    )
    return frame.drop("_hidden", "_pairs", "_from", "_to", "_told")


def compared(frame: pl.DataFrame, hidden: Surveys, k: int) -> Compared:
    """Which rows of `shift` to hide."""
    columns = [*_FAMILY, "site_id", "design", "status"]
    columns += ["n_from", "n_to", "n_pairs", "n_asked_from", "n_asked_to"]
    rows = frame.select(columns).to_dicts()
    unpaired = {_which(row): row for row in rows if row["design"] == "unpaired"}
    found = Compared([], [], [], [], [])
    for row in rows:
        both = unpaired[_which(row)]
        instrument_id, site_id = row["instrument_id"], row["site_id"]
        groups = [
            (instrument_id, site_id, row[wave]) in hidden.groups
            for wave in ("from_wave_id", "to_wave_id")
        ]
        sides = [
            _side(both["n_from"], both["n_asked_from"], groups[0], both["status"], k),
            _side(both["n_to"], both["n_asked_to"], groups[1], both["status"], k),
        ]
        groups_shown = all(sides)
        pairs_shown = groups_shown and _pairs(both, k)
        found.rows.append(not (pairs_shown if row["design"] == "paired" else groups_shown))
        found.pairs.append(not pairs_shown)
        found.from_group.append(groups[0] or 0 < row["n_asked_from"] < k)
        found.to_group.append(groups[1] or 0 < row["n_asked_to"] < k)
        silent = (groups[0] and not both["n_asked_from"]) or (groups[1] and not both["n_asked_to"])
        found.told.append(row["status"] in OPEN and not (row["status"] == "no answers" and silent))
    return found


def _side(n: int, n_asked: int, group_hidden: bool, status: str, k: int) -> bool:
    """May the group of one wave be shown?"""
    if n_asked == 0:
        # A group that is hidden was asked, and nobody in it answered.
        return not group_hidden
    # Without items in common nobody has a score, and everybody can see why.
    return not group_hidden and (n >= k or (status == "not asked" and n_asked >= k))


def _pairs(row: dict[str, Any], k: int) -> bool:
    """May those who are linked be shown beside everybody?"""
    n = row["n_pairs"]
    # That nobody is linked says nothing about anybody.
    return n == 0 or (
        n >= k and all(left == 0 or left >= k for left in (row["n_from"] - n, row["n_to"] - n))
    )


def _which(row: dict[str, Any]) -> Which:
    return tuple(row[name] for name in (*_FAMILY, "site_id"))
