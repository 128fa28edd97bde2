"""Overview: what is this programme, what evidence is there, and what deserves attention?"""

import streamlit as st

from bridgeboard.charts import Chart
from bridgeboard.charts.figures.attention import attention
from bridgeboard.charts.figures.coverage import coverage
from bridgeboard.charts.figures.sites import sites
from bridgeboard.charts.figures.waves import waves
from bridgeboard.charts.figures.world import world
from bridgeboard.ui import blocks, changed_sections, report_sections
from bridgeboard.ui.answers import shown
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.page_words import overview as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    blocks.note(choice.snapshot.programme.description)
    blocks.note(words.published(choice.snapshot.record, choice.snapshot.sight, choice.view))
    about = (shown(choice, "sites"), shown(choice, "income"), choice.income_basis)
    _first_look(choice, world(*about, dark=choice.dark))
    changed_sections.since_publish(choice)
    blocks.chart(coverage(shown(choice, "coverage"), dark=choice.dark), "coverage")
    blocks.note(words.EVIDENCE)
    blocks.chart(waves(shown(choice, "waves"), dark=choice.dark), "waves")
    blocks.chart(sites(*about, dark=choice.dark), "sites")
    _limits(choice)
    _sources(choice)
    report_sections.of_programme(choice)


def _first_look(choice: Choice, drawn: Chart) -> None:
    """What deserves attention, beside the map where there are coordinates."""
    first = attention(shown(choice, "attention"), dark=choice.dark)
    if drawn.figure is None:
        blocks.chart(first, "attention")
        blocks.note(words.NO_MAP)
        return
    left, right = st.columns(2)
    with left:
        blocks.chart(first, "attention")
    with right:
        blocks.chart(drawn, "map")


def _limits(choice: Choice) -> None:
    blocks.section(words.CANNOT_TELL)
    if choice.snapshot.programme.cannot_tell:
        blocks.bullets(choice.snapshot.programme.cannot_tell)
    else:
        blocks.empty(words.NOTHING_UNKNOWN, words.ADD_UNKNOWN)


def _sources(choice: Choice) -> None:
    blocks.section(words.SOURCES)
    sources = choice.snapshot.programme.sources.values()
    if sources:
        blocks.bullets([words.source(source) for source in sources])
    else:
        blocks.empty(words.NO_SOURCES, words.ADD_SOURCES)


main()
