"""Plan the next wave: how many people would show a shift, and what can the present numbers show?"""

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.detectable import detectable, present
from bridgeboard.charts.readings import plan as reading
from bridgeboard.instruments import Instrument, Scale
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import everywhere, made, shown
from bridgeboard.ui.attitude_controls import control_grid, instrument_and_scale
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.form_sections import take_a_form
from bridgeboard.ui.page_words import plan as words

#: As many people at each wave as the measure plans with, and at first.
LEAST, MOST, FIRST = 3, 200, 12


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    _plan(choice)
    take_a_form(choice)


def _plan(choice: Choice) -> None:
    if not choice.snapshot.instruments:
        programme = choice.snapshot.programme.name
        blocks.empty(words.NOTHING.format(programme=programme), words.HOW_TO_GET)
        return
    with control_grid():
        instrument, scale = instrument_and_scale(choice)
        if scale is not None:
            shift, people, design = _wanted(instrument, scale)
    if scale is None:
        blocks.empty(words.NO_SCALE.format(name=instrument.short_name), words.NO_SCALE_HOW)
        return
    _answer(choice, (instrument.instrument_id, scale.scale_id), shift, people, design)


def _wanted(instrument: Instrument, scale: Scale) -> tuple[float, int, str]:
    """Which shift is to be shown, how many people are within reach, and who is compared."""
    limits = options.shifts_to_plan(instrument, scale)
    shift = pickers.number(words.SHIFT, "shift", *limits)
    people = pickers.whole_number(words.PEOPLE, "people", FIRST, LEAST, MOST)
    return shift, people, pickers.one_of(words.DESIGN, words.DESIGNS, "design")


def _answer(choice: Choice, of: tuple[str, str], shift: float, people: int, design: str) -> None:
    look = {"design": design, "dark": choice.dark, "narrow": choice.narrow}
    # How far people differ is known from all sites, whichever are chosen.
    planned = everywhere(choice, "detectable")
    blocks.headline(made(reading.needed_sentence, planned, *of, shift, design=design))
    blocks.note(made(reading.people_sentence, planned, *of, people, design=design))
    blocks.chart(made(detectable, planned, *of, shift=shift, people=people, **look), "detectable")
    blocks.chart(made(present, shown(choice, "detectable"), *of, shift=shift, **look), "present")
    with st.expander(words.HOW, key="how"):
        blocks.terms(made(reading.how, planned, *of, design=design))


main()
