"""Sites and income levels: what is counted or rated, never a number of a site."""

from __future__ import annotations

from bridgeboard.charts import options
from bridgeboard.charts.figures import (
    cfir,
    ratings_by_income,
    said_by_income,
    states_by_income,
)
from bridgeboard.ui import attitude_controls, blocks, pickers
from bridgeboard.ui import compare_controls as controls
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words
from bridgeboard.ui.rating_answers import with_decisions


def readiness(choice: Choice) -> None:
    """States of readiness, counted in each level and site by site."""
    answer = with_decisions(choice, "readiness")
    waves = made(options.waves, answer)
    if not waves:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    with attitude_controls.control_grid():
        wave = controls.wave(waves)
        levels = controls.levels(choice, answer, (wave, waves[wave]))
    blocks.headline(made(states_by_income.headline, answer, wave, levels))
    with controls.beside():
        look = controls.look(("levels", "sites"))
        order = controls.order(by_value=False) if look == "sites" else "income"
    if look == "levels":
        drawn = made(states_by_income.counted, answer, wave, levels, dark=choice.dark)
    else:
        drawn = made(states_by_income.by_site, answer, wave, levels, order, dark=choice.dark)
    blocks.chart(drawn, f"readiness-{look}")


def ratings(choice: Choice) -> None:
    """Ratings of one CFIR construct."""
    answer = with_decisions(choice, "cfir")
    waves, constructs = made(cfir.waves, answer), made(cfir.constructs, answer)
    if not waves or not constructs:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    with attitude_controls.control_grid():
        one = pickers.one_of_many(words.CONSTRUCT, constructs, "construct")
        last = list(waves)[-1]
        levels = controls.levels(choice, answer, (last, waves[last]))
        order = controls.order(by_value=False)
    of = tuple(one.split("|", 1))
    blocks.headline(made(ratings_by_income.headline, answer, *of, last, levels))
    drawn = made(ratings_by_income.ratings, answer, *of, levels, order, dark=choice.dark)
    blocks.chart(drawn, "ratings")


def statements(choice: Choice) -> None:
    """What was said for and against, on one theme."""
    answer = shown(choice, "themes")
    waves = made(said_by_income.waves, answer)
    if not waves:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    with attitude_controls.control_grid():
        wave = controls.one_wave(waves)
        theme = pickers.one_of_many(
            words.THEME, made(said_by_income.offered, answer, wave), "theme"
        )
        levels = controls.levels(choice, answer, (wave, waves[wave]))
        order = controls.order(by_value=False)
    blocks.headline(made(said_by_income.themes_headline, answer, theme, wave, levels))
    drawn = made(said_by_income.themes, answer, theme, wave, levels, order, dark=choice.dark)
    blocks.chart(drawn, "themes")


def facts(choice: Choice) -> None:
    """What is on record of one factor: facts that support and that hinder."""
    answer = shown(choice, "context")
    waves = made(said_by_income.waves, answer)
    if not waves:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    with attitude_controls.control_grid():
        wave = controls.one_wave(waves)
        factors = made(said_by_income.offered, answer, wave)
        factor = pickers.one_of_many(words.FACTOR, factors, "factor")
        levels = controls.levels(choice, answer, (wave, waves[wave]))
        order = controls.order(by_value=False)
    blocks.headline(made(said_by_income.context_headline, answer, factor, wave, levels))
    drawn = made(said_by_income.context, answer, factor, wave, levels, order, dark=choice.dark)
    blocks.chart(drawn, "context")
