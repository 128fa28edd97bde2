"""Respondents who answered every item of a scale: how their answers vary together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_SUMS = "SELECT * FROM mart_item_sums ORDER BY ALL"
_GROUP = ["instrument_id", "scale_id", "wave_id"]

#: Who answered, at all sites together.
_RESPONDENTS = """
SELECT instrument_id, scale_id, wave_id, sum(n)::BIGINT AS n_respondents
FROM mart_scores GROUP BY ALL
"""

#: "Asked at a wave" is an item that anybody answered then.
_ASKED = """
SELECT instrument_id, item_id, wave_id, coalesce(sum(n) FILTER (state = 'answered'), 0) AS answered,
       coalesce(sum(n) FILTER (state = 'not_applicable'), 0) AS not_applicable,
       coalesce(sum(n) FILTER (state IN ('dont_know', 'missing')), 0) AS unanswered,
       sum(n) AS asked
FROM mart_distribution GROUP BY ALL
"""


@dataclass(frozen=True, slots=True, eq=False)
class Complete:
    """n respondents who answered all of the items; covariance: of the turned answers, n - 1."""

    n: int
    items: tuple[str, ...]
    covariance: np.ndarray | None


def complete(snapshot: Snapshot) -> dict[tuple[str, str, str], Complete]:
    """By instrument, scale and wave; a scale of which fewer than two items were asked is not there.

    Missing: covariance is None for fewer than two respondents.
    """
    found = {}
    order = {key: instrument.item_ids for key, instrument in snapshot.instruments.items()}
    for key, part in snapshot.query(_SUMS).group_by(_GROUP):
        instrument_id, scale_id, wave_id = (str(name) for name in key)
        items = sorted(set(part["item_a"]), key=order[instrument_id].index)
        found[instrument_id, scale_id, wave_id] = _complete(tuple(items), part)
    return found


def _complete(items: tuple[str, ...], part: pl.DataFrame) -> Complete:
    n = part["n_complete"][0]
    if n < 2:
        return Complete(n, items, None)
    matrix = np.empty((len(items), len(items)))
    place = {item_id: at for at, item_id in enumerate(items)}
    columns = ("item_a", "item_b", "sum_a", "sum_b", "sum_ab")
    for a, b, sum_a, sum_b, sum_ab in part.select(columns).iter_rows():
        # Whole numbers up to the one division: no digits are lost, however many respondents.
        matrix[place[a], place[b]] = (n * sum_ab - sum_a * sum_b) / (n * (n - 1))
        matrix[place[b], place[a]] = matrix[place[a], place[b]]
    return Complete(n, items, matrix)


def respondents(snapshot: Snapshot) -> dict[tuple[str, str, str], int]:
    """Who answered any item of the instrument, by instrument, scale and wave."""
    rows = snapshot.query(_RESPONDENTS).iter_rows()
    return {(instrument, scale, wave): n for instrument, scale, wave, n in rows}


@dataclass(frozen=True, slots=True)
class Asked:
    """How many began the instrument, and what they did with one item; all sites together."""

    answered: int = 0
    not_applicable: int = 0
    unanswered: int = 0
    asked: int = 0


def asked(snapshot: Snapshot) -> dict[tuple[str, str, str], Asked]:
    """By instrument, item and wave; nothing where nobody began the instrument."""
    rows = snapshot.query(_ASKED).iter_rows()
    return {(key, item, wave): Asked(*map(int, n)) for key, item, wave, *n in rows}
