"""How often 95 % intervals hold the truth, at the sizes that surveys of this field have.

python -m benchmarks.coverage [PROGRAMMES]      2000 by default; writes docs/interval_coverage.csv

Programmes are simulated from the demonstration's model, whose true effects are exact sums. Single
sites: the demonstration's own sites with a later wave, new people in each programme. Pooling: new
sites in each programme, so that there is a mean over sites and a tau to be found.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.sampling import (
    ANSWERS,
    LEVELS,
    NEW_SITES,
    PAIRED_ANSWERS,
    PEOPLE,
    answers,
    drawn_levels,
    scores,
    truth,
)
from bridgeboard.settings import PROJECT
from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array, site_levels
from bridgeboard.simulation.models import PSA12_SITES, psa12
from bridgeboard.simulation.plan import SEED, WAVES, demonstration
from bridgeboard.statistics import (
    cliffs_delta,
    hedges_g,
    hodges_lehmann,
    mean_interval,
    pooled,
    smcc,
    welch,
)

PATH = PROJECT / "docs" / "interval_coverage.csv"
COLUMNS = (
    "method", "scale", "n_a_side", "n_sites", "programmes", "coverage", "mean_width", "note",
)  # fmt: skip
PROGRAMMES, SIZES, SITES = 2000, (5, 12, 30), (3, 6, 12)

#: The whole questionnaire, and its coarsest scale: 12 items and 2.
SCALES = ("total", "roles")

#: Sites for the mean and spread of true standardised effects, which are no finite sum.
MANY_SITES = 40_000
_AT_ONCE = 50


@dataclass(slots=True)
class Tally:
    """Intervals counted: those there are, those that hold the truth, and their widths."""

    n: int = 0
    held: int = 0
    width: float = 0.0
    without: int = 0
    by_site: dict[int, list[int]] = field(default_factory=dict)

    def add(self, lower: float | None, upper: float | None, true: float, site: int = 0) -> None:
        """Count one interval, or that there is none."""
        if lower is None or upper is None:
            self.without += 1
            return
        # An end that is the truth but for the noise of a sum holds it.
        holds = lower - 1e-9 <= true <= upper + 1e-9
        self.n += 1
        self.held += holds
        self.width += upper - lower
        counts = self.by_site.setdefault(site, [0, 0])
        counts[0] += holds
        counts[1] += 1

    def row(self, method: str, scale: str, n_a_side: int, n_sites: int, programmes: int) -> dict:
        """The row of the file."""
        notes = []
        if self.without:
            notes.append(f"{100 * self.without / (self.n + self.without):.1f} % had no interval")
        if len(self.by_site) > 1:
            each = sorted(100 * held / n for held, n in self.by_site.values())
            notes.append(f"{each[0]:.1f} to {each[-1]:.1f} % by site")
        share = 100 * self.held / self.n if self.n else None
        return dict(
            zip(
                COLUMNS,
                (
                    method,
                    scale,
                    n_a_side,
                    n_sites,
                    programmes,
                    "" if share is None else f"{share:.1f}",
                    "" if share is None else f"{self.width / self.n:.3f}",
                    "; ".join(notes),
                ),
                strict=True,
            )
        )


def single_sites(programmes: int) -> Iterator[dict]:
    """Rows for the intervals of one site's shift, at the demonstration's sites."""
    model, plan = psa12(), demonstration()
    levels = site_levels(model, plan, PSA12_SITES)
    places = [n for n, site in enumerate(plan.sites) if WAVES[-1].wave_id in site.people]
    most = max(SIZES)
    tallies: dict[tuple[str, str, int], Tally] = {}
    for place in places:
        before, after = levels[place, 0], levels[place, -1]
        bents = [
            Draws(SEED, PEOPLE, place, wave).steps(programmes * most).reshape(programmes, most)
            for wave in (0, 1)
        ]
        draws = [Draws(SEED, ANSWERS, place, wave) for wave in (0, 1)]
        again = Draws(SEED, PAIRED_ANSWERS, place)
        many = [np.tile(one, (programmes, 1)) for one in (before, after)]
        first = answers(model, many[0], bents[0], draws[0])
        second = answers(model, many[1], bents[1], draws[1])
        # The same people as at first: their bents stay.
        same = answers(model, many[1], bents[0], again)
        for scale_id in SCALES:
            scale = model.instrument.scale(scale_id)
            true = truth(model, scale, before, after)
            earlier, later, changed = (scores(model, scale, one) for one in (first, second, same))
            methods: tuple[tuple[str, Callable, Array, float], ...] = (
                ("Difference of means (Welch)", welch, later, true.shift),
                ("Hedges' g", hedges_g, later, true.g),
                ("Cliff's delta", cliffs_delta, later, true.delta),
                ("Mean change, paired (t)", _change, changed, true.shift),
                ("Standardised change, paired (SMCC)", smcc, changed, true.smcc),
                ("Hodges-Lehmann, paired", hodges_lehmann, changed, true.pseudomedian),
            )
            for name, method, other, target in methods:
                for size in SIZES:
                    tally = tallies.setdefault((name, scale_id, size), Tally())
                    for one, two in zip(earlier[:, :size], other[:, :size], strict=True):
                        found = method(one, two)
                        tally.add(found.lower, found.upper, target, place)
    for (name, scale_id, size), tally in tallies.items():
        yield tally.row(name, scale_id, size, 1, programmes)


def _change(before: Array, after: Array):  # noqa: ANN202
    return mean_interval(after - before)


def pooled_sites(programmes: int) -> Iterator[dict]:
    """Rows for the pooled shift, its prediction interval and tau squared, at drawn sites."""
    model, most = psa12(), max(SIZES)
    wide = max(SITES)
    levels = drawn_levels(model, programmes * wide, SEED)
    new = drawn_levels(model, programmes, SEED, NEW_SITES)
    tallies: dict[tuple[str, str, int, int], Tally] = {}
    draws = Draws(SEED, ANSWERS), Draws(SEED, PEOPLE)
    targets = {scale_id: _over_sites(scale_id, new) for scale_id in SCALES}
    for start in range(0, programmes, _AT_ONCE):
        part = levels[start * wide : (start + _AT_ONCE) * wide]
        waves = [
            answers(
                model, part[:, wave], draws[1].steps(len(part) * most).reshape(-1, most), draws[0]
            )
            for wave in (0, 1)
        ]
        for scale_id in SCALES:
            scale = model.instrument.scale(scale_id)
            before, after = (scores(model, scale, one) for one in waves)
            for size in SIZES:
                effects = [
                    _effects(one[:size], two[:size]) for one, two in zip(before, after, strict=True)
                ]
                for number in range(len(part) // wide):
                    sites = effects[number * wide : (number + 1) * wide]
                    for n_sites in SITES:
                        for metric, (mean, tau2, anew) in targets[scale_id].items():
                            key = (metric, scale_id, size, n_sites)
                            usable = [site[metric] for site in sites[:n_sites] if metric in site]
                            _count(tallies, key, usable, (mean, tau2, anew[start + number]))
    for (name, scale_id, size, n_sites), tally in tallies.items():
        yield tally.row(name, scale_id, size, n_sites, programmes)


def _effects(before: Array, after: Array) -> dict[str, tuple[float, float]]:
    """Effect and variance in each metric that can be said; spread is the pooled sd squared."""
    found = {}
    raw, g = welch(before, after), hedges_g(before, after)
    if raw.se and g.value is not None:
        found["own"] = (raw.value, raw.se**2)
        found["points"] = (raw.value, g.sd**2)
        found["standardised"] = (g.value, g.variance)
    return found


def _count(
    tallies: dict[tuple[str, str, int, int], Tally],
    key: tuple[str, str, int, int],
    sites: Sequence[tuple[float, float]],
    true: tuple[float, float, float],
) -> None:
    metric, *rest = key
    effects, variances = zip(*sites, strict=True)
    if metric == "points":
        # Sites of one size: the spread between people is the mean of theirs.
        size = rest[1]
        variances = [sum(variances) / len(variances) * 2 / size] * len(variances)
    ours = pooled(effects, variances, interval="wider")
    plain = pooled(effects, variances, interval="normal")
    mean, tau2, anew = true
    knapp = pooled(effects, variances)
    if metric == "own":
        name = "For comparison: pooled, points, each site's own standard error"
        tallies.setdefault((name, *rest), Tally()).add(knapp.lower, knapp.upper, mean)
        return
    for name, lower, upper, target in (
        (
            f"Pooled shift, {metric} (Hartung-Knapp, or normal if wider)",
            ours.lower,
            ours.upper,
            mean,
        ),
        (f"Prediction interval, {metric}", ours.prediction_lower, ours.prediction_upper, anew),
        (f"Tau squared, {metric} (Q-profile)", ours.tau2_lower, ours.tau2_upper, tau2),
        (f"For comparison: pooled, {metric}, normal interval", plain.lower, plain.upper, mean),
        (f"For comparison: pooled, {metric}, Hartung-Knapp", knapp.lower, knapp.upper, mean),
    ):
        tallies.setdefault((name, *rest), Tally()).add(lower, upper, target)


def _over_sites(scale_id: str, new: Array) -> dict[str, tuple[float, float, Array]]:
    """In each metric: the true mean over sites, tau squared, and the true effects of new sites."""
    model = psa12()
    scale = model.instrument.scale(scale_id)

    def effects(levels: Array) -> dict[str, Array]:
        (first, sd_first), (second, sd_second) = (
            model.score(scale, levels[:, wave]) for wave in (0, 1)
        )
        shift = second - first
        return {
            "points": shift,
            "standardised": shift / np.sqrt((sd_first**2 + sd_second**2) / 2),
        }

    parts = np.array_split(drawn_levels(model, MANY_SITES, SEED + 1, LEVELS), 40)
    many = [effects(part) for part in parts]
    anew = effects(new)
    found = {}
    for metric, of_new in anew.items():
        values = np.concatenate([part[metric] for part in many])
        found[metric] = (float(values.mean()), float(values.var()), of_new)
    return found | {"own": found["points"]}


def write(programmes: int, path: Path) -> list[dict]:
    """Simulate, count, and write the file."""
    rows = [*single_sites(programmes), *pooled_sites(programmes)]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return rows


if __name__ == "__main__":
    for one in write(int(sys.argv[1]) if len(sys.argv) > 1 else PROGRAMMES, PATH):
        print(*(one[name] for name in COLUMNS), sep="  ")
