"""Actions: what is to be done at each site, by whom, what is late, and which steps are overdue?"""

import streamlit as st

from bridgeboard.problems import Refusal
from bridgeboard.ui import (
    action_cards,
    action_choice,
    action_form,
    blocks,
    gate,
    milestone_sections,
    pickers,
)
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import actions as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if gate.is_team_view(choice, words.TEAM_ONLY, words.TEAM_ONLY_HOW):
        try:
            _actions(choice)
        except Refusal as refusal:
            blocks.empty(words.UNREADABLE, str(refusal))
    milestone_sections.draw(choice)


def _actions(choice: Choice) -> None:
    action_form.draw(choice)
    if warning := action_choice.decisions(choice).warning():
        st.warning(markdown(warning))
    st.button(words.ADD, key="add-action", on_click=action_form.add)
    actions = action_choice.listed(choice)
    if actions.is_empty():
        blocks.empty(words.NONE, words.NONE_HOW)
        return
    fitting = action_choice.fitting(
        choice, actions, pickers.some_of(words.STATUS, words.STATUSES, "status")
    )
    if fitting.is_empty():
        blocks.empty(words.NOTHING_FITS, words.LOOSEN)
        return
    said = words.counted(fitting, actions.height)
    blocks.note(said)
    action_cards.cards(choice, fitting)
    action_cards.exports(choice, fitting, said)


main()
