"""Together: do survey, ratings and focus groups say the same, site by site?"""

from bridgeboard.ui import blocks, together_sections
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.page_words import together as words
from bridgeboard.ui.rating_answers import with_decisions


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    answer = with_decisions(choice, "together")
    if together_sections.nothing(answer):
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    laid = together_sections.draw(answer)
    if laid is None:
        return
    together_sections.sentence(laid)
    together_sections.display(choice, answer, laid)


main()
