"""Milestones on the page of actions: what is overdue, how far each site is, one site in time."""

from __future__ import annotations

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.overdue import overdue
from bridgeboard.charts.figures.stages import stages
from bridgeboard.charts.figures.timeline import timeline
from bridgeboard.charts.readings import milestones as reading
from bridgeboard.disclosure import Shown
from bridgeboard.ui import action_form, blocks, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import milestones as words


def draw(choice: Choice) -> None:
    """All about milestones: what is overdue first, then how far sites are, then one site's steps.

    In the team view an overdue step can be made an action: the page must draw its dialog.
    """
    blocks.section(words.TITLE, anchor="milestones")
    steps = shown(choice, "milestones")
    if made(reading.is_empty, steps):
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    blocks.headline(made(reading.headline, steps))
    blocks.bullets(made(reading.beside, steps))
    blocks.note(words.RULE)
    _overdue(choice, steps)
    by_stage = shown(choice, "stages")
    blocks.chart(made(stages, by_stage, dark=choice.dark), "stages")
    _timeline(choice, steps, by_stage)


@fragment
def _overdue(choice: Choice, steps: Shown) -> None:
    """The overdue steps, and one of them to make an action of."""
    drawn = made(overdue, steps, dark=choice.dark)
    if drawn.figure is None:
        return
    blocks.chart(drawn, "overdue")
    if choice.view != "team":
        return
    which = pickers.one_of_many(words.STEP, made(options.overdue_steps, steps), "step")
    if st.button(words.ADD, key="step-to-action"):
        action_form.add(**made(reading.as_action, steps, which))
        st.rerun()


@fragment
def _timeline(choice: Choice, steps: Shown, by_stage: Shown) -> None:
    """One site's steps in time; the site stands in the address."""
    site = pickers.one_of_many(words.SITE, options.sites(steps), "at")
    drawn = made(timeline, steps, by_stage, site, dark=choice.dark)
    blocks.chart(drawn, "timeline")
