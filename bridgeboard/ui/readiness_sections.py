"""The page on readiness, block by block."""

from __future__ import annotations

from typing import Any

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.readiness import readiness
from bridgeboard.charts.figures.reasons import reasons
from bridgeboard.charts.readings import readiness as reading
from bridgeboard.charts.tables.targets import asked
from bridgeboard.disclosure import Shown
from bridgeboard.measures.readiness_rule import RULE
from bridgeboard.ui import action_form, blocks, pickers
from bridgeboard.ui.answers import made
from bridgeboard.ui.attitude_controls import control_grid
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.evidence_links import evidence_links
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.here import here_with, there_with
from bridgeboard.ui.page_words import readiness as words


def seen_from(answer: Shown) -> str:
    """The wave to look from: the latest at first."""
    return pickers.one_of(words.SEEN, options.later_waves(answer), "at_wave")


def sentence(answer: Shown, wave: str) -> None:
    """What holds sites back, in one sentence."""
    blocks.headline(made(reading.headline, answer, wave))


@fragment
def states(choice: Choice, answer: Shown, wave: str) -> None:
    """The map of sites and influences; each state leads to its reasons."""
    some = pickers.some_of(words.STATE, words.STATES, "state")
    drawn = readiness(answer, wave, states=some, link=_to_reasons, dark=choice.dark)
    if drawn.figure is None:
        blocks.empty(words.NOTHING_FITS, words.LOOSEN)
    else:
        blocks.chart(drawn, "readiness")


@fragment
def why(choice: Choice, answer: Shown, wave: str) -> None:
    """One site's states with every reason, and an action from them."""
    blocks.section(words.WHY, anchor="why")
    sites, influences = options.sites(answer, wave), made(reading.influences, answer)
    with control_grid():
        site = pickers.one_of_many(words.SITE, sites, "at")
        one = pickers.one_or_all(words.INFLUENCE, influences, "influence", words.ALL_INFLUENCES)
    drawn = reasons(
        answer,
        site,
        wave,
        influences=(one,) if one else (),
        link=evidence_links(choice, site),
        dark=choice.dark,
    )
    blocks.chart(drawn, "reasons")
    if choice.view == "team":
        label = words.ADD_ON.format(influence=influences[one]) if one else words.ADD
        if st.button(label, key="act-on"):
            barrier = reading.barrier(answer, site, wave, one) if one else None
            action_form.add(site_id=site, influence_id=one, barrier=barrier)
            st.rerun()
    address = there_with("one-site", at=site)
    name = sites[site]
    blocks.linked(words.ONE_SITE.format(site=name), words.ONE_SITE_LINK.format(site=name), address)


def rule(choice: Choice) -> None:
    """How a state comes about, and what is asked of a site."""
    with st.expander(words.RULE, key="rule"):
        blocks.bullets([f"{part.strip()}." for part in RULE.rstrip(".").split(". ")])
    blocks.section(words.TARGETS)
    blocks.terms(
        (words.ASKED.format(**row), row["Ready where"])
        for row in asked(choice.snapshot).iter_rows(named=True)
    )
    blocks.note(words.TARGETS_SOURCE)
    blocks.note(words.CHANGE)


def _to_reasons(row: dict[str, Any]) -> str:
    return here_with(at=row["site_id"], influence=row["influence_id"]) + "#why"
