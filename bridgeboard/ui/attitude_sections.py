"""The page on attitudes, block by block: each asks for its answer, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.comparison import Comparison, compared
from bridgeboard.charts.figures.breakdown import breakdown
from bridgeboard.charts.figures.distribution import distribution
from bridgeboard.charts.figures.dumbbells import dumbbells
from bridgeboard.charts.figures.forest import forest
from bridgeboard.charts.figures.moved import moved
from bridgeboard.charts.figures.over_time import over_time
from bridgeboard.charts.figures.score import score
from bridgeboard.charts.readings import instrument as about
from bridgeboard.charts.readings import shift as reading
from bridgeboard.charts.readings.reliability import odd_items
from bridgeboard.charts.tables import data_behind
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.attitude_controls import Asked, control_grid
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.here import there_with
from bridgeboard.ui.page_words import attitudes as words


def answer(choice: Choice, asked: Asked) -> None:
    """The answer in one sentence, what it rests on, how good that is, and what people said."""
    found = _compared(choice, asked)
    blocks.headline(made(reading.headline, found))
    left, right = st.columns(2, gap="medium")
    with left:
        blocks.facts(words.RESTS_ON, made(reading.rests_on, found))
    with right:
        blocks.facts(words.HOW_GOOD, _how_good(choice, asked))
    themes = shown(choice, "themes")
    said, theme = made(
        reading.focus_group_line,
        themes,
        asked.instrument,
        asked.scale,
        *asked.compared,
        labels=tuple(asked.labels[wave] for wave in asked.compared),
    )
    if options.waves(themes):
        address = there_with("focus-groups", theme=theme, read=theme and "first")
        blocks.linked(said, words.TO_FOCUS_GROUPS, address)
    else:
        blocks.note(said)


def _how_good(choice: Choice, asked: Asked) -> list[str]:
    rule = about.scoring_rule(asked.instrument, asked.scale)
    chosen = choice.filters.sites or choice.filters.income_levels
    return [
        *made(odd_items, shown(choice, "item_fit"), *asked.of),
        made(reading.reliability_line, shown(choice, "reliability"), *asked.of),
        made(reading.missing_line, shown(choice, "item_fit"), *asked.of),
        words.OF_ALL if chosen else "",
        words.SCORE.format(rule=rule),
        *about.doubts(asked.instrument),
    ]


def forest_plot(choice: Choice, asked: Asked) -> None:
    """Site by site, and all together."""
    shift, pooled = shown(choice, "shift"), shown(choice, "pooled_shift")
    drawn = made(forest, shift, pooled, *asked.of, **_how(choice, asked), **_look(choice))
    blocks.chart(drawn, "forest")


@fragment
def meaning(choice: Choice, asked: Asked) -> None:
    """Each statistic in plain words, with this result's own numbers, on demand."""
    with st.expander(words.MEANING, key="meaning"):
        blocks.terms(made(reading.plain_words, _compared(choice, asked)))


def filtered_away(choice: Choice) -> bool:
    """Say so where the filters leave no site; True then."""
    if options.sites(shown(choice, "distribution")):
        return False
    blocks.empty(words.FILTERED, words.CLEAR)
    return True


def doubts(asked: Asked) -> None:
    """What is not certain about the instrument."""
    title = words.NOT_CERTAIN.format(name=asked.instrument.short_name)
    blocks.facts(title, about.doubts(asked.instrument))


def no_shift(choice: Choice, asked: Asked) -> None:
    """Why there is no shift, and how to get one."""
    if len(choice.filters.waves) == 1:
        blocks.empty(words.ONE_CHOSEN, words.CLEAR)
        return
    waves = made(options.answered, shown(choice, "score"), asked.versions, asked.scale.scale_id)
    said = words.no_shift(asked.scale.label, list(waves.values()))
    blocks.empty(said, words.SECOND_WAVE if waves else words.NOBODY_ANSWERED)


@fragment
def look_closer(choice: Choice, asked: Asked) -> None:
    """One closer look, chosen by the reader; only that one is computed and drawn."""
    offered = {name: words.SECTIONS[name] for name in _offered(choice, asked)}
    blocks.section(words.LOOK_CLOSER)
    look = next(iter(offered))
    if len(offered) > 1:
        look = pickers.one_of(words.LOOK_CLOSER, offered, "look", quiet=True)
    _DRAW[look](choice, asked)


def _offered(choice: Choice, asked: Asked) -> list[str]:
    if asked.scale is None:
        return ["statements"]
    waves = made(options.answered, shown(choice, "score"), asked.versions, asked.scale.scale_id)
    compared = ["shift"] if asked.compared else []
    time = ["time"] if len(waves) > 2 else []
    moved = ["moved"] if asked.compared else []
    return [*compared, "statements", *time, *moved, "who", "scores", "data"]


def _before_and_after(choice: Choice, asked: Asked) -> None:
    shift = shown(choice, "shift")
    blocks.chart(
        made(dumbbells, shift, *asked.of, design=asked.design, **_look(choice)), "before-and-after"
    )


def _statements(choice: Choice, asked: Asked) -> None:
    answer = shown(choice, "distribution")
    of = asked.scale.scale_id if asked.scale else None
    with control_grid("narrowed"):
        site = _place(answer)
    what = asked.instrument.short_name if of is None else asked.instrument.scale(of).label
    for version in asked.versions:
        drawn = made(
            distribution,
            answer,
            version.instrument_id,
            options.items(version, of),
            site_id=site,
            what=what,
            waves=asked.compared,
            **_look(choice),
        )
        blocks.chart(drawn, f"distribution-{version.instrument_id}")


def _place(answer: Any) -> str | None:
    """One site, or all together where the view has that row."""
    sites = options.sites(answer)
    if options.has_total(answer):
        return pickers.one_or_all(words.SITE, sites, "at", words.ALL_SITES)
    return pickers.one_of_many(words.SITE, sites, "at")


def _over_time(choice: Choice, asked: Asked) -> None:
    answer, waves = shown(choice, "score"), shown(choice, "waves")
    for of in asked.each_version:
        blocks.chart(made(over_time, answer, waves, *of, **_look(choice)), f"over-time-{of[0]}")


def _who_moved(choice: Choice, asked: Asked) -> None:
    answer = shown(choice, "moved")
    first, last = (asked.labels[wave] for wave in asked.compared)
    if not made(options.flows, answer, *asked.of):
        blocks.empty(words.NO_PAIRS.format(first=first, last=last), words.NO_PAIRS_HOW)
        return
    with control_grid("narrowed"):
        site = _place(answer)
    blocks.chart(made(moved, answer, *asked.of, site_id=site, **_look(choice)), "moved")


def _who_answered(choice: Choice, asked: Asked) -> None:
    answer = shown(choice, "breakdown")
    with control_grid("narrowed"):
        attribute = pickers.one_of_many(words.ATTRIBUTE, words.ATTRIBUTES, "by")
        how = {"attribute": attribute, "site_id": _place(answer), "waves": asked.compared}
    for of in asked.each_version:
        blocks.chart(made(breakdown, answer, *of, **how, **_look(choice)), f"breakdown-{of[0]}")


def _scores(choice: Choice, asked: Asked) -> None:
    blocks.note(words.FIVE)
    answer = shown(choice, "score")
    for of in asked.each_version:
        blocks.chart(made(score, answer, *of, **_look(choice)), f"score-{of[0]}")


def _data_behind(choice: Choice, asked: Asked) -> None:
    item_fit, alpha = shown(choice, "item_fit"), shown(choice, "reliability")
    for of in asked.each_version:
        look = _look(choice)
        blocks.chart(made(data_behind.missing, item_fit, *of, **look), f"missing-{of[0]}")
        blocks.chart(made(data_behind.reliability, alpha, *of, **look), f"reliability-{of[0]}")
        blocks.chart(made(data_behind.item_fit, item_fit, *of, **look), f"item-fit-{of[0]}")


def _compared(choice: Choice, asked: Asked) -> Comparison:
    shift, pooled = shown(choice, "shift"), shown(choice, "pooled_shift")
    return made(compared, shift, pooled, *asked.of, **_how(choice, asked))


def _how(choice: Choice, asked: Asked) -> dict[str, Any]:
    return {
        "design": asked.design,
        "metric": asked.metric,
        "income_basis": choice.income_basis,
    }


def _look(choice: Choice) -> dict[str, bool]:
    return {"dark": choice.dark, "narrow": choice.narrow}


_DRAW: dict[str, Callable[[Choice, Asked], None]] = {
    "shift": _before_and_after,
    "statements": _statements,
    "time": _over_time,
    "moved": _who_moved,
    "who": _who_answered,
    "scores": _scores,
    "data": _data_behind,
}
