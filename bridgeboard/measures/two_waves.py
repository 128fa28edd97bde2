"""Scores of two waves, and what they say about a shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bridgeboard.measures.alike import alike
from bridgeboard.measures.comparisons import families
from bridgeboard.statistics import (
    Sample,
    changes,
    cliffs_delta,
    counted,
    hedges_g,
    hodges_lehmann,
    mann_whitney,
    mean_interval,
    smcc,
    welch,
    wilcoxon,
)
from bridgeboard.statistics.mean import MeanInterval

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store import Snapshot

_SCORES = """
SELECT instrument_id, scale_id, from_wave_id, to_wave_id, site_id, wave_id, score, n
FROM comparison_scores ORDER BY ALL
"""
_PAIRS = """
SELECT instrument_id, scale_id, from_wave_id, to_wave_id, site_id, score_from, score_to, n
FROM mart_pairs ORDER BY ALL
"""
_COMPARISON = ["instrument_id", "scale_id", "from_wave_id", "to_wave_id", "site_id"]

_ITEMS = """
SELECT instrument_id, scale_id, from_wave_id, to_wave_id, n_items, left_out, versions
FROM mart_comparisons
"""
#: Who answered each instrument where; at waves that no comparison has, nothing else says it.
_ASKED = """
SELECT evidence[8:] AS instrument_id, wave_id, site_id, n_people
FROM mart_coverage WHERE starts_with(evidence, 'survey:')
"""

#: Of nobody.
NOBODY = counted([], [])


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that shifts are computed from.

    scores: different scores, rising, and how many were asked, whether they have a score or not.
    pairs:  linked people's scores at the earlier and the later wave, in the same places.
    asked:  people by site, for each instrument and wave; none where nobody answered.
    """

    instruments: dict[str, tuple[Instrument, ...]]
    scores: dict[tuple[str, ...], tuple[Sample, int]]
    pairs: dict[tuple[str, ...], tuple[Sample, Sample]]
    items: dict[tuple[str, ...], tuple[int, list[str], list[str]]]
    asked: dict[tuple[str, str], dict[str, int]]
    minimum: int


def evidence(snapshot: Snapshot) -> Evidence:
    """Everything there is to compare in the programme."""
    instruments = families(snapshot)
    bases = {one.instrument_id: base for base, each in instruments.items() for one in each}
    asked: dict[tuple[str, str], dict[str, int]] = {}
    for instrument_id, wave_id, site_id, n in snapshot.query(_ASKED).iter_rows():
        at_wave = asked.setdefault((bases[instrument_id], wave_id), {})
        # Who answered two versions must not count twice: at least so many did.
        at_wave[site_id] = max(n, at_wave.get(site_id, 0))
    return Evidence(
        instruments=instruments,
        scores=_samples(snapshot),
        pairs=_pairs(snapshot),
        items={tuple(row[:4]): row[4:] for row in snapshot.query(_ITEMS).iter_rows()},
        asked=asked,
        minimum=max(3, snapshot.programme.minimum_n),
    )


def unpaired(before: Sample, after: Sample) -> dict[str, Any]:
    """What different people's scores say, by the names of the columns of shift."""
    difference = welch(before, after)
    g = hedges_g(before, after)
    delta = cliffs_delta(before, after)
    test = mann_whitney(before, after)
    return {
        **_means(mean_interval(before), mean_interval(after)),
        "value": difference.value,
        "lower": difference.lower,
        "upper": difference.upper,
        "se": difference.se,
        "sd": g.sd,
        "g": g.value,
        "g_lower": g.lower,
        "g_upper": g.upper,
        "g_variance": g.variance,
        "delta": delta.value,
        "delta_lower": delta.lower,
        "delta_upper": delta.upper,
        "p": test.p,
        "test": None if test.p is None else f"Mann-Whitney, {test.method}",
    }


def paired(before: Sample, after: Sample) -> dict[str, Any]:
    """What the same people's scores say, by the names of the columns of shift."""
    change = mean_interval(changes(before, after))
    standardised = smcc(before, after)
    middle = hodges_lehmann(before, after)
    test = wilcoxon(before, after)
    found = {
        **_means(mean_interval(before), mean_interval(after)),
        "value": change.mean,
        "hl": middle.value,
        "hl_lower": middle.lower,
        "hl_upper": middle.upper,
        "p": test.p,
        "test": None if test.p is None else f"Wilcoxon, {test.method}",
    }
    # A spread that is only the noise of subtracting is none; smcc knows.
    if standardised.sd is not None:
        found |= {
            "lower": change.lower,
            "upper": change.upper,
            "se": standardised.sd / change.n**0.5,
            "sd": standardised.sd,
            "g": standardised.value,
            "g_lower": standardised.lower,
            "g_upper": standardised.upper,
            "g_variance": standardised.variance,
        }
    return found


def reading(lower: float | None, upper: float | None) -> str | None:
    """rose, fell, or no clear change: whether the interval excludes 0; None without an interval."""
    if lower is None or upper is None:
        return None
    if lower > 0:
        return "rose"
    return "fell" if upper < 0 else "no clear change"


def _means(before: MeanInterval, after: MeanInterval) -> dict[str, float | None]:
    return {
        "mean_from": before.mean,
        "from_lower": before.lower,
        "from_upper": before.upper,
        "mean_to": after.mean,
        "to_lower": after.lower,
        "to_upper": after.upper,
    }


def _samples(snapshot: Snapshot) -> dict[tuple[str, ...], tuple[Sample, int]]:
    """Everybody's scores, by instrument, scale, earlier wave, later wave, site and wave."""
    found = {}
    of = [*_COMPARISON, "wave_id"]
    for key, score, n in alike(snapshot.query(_SCORES), of, ["score", "n"]):
        has_score = ~np.isnan(score)
        found[key] = counted(score[has_score], n[has_score]), int(n.sum())
    return found


def _pairs(snapshot: Snapshot) -> dict[tuple[str, ...], tuple[Sample, Sample]]:
    """Linked people's two scores, by instrument, scale, earlier wave, later wave and site."""
    parts = alike(snapshot.query(_PAIRS), _COMPARISON, ["score_from", "score_to", "n"])
    return {key: (counted(before, n), counted(after, n)) for key, before, after, n in parts}
