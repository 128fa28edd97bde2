"""Sites and income levels: how do they compare, on any measure, and how sure is that?"""

from bridgeboard.ui import blocks, compare_controls, compare_sections
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.page_words import sites_and_income as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if not choice.snapshot.instruments:
        blocks.note(words.NOT_MEASURED.format(programme=choice.snapshot.programme.name))
    compare_sections.compare(choice, compare_controls.kind(choice))


main()
