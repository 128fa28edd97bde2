"""Readiness: is each site ready for peer support, and what holds it back?"""

import streamlit as st

from bridgeboard.problems import Refusal
from bridgeboard.ui import action_form, blocks, readiness_sections
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import readiness as words
from bridgeboard.ui.rating_answers import trouble, with_decisions


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    _dialog(choice)
    answer = with_decisions(choice, "readiness")
    if answer.frame.is_empty():
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    wave = readiness_sections.seen_from(answer)
    readiness_sections.sentence(answer, wave)
    readiness_sections.states(choice, answer, wave)
    readiness_sections.why(choice, answer, wave)
    readiness_sections.rule(choice)


def _dialog(choice: Choice) -> None:
    """The dialog for an action, if it is open; and what is wrong with the file of decisions."""
    if choice.view != "team":
        return
    if said := trouble(choice):
        st.warning(markdown(said))
    try:
        action_form.draw(choice)
    except Refusal as refusal:
        st.warning(markdown(str(refusal)))


main()
