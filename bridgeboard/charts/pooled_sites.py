"""Mean scores of several sites taken together, from what a view shows of each.

Of shifts the measure `pooled_shift` says this, hidden sites included where that is safe. Of scores
only sites whose own numbers are shown count, so the estimate tells nothing that they don't.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bridgeboard.charts import words
from bridgeboard.measures.pooled_shift import FEW_SITES, OWN_SPREAD_FROM
from bridgeboard.statistics import pooled

_WORDS = {
    "two": "Only two sites: too few to tell how far sites differ, or where a further site would "
    "lie.",
    "few": "Only {n} sites: how far sites differ is very unsure.",
    "shown": "Only sites whose own numbers are shown count here.",
}


@dataclass(frozen=True, slots=True)
class Together:
    """An estimate over sites: of one income level, or of all of them (level None).

    name: if it isn't about sites; people: then how many.
    """

    level: str | None
    n_sites: int | None
    value: float
    lower: float | None
    upper: float | None
    numbers: str
    prediction_lower: float | None = None
    prediction_upper: float | None = None
    tau: float | None = None
    i2: float | None = None
    caveat: str = ""
    name: str = ""
    people: str = ""


def of_means(
    rows: Sequence[dict[str, Any]], places: int, level: str | None = None
) -> tuple[Together, ...]:
    """The mean of sites' means by random effects (REML), surer sites counting for more.

    In:      rows of `score` as one view shows them. People are taken to differ as much at one site
             as at another where one of them has fewer than 50: five people can't tell it for one.
    Out:     nothing for fewer than two sites. The interval is Hartung-Knapp's, or the normal one
             where that is wider, cut where the scale ends; the prediction interval needs three
             sites.
    Source:  as in pooled_shift.
    """
    known = [row for row in rows if row["value"] is not None and row["sd"] is not None]
    if len(known) < 2:
        return ()
    variances = _variances(known)
    if not all(variances):
        return ()
    found = pooled([row["value"] for row in known], variances, interval="wider")
    if found.value is None or found.lower is None or found.upper is None:
        return ()
    n = len(known)
    caveat = _WORDS["two"] if n == 2 else _WORDS["few"].format(n=n) if n < FEW_SITES else ""
    # A mean can't lie beyond its scale, whatever two sites allow.
    low, high = known[0]["minimum"], known[0]["maximum"]
    lower, upper = max(found.lower, low), min(found.upper, high)
    new = (found.prediction_lower, found.prediction_upper)
    if new[0] is not None and new[1] is not None:
        new = (max(new[0], low), min(new[1], high))
    left_out = any(row["hidden"] for row in rows)
    interval = words.interval(lower, upper, places)
    return (
        Together(
            level=level,
            n_sites=n,
            value=found.value,
            lower=lower,
            upper=upper,
            numbers=f"{words.number(found.value, places)} ({interval})",
            prediction_lower=new[0],
            prediction_upper=new[1],
            tau=None if found.tau2 is None else math.sqrt(found.tau2),
            i2=found.i2,
            caveat=" ".join(filter(None, (_WORDS["shown"] if left_out else "", caveat))),
        ),
    )


def _variances(rows: Sequence[dict[str, Any]]) -> list[float]:
    if min(row["n"] for row in rows) >= OWN_SPREAD_FROM:
        return [row["sd"] ** 2 / row["n"] for row in rows]
    degrees = [row["n"] - 1 for row in rows]
    squares = math.fsum(d * row["sd"] ** 2 for d, row in zip(degrees, rows, strict=True))
    return [squares / sum(degrees) / row["n"] for row in rows]
