"""Data quality: what are the data of each site and wave worth, and what must be mended?"""

from bridgeboard.ui import blocks, gate, quality_sections
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.page_words import quality as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if not gate.is_team_view(choice, words.TEAM_ONLY, words.TEAM_ONLY_HOW):
        return
    quality_sections.places(choice)
    quality_sections.items(choice)
    if not gate.may(choice.viewer, "see_files", choice.programme_id):
        return
    quality_sections.files(choice)
    quality_sections.problems(choice)


main()
