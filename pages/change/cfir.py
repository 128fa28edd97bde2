"""CFIR: what helps and what hinders at each site, who says so, and what can be done?"""

from collections.abc import Callable

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.readings import cfir as reading
from bridgeboard.disclosure import Shown
from bridgeboard.ui import action_form, blocks, cfir_cell, cfir_controls, grouping_form, rating_form
from bridgeboard.ui import cfir_sections as sections
from bridgeboard.ui.answers import everywhere, made, shown
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.here import link_here
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import trouble, with_decisions


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if choice.view == "team":
        if said := trouble(choice):
            blocks.note(said)
        action_form.draw(choice)
        rating_form.draw(choice)
        grouping_form.draw(choice, made(options.sites, everywhere(choice, "sites")))
    ratings, proposed = with_decisions(choice, "cfir"), shown(choice, "proposed_ratings")
    if made(maps.waves, ratings):
        _rated(choice, ratings)
    elif made(maps.waves, proposed):
        _only_proposed(choice, ratings, proposed)
    else:
        _nothing(choice)


def _rated(choice: Choice, ratings: Shown) -> None:
    asked = cfir_controls.draw(choice, ratings, changed=True)
    sections.answer(choice, asked, ratings)
    _with_cell(
        lambda: sections.heat_map(choice, asked, ratings),
        lambda: cfir_cell.behind(choice, asked, ratings, ratings),
    )
    sections.look_closer(choice, asked, has_ratings=True)


def _only_proposed(choice: Choice, ratings: Shown, proposed: Shown) -> None:
    asked = cfir_controls.draw(choice, proposed, changed=False)
    blocks.headline(made(reading.headline_proposed, proposed))
    blocks.facts(words.HOW_TO_READ, (*words.PROPOSED_ONLY, words.PROPOSED_HOW))
    _with_cell(
        lambda: sections.proposed_map(choice, asked, proposed),
        lambda: cfir_cell.behind(choice, asked, proposed, ratings),
    )
    sections.look_closer(choice, asked, has_ratings=False)


def _with_cell(draw_map: Callable[[], None], draw_cell: Callable[[], None]) -> None:
    """The map, and what is behind a cell: above it for who has tapped one."""
    if sections.READ in st.query_params:
        draw_cell()
        link_here(words.BACK, construct=None, at=None, read=None)
        draw_map()
    else:
        draw_map()
        draw_cell()


def _nothing(choice: Choice) -> None:
    filters = choice.filters
    if filters.sites or filters.waves or filters.income_levels:
        blocks.empty(words.FILTERED, words.CLEAR)
    else:
        named = choice.snapshot.programme.name
        blocks.empty(words.NOTHING.format(programme=named), words.HOW_TO_GET)


main()
