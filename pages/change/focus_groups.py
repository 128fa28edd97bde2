"""Focus groups: what did mental health workers say, at which site, for and against?"""

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.newly_reported import newly_reported
from bridgeboard.charts.figures.statements import statements
from bridgeboard.charts.figures.themes import themes
from bridgeboard.ui import blocks, pickers, release_sections
from bridgeboard.ui.answers import shown
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.here import here_with, link_here
from bridgeboard.ui.page_words import focus_groups as words

#: In the address of a number's statements: they stand above the matrix then.
READ = "read"


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    answer = shown(choice, "themes")
    waves = options.waves(answer)
    if not waves:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    wave = pickers.one_of(words.WAVE, waves, "at_wave")
    named, places = options.themes(answer, wave), options.sites(answer, wave)
    if READ in st.query_params:
        _statements(choice, wave, named, places)
        link_here(words.BACK, theme=None, at=None, read=None)
        _matrix(choice, wave, named, places)
    else:
        _matrix(choice, wave, named, places)
        _statements(choice, wave, named, places)
    _newly(choice)
    release_sections.draw(choice, wave)


def _matrix(choice: Choice, wave: str, named: dict[str, str], places: dict[str, str]) -> None:
    def link(theme: str, site: str | None) -> str:
        asked = {"theme": named[theme], "at": places.get(site or ""), "read": "first"}
        return here_with(**asked, stance=None, kind=None, q=None)

    answer = shown(choice, "themes")
    opened = options.above(answer, _known(named, st.query_params.get("theme")))
    blocks.note(words.HOW)
    blocks.chart(themes(answer, wave, dark=choice.dark, opened=opened, link=link), "themes")


def _known(named: dict[str, str], label: str | None) -> str | None:
    return next((key for key, name in named.items() if name == label), None)


@fragment
def _statements(choice: Choice, wave: str, named: dict[str, str], places: dict[str, str]) -> None:
    blocks.section(words.STATEMENTS)
    left, right = st.columns(2)
    with left:
        theme = pickers.one_or_all(words.THEME, named, "theme", words.ALL_THEMES)
    with right:
        site = pickers.one_or_all(words.SITE, places, "at", words.ALL_SITES)
    stances = pickers.some_of(words.STANCE, words.STANCES, "stance")
    kinds = pickers.some_of(words.KIND, words.KINDS, "kind")
    drawn = statements(
        shown(choice, "statements"),
        wave_id=wave,
        themes=options.within(shown(choice, "themes"), theme),
        theme_label=named.get(theme or "", ""),
        site_id=site,
        stances=stances,
        kinds=kinds,
        search=pickers.searched(words.SEARCH, "q", words.SEARCH_HELP),
        dark=choice.dark,
    )
    if drawn.figure is None:
        blocks.empty(words.NOTHING_FITS, words.LOOSEN)
    else:
        blocks.chart(drawn, "statements")


@fragment
def _newly(choice: Choice) -> None:
    blocks.section(words.NEWLY)
    answer = shown(choice, "newly_reported")
    waves = options.later_waves(answer)
    if not waves:
        blocks.empty(words.NO_LATER, words.LATER_HOW)
        return
    blocks.note(words.NEWLY_NOTE)
    wave = pickers.one_of(words.WAVE, waves, "newly_at") if len(waves) > 1 else next(iter(waves))
    said = shown(choice, "statements")
    blocks.chart(newly_reported(answer, said, wave, dark=choice.dark), "newly")


main()
