"""Attitudes: did they move, where, in whom, and how sure is that?"""

from bridgeboard.ui import attitude_controls, attitude_sections, blocks
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.page_words import attitudes as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if not choice.snapshot.instruments:
        _nothing_loaded(choice)
        return
    asked = attitude_controls.draw(choice)
    if attitude_sections.filtered_away(choice):
        return
    if asked.scale is None:
        blocks.note(words.NO_SCORES.format(name=asked.instrument.short_name))
        attitude_sections.doubts(asked)
    elif asked.compared:
        attitude_sections.answer(choice, asked)
        attitude_sections.forest_plot(choice, asked)
        attitude_sections.meaning(choice, asked)
    else:
        attitude_sections.no_shift(choice, asked)
        attitude_sections.doubts(asked)
    attitude_sections.look_closer(choice, asked)


def _nothing_loaded(choice: Choice) -> None:
    programme = choice.snapshot.programme
    blocks.empty(words.NOTHING.format(programme=programme.name), words.HOW_TO_GET)
    if programme.provenance == "published":
        blocks.note(words.PUBLISHED)


main()
