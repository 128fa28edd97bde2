"""Rule R5: do sites that did well and sites that did not part on a construct?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any, Literal

#: The rule in plain words, for pages and documents.
RULE = (
    "A construct separates the groups where they do not overlap: the lowest rating of the one is "
    "at least one step above the highest rating of the other. It does so strongly if the means "
    "of the groups' ratings differ by more than 2, else weakly. A mixed rating stands at 0 where "
    "groups might overlap, whichever way it leans, and is in no mean; what is missing, not "
    "applicable, not rated, or differs between raters is left out."
)

#: What every use of the rule must say of it.
RULE_BASIS = (
    "The rule is our own reading, fitted to published tables that print a class and no rule."
)

#: Where a mixed rating stands when groups are held against each other: it keeps them from parting
#: as one would that neither helps nor hinders. It is never averaged.
MIXED = 0

Verdict = Literal["strong", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Separation:
    """What the rule says of two groups of ratings.

    gap: steps between the groups where they don't overlap; 0 or less where they touch or overlap.
    by_chance: of all ways to put as many of these sites into the high group, the share in which the
        groups would not overlap either.
    """

    verdict: Verdict
    direction: str | None
    gap: int
    by_chance: float
    mean_high: float | None
    mean_low: float | None


def separation(
    high: Sequence[int], low: Sequence[int], n_mixed: tuple[int, int] = (0, 0)
) -> Separation | None:
    """What R5 says of the ratings of sites that did well and of those that did not.

    In:      ratings -2 to +2; n_mixed: how many sites of each group are rated mixed besides.
    Missing: None where a group has neither a rating nor a mixed one. A mean is None where all of a
             group are mixed; such groups part weakly at most.
    Source:  own reading, held against Varsi et al. 2015, doi:10.2196/jmir.5091, table 2.
    """
    places = [[*one, *[MIXED] * n] for one, n in zip((high, low), n_mixed, strict=True)]
    if not all(places):
        return None
    above = min(places[0]) - max(places[1])
    below = min(places[1]) - max(places[0])
    gap = max(above, below)
    # In whole numbers: 2 and a hair more must not come from dividing. Without a rating on a side
    # both are 0.
    apart = abs(sum(high) * len(low) - sum(low) * len(high)) > 2 * len(high) * len(low)
    verdict: Verdict = "none" if gap < 1 else "strong" if apart else "weak"
    direction = None
    if gap >= 1:
        direction = "higher" if above >= 1 else "lower"
    return Separation(
        verdict=verdict,
        direction=direction and f"{direction} where it went well",
        gap=gap,
        by_chance=_by_chance(*places),
        mean_high=sum(high) / len(high) if high else None,
        mean_low=sum(low) / len(low) if low else None,
    )


def _by_chance(high: Sequence[int], low: Sequence[int]) -> float:
    """The share of all ways to choose the high group that part the sites.

    There are at most two: the sites with the highest ratings, and those with the lowest. Neither is
    one where the last that is in and the first that is out have the same rating.
    """
    ratings, n = sorted([*high, *low]), len(high)
    parting = (ratings[n - 1] < ratings[n]) + (ratings[-n - 1] < ratings[-n])
    return parting / comb(len(ratings), n)


def counted(state: str, rating: int | None) -> int | None:
    """Where a rating stands in this rule; None if it is left out."""
    return MIXED if state == "mixed" else rating if state == "rated" else None


#: For each group the sites in their order: name, state, rating, cell.
Sides = Mapping[str, Sequence[tuple[str, str, int | None, str]]]


def compared(sides: Sides) -> dict[str, Any]:
    """The columns that say how the two groups were rated, and what the rule makes of it.

    In: sites of "high" and of "low" with their ratings, those that don't count included.
    """
    counts = {
        group: [c for _, state, rating, _ in sites if (c := counted(state, rating)) is not None]
        for group, sites in sides.items()
    }
    high, low = counts["high"], counts["low"]
    plain = {
        group: [rating for _, state, rating, _ in sites if state == "rated" and rating is not None]
        for group, sites in sides.items()
    }
    n_mixed = len(high) - len(plain["high"]), len(low) - len(plain["low"])
    found = separation(plain["high"], plain["low"], n_mixed)
    without = separation(plain["high"], plain["low"])
    return {
        "n_high": len(high),
        "n_low": len(low),
        "n_mixed": sum(state == "mixed" for sites in sides.values() for _, state, *_ in sites),
        "cells_high": _cells(sides["high"]),
        "cells_low": _cells(sides["low"]),
        "lowest_high": min(high, default=None),
        "highest_high": max(high, default=None),
        "lowest_low": min(low, default=None),
        "highest_low": max(low, default=None),
        "mean_high": found and found.mean_high,
        "mean_low": found and found.mean_low,
        "gap": found and found.gap,
        "by_chance": found and found.by_chance,
        "verdict": found and found.verdict,
        "direction": found and found.direction,
        "verdict_without_mixed": without and without.verdict,
    }


def _cells(sites: Sequence[tuple[str, str, int | None, str]]) -> str | None:
    return "; ".join(f"{name} {cell or 'not rated'}" for name, _, _, cell in sites) or None
