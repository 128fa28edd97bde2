"""One comparison of sites: what it says in a sentence, and every way of looking at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import (
    by_income,
    comparison,
    options,
    site_records,
    site_shares,
    site_values,
)
from bridgeboard.charts.figures import (
    ratings_by_income,
    said_by_income,
    said_multiples,
    site_rows,
    states_by_income,
    states_multiples,
)
from bridgeboard.charts.figures.small_multiples import small_multiples
from bridgeboard.charts.readings import sites_compared as reading
from bridgeboard.charts.site_values import Series, SiteValues

if TYPE_CHECKING:
    from bridgeboard.charts.by_income import Levels
    from bridgeboard.charts.chart import Chart
    from bridgeboard.charts.side_by_side.asked import Asked
    from bridgeboard.disclosure import Shown

#: Takes the order of sites, and dark and narrow by name.
Look = Callable[..., "Chart"]


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """headline: what can be said, and what can't. sure: what differences between sites are worth.

    looks: ways to draw it, by name; none where there is nothing to compare. by_value: may sites
    stand by value? main: the look that stands for it where there is room for one; empty if the
    looks of another one of its kind show it as well.
    """

    headline: str = ""
    sure: str = ""
    looks: Mapping[str, Look] = field(default_factory=dict)
    by_value: bool = False
    main: str = ""


def compared(asked: Asked, *shown: Shown) -> SideBySide:
    """What is asked, drawn from shown answers. In: those that MEASURES names for its kind."""
    return _MAKE[asked.kind](asked, *shown)


def _scores(asked: Asked, score: Shown) -> SideBySide:
    wave = asked.waves[0]
    levels = _levels(score, asked.basis, wave)
    values = site_values.scores(score, *asked.of, wave, levels)
    return _numbers(values, levels, _over_waves(asked, score, levels))


def _over_waves(asked: Asked, score: Shown, levels: Levels) -> Callable[[], Series] | None:
    """Scores at each wave at which anybody answered; None for fewer than two waves."""
    rows = score.frame.filter(
        (pl.col("instrument_id") == asked.of[0])
        & (pl.col("scale_id") == asked.of[1])
        & (pl.col("status") != "no answers").fill_null(True)
    )
    waves = dict(rows.sort("wave_order").select("wave_id", "wave_label").iter_rows())
    if len(waves) < 2:
        return None

    def series() -> Series:
        values = tuple(site_values.scores(score, *asked.of, one, levels) for one in waves)
        return Series(rows["scale_label"][0], values, tuple(waves.values()))

    return series


def _shifts(asked: Asked, shift: Shown, pooled: Shown, score: Shown) -> SideBySide:
    how: dict[str, Any] = {"design": asked.design, "metric": asked.metric}
    found = comparison.compared(
        shift, pooled, *asked.of, *asked.waves, **how, income_basis=asked.basis
    )
    if not found.sites:
        return SideBySide()
    earlier = asked.waves[0]
    label = options.wave_names(shift).get(earlier, "")
    levels = by_income.levels_at(shift, asked.basis, earlier, label)
    values = site_values.shifts(found, shift, pooled)
    return _numbers(values, levels, _over_waves(asked, score, levels))


def _shares(asked: Asked, distribution: Shown) -> SideBySide:
    wave = asked.waves[0]
    levels = _levels(distribution, asked.basis, wave)
    values = site_shares.shares(distribution, *asked.of, wave)
    waves = options.asked_at(distribution, asked.of[0])
    labels = distribution.frame.filter(
        (pl.col("instrument_id") == asked.of[0]) & (pl.col("item_id") == asked.of[1])
    )["item_label"]
    label = labels[0] if labels.len() else ""

    def series() -> Series:
        every = tuple(site_shares.shares(distribution, *asked.of, one) for one in waves)
        return Series(label, every, tuple(waves.values()))

    return _numbers(values, levels, series if len(waves) > 1 else None, main="")


def _pay(asked: Asked, payment: Shown, waves: Shown) -> SideBySide:
    levels = _last_levels(payment, waves, asked.basis)
    found = site_records.pay_over_waves(payment, waves)
    series = (lambda: found) if len(found.names) > 1 else None
    return _numbers(site_records.pay(payment), levels, series, main="strips")


def _steps(asked: Asked, stages: Shown, waves: Shown) -> SideBySide:
    levels = _last_levels(stages, waves, asked.basis)
    series = site_records.steps_by_stage
    return _numbers(site_records.steps(stages), levels, lambda: series(stages), main="strips")


def _numbers(
    values: SiteValues,
    levels: Levels,
    series: Callable[[], Series] | None,
    main: str = "forest",
) -> SideBySide:
    """What has a number at each site: strips, a forest where it is an estimate, small charts."""
    if not values.sites:
        return SideBySide()

    def strips(order: by_income.Order, *, dark: bool = False, narrow: bool = False) -> Chart:
        return site_rows.strips(values, levels, order, dark=dark, narrow=narrow)

    def forest(order: by_income.Order, *, dark: bool = False, narrow: bool = False) -> Chart:
        return site_rows.forest(values, levels, order, dark=dark, narrow=narrow)

    looks: dict[str, Look] = {"strips": strips}
    if values.samples:
        looks["forest"] = forest
    if series is not None:
        looks["multiples"] = _wide(
            lambda *how, dark: small_multiples(series(), *how, dark=dark), levels
        )
    return SideBySide(
        reading.headline(values, levels),
        reading.told_apart_by_chance(values),
        looks,
        values.samples,
        main,
    )


def _themes(asked: Asked, shown: Shown) -> SideBySide:
    of = (shown, *asked.of, asked.waves[0], _levels(shown, asked.basis, asked.waves[0]))
    return SideBySide(
        headline=said_by_income.themes_headline(*of),
        looks={
            "sites": _wide(said_by_income.themes, *of),
            "multiples": _wide(said_multiples.themes, *of),
        },
        main="sites",
    )


def _context(asked: Asked, shown: Shown) -> SideBySide:
    wave = asked.waves[0]
    levels = _levels(shown, asked.basis, wave)
    of = (shown, *asked.of, wave, levels)
    return SideBySide(
        headline=said_by_income.context_headline(*of),
        looks={
            "sites": _wide(said_by_income.context, *of),
            "multiples": _wide(said_multiples.context, shown, wave, levels),
        },
    )


def _ratings(asked: Asked, shown: Shown) -> SideBySide:
    (framework, construct), wave = asked.of, asked.waves[0]
    levels = _levels(shown, asked.basis, wave)
    domains = shown.frame.filter(
        (pl.col("framework") == framework) & (pl.col("construct_id") == construct)
    )["domain"]
    if domains.is_empty():
        return SideBySide()
    return SideBySide(
        headline=ratings_by_income.headline(shown, framework, construct, wave, levels),
        looks={
            "sites": _wide(ratings_by_income.ratings, shown, framework, construct, levels),
            "multiples": _wide(
                states_multiples.ratings, shown, framework, domains[0], wave, levels
            ),
        },
        main="multiples",
    )


def _readiness(asked: Asked, shown: Shown) -> SideBySide:
    of = (shown, asked.waves[0], _levels(shown, asked.basis, asked.waves[0]))

    def counted(order: by_income.Order, *, dark: bool = False, narrow: bool = False) -> Chart:
        return states_by_income.counted(*of, dark=dark)

    return SideBySide(
        headline=states_by_income.headline(*of),
        looks={
            "levels": counted,
            "sites": _wide(states_by_income.by_site, *of),
            "multiples": _wide(states_multiples.readiness, *of),
        },
        main="levels",
    )


def _wide(draw: Callable[..., Chart], *of: Any) -> Look:
    """A way of drawing that is the same whether there is much room or little."""

    def look(order: by_income.Order, *, dark: bool = False, narrow: bool = False) -> Chart:
        return draw(*of, order, dark=dark)

    return look


def _levels(shown: Shown, basis: str, wave: str) -> Levels:
    return by_income.levels_at(shown, basis, wave, options.waves(shown).get(wave, ""))


def _last_levels(shown: Shown, waves: Shown, basis: str) -> Levels:
    return by_income.levels_at(shown, basis, *by_income.last_wave(shown, waves, basis))


_MAKE: Mapping[str, Callable[..., SideBySide]] = {
    "score": _scores,
    "shift": _shifts,
    "share": _shares,
    "themes": _themes,
    "context": _context,
    "cfir": _ratings,
    "readiness": _readiness,
    "pay": _pay,
    "steps": _steps,
}
