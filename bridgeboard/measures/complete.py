"""Respondents who answered every item of a scale: how their answers vary together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Instrument, scale or item, wave.
Key = tuple[str, str, str]

_SUMS = """
SELECT instrument_id, scale_id, wave_id, n_complete, item_a, item_b, sum_a, sum_b, sum_ab
FROM mart_item_sums
"""

#: Who answered any item of the instrument, at all sites together.
_RESPONDENTS = """
SELECT instrument_id, scale_id, wave_id, sum(n)::BIGINT AS n_respondents
FROM mart_scores GROUP BY ALL
"""

_ASKED = """
SELECT instrument_id, item_id, wave_id, sum(n)::BIGINT AS n_asked,
       coalesce(sum(n) FILTER (state = 'answered'), 0)::BIGINT AS n_answered,
       coalesce(sum(n) FILTER (state = 'not_applicable'), 0)::BIGINT AS n_not_applicable,
       coalesce(sum(n) FILTER (state = 'dont_know'), 0)::BIGINT AS n_dont_know
FROM mart_distribution GROUP BY ALL
"""


@dataclass(frozen=True, slots=True, eq=False)
class Complete:
    """n respondents who answered all of the items, and the covariance of their turned answers.

    covariance: divides by n - 1; None for fewer than two respondents.
    """

    n: int
    items: tuple[str, ...]
    covariance: np.ndarray | None


def complete(snapshot: Snapshot) -> dict[Key, Complete]:
    """By instrument, scale and wave, over all sites; none where fewer than two items were asked."""
    order = {key: instrument.item_ids for key, instrument in snapshot.instruments.items()}
    parts: dict[Key, list[tuple]] = {}
    for instrument_id, scale_id, wave_id, *sums in snapshot.query(_SUMS).iter_rows():
        parts.setdefault((instrument_id, scale_id, wave_id), []).append(tuple(sums))
    return {key: _complete(part, order[key[0]]) for key, part in parts.items()}


def _complete(sums: list[tuple], order: tuple[str, ...]) -> Complete:
    n = sums[0][0]
    items = tuple(sorted({item_id for _, item_id, *_ in sums}, key=order.index))
    if n < 2:
        return Complete(n, items, None)
    place = {item_id: at for at, item_id in enumerate(items)}
    matrix = np.empty((len(items), len(items)))
    for _, item_a, item_b, sum_a, sum_b, sum_ab in sums:
        # Whole numbers up to the one division: no digits are lost, however many respondents.
        value = (n * sum_ab - sum_a * sum_b) / (n * (n - 1))
        matrix[place[item_a], place[item_b]] = matrix[place[item_b], place[item_a]] = value
    return Complete(n, items, matrix)


def respondents(snapshot: Snapshot) -> dict[Key, int]:
    """Who answered any item of the instrument, by instrument, scale and wave, over all sites."""
    rows = snapshot.query(_RESPONDENTS).iter_rows()
    return {(instrument_id, scale_id, wave_id): n for instrument_id, scale_id, wave_id, n in rows}


@dataclass(frozen=True, slots=True)
class Asked:
    """How many began the instrument, and what they did with one item; over all sites."""

    n_asked: int = 0
    n_answered: int = 0
    n_not_applicable: int = 0
    n_dont_know: int = 0

    @property
    def was_asked(self) -> bool:
        """Did anybody say anything to the item, if only that it does not apply?"""
        return self.n_answered + self.n_not_applicable + self.n_dont_know > 0


def asked(snapshot: Snapshot) -> dict[Key, Asked]:
    """By instrument, item and wave; none where nobody began the instrument."""
    rows = snapshot.query(_ASKED).iter_rows()
    return {(instrument_id, item, wave): Asked(*n) for instrument_id, item, wave, *n in rows}
