"""Sites and income levels: what has a number at each site, in strips, a forest or small charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bridgeboard.charts import options, site_records, site_values
from bridgeboard.charts.by_income import Levels
from bridgeboard.charts.comparison import compared
from bridgeboard.charts.figures import site_rows
from bridgeboard.charts.figures.small_multiples import small_multiples
from bridgeboard.charts.readings.sites_compared import headline
from bridgeboard.charts.site_values import SiteValues
from bridgeboard.ui import attitude_controls, blocks
from bridgeboard.ui import compare_controls as controls
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words


def scores(choice: Choice) -> None:
    """Scores of one scale at a wave."""
    answer = shown(choice, "score")
    with attitude_controls.control_grid():
        found = controls.scale(choice)
        if found is None:
            blocks.empty(words.NO_SCALE, words.ITEMS.format(share=words.KINDS["share"]))
            return
        instrument, scale = found
        waves = made(options.answered, answer, (instrument,), scale.scale_id)
        if not waves:
            blocks.empty(words.NOBODY, words.HOW_TO_GET)
            return
        wave = controls.wave(waves)
        levels = controls.levels(choice, answer, (wave, waves[wave]))
    of = (instrument.instrument_id, scale.scale_id)
    values = made(site_values.scores, answer, *of, wave, levels)
    _numbers(choice, values, levels, lambda: _scores(choice, of, waves, levels), scale.label, waves)


def shifts(choice: Choice) -> None:
    """Shifts of one scale between two waves."""
    answer = shown(choice, "shift")
    with attitude_controls.control_grid():
        asked = attitude_controls.draw_in(choice)
        if asked.scale is None:
            blocks.empty(words.NO_SCALE, words.ITEMS.format(share=words.KINDS["share"]))
            return
        if not asked.compared:
            blocks.empty(words.NO_SHIFT, words.HOW_TO_GET)
            return
        earlier = asked.compared[0]
        levels = controls.levels(choice, answer, (earlier, asked.labels[earlier]))
    pooled = shown(choice, "pooled_shift")
    found = made(
        compared,
        answer,
        pooled,
        *asked.of,
        design=asked.design,
        metric=asked.metric,
        income_basis=levels.basis,
    )
    if not found.sites:
        blocks.empty(words.NO_SHIFT, words.HOW_TO_GET)
        return
    values = made(site_values.shifts, found, answer, pooled)
    of = (asked.instrument.instrument_id, asked.scale.scale_id)
    waves = made(options.answered, shown(choice, "score"), (asked.instrument,), of[1])
    _numbers(
        choice, values, levels, lambda: _scores(choice, of, waves, levels), asked.scale.label, waves
    )


def shares(choice: Choice) -> None:
    """Agreement with one item at a wave."""
    answer = shown(choice, "distribution")
    with attitude_controls.control_grid():
        instrument, item = controls.item(choice)
        waves = made(options.waves, answer)
        if not waves:
            blocks.empty(words.NOTHING, words.HOW_TO_GET)
            return
        wave = controls.wave(waves)
        levels = controls.levels(choice, answer, (wave, waves[wave]))
    of = (instrument.instrument_id, item)
    values = made(site_values.shares, answer, *of, wave)
    label = options.item_names(instrument)[item]

    def series() -> tuple[SiteValues, ...]:
        return tuple(made(site_values.shares, answer, *of, one) for one in waves)

    _numbers(choice, values, levels, series, label, waves)


def pay(choice: Choice) -> None:
    """The latest pay of PSWs as a share of a wage."""
    answer = shown(choice, "payment")
    with attitude_controls.control_grid():
        levels = controls.levels(choice, answer, None)
    _numbers(choice, made(site_records.pay, answer), levels)


def steps(choice: Choice) -> None:
    """The share of steps of implementation that are done."""
    answer = shown(choice, "stages")
    with attitude_controls.control_grid():
        levels = controls.levels(choice, answer, None)
    _numbers(choice, made(site_records.steps, answer), levels)


def _scores(
    choice: Choice, of: tuple[str, str], waves: Mapping[str, str], levels: Levels
) -> tuple[SiteValues, ...]:
    answer = shown(choice, "score")
    return tuple(made(site_values.scores, answer, *of, one, levels) for one in waves)


def _numbers(
    choice: Choice,
    values: SiteValues,
    levels: Levels,
    series: Callable[[], tuple[SiteValues, ...]] | None = None,
    what: str = "",
    waves: Mapping[str, str] | None = None,
) -> None:
    """The sentence, how to look, and that one look."""
    if not values.sites:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    blocks.headline(made(headline, values, levels))
    looks = ("strips", "forest") if values.samples else ("strips",)
    if series and waves and len(waves) > 1:
        looks = (*looks, "multiples")
    with controls.beside():
        look = controls.look(looks)
        order = controls.order(by_value=values.samples)
    how: dict[str, Any] = {"dark": choice.dark}
    if look == "multiples" and series and waves:
        names = tuple(waves.values())
        drawn = made(small_multiples, series(), names, what, levels, order, **how)
    else:
        draw = {"strips": site_rows.strips, "forest": site_rows.forest}[look]
        drawn = made(draw, values, levels, order, narrow=choice.narrow, **how)
    blocks.chart(drawn, f"{values.kind}-{look}")
