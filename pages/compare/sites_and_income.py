"""Sites and income levels: how do they compare, on any measure, and how sure is that?"""

from bridgeboard.ui import (
    blocks,
    compare_controls,
    compare_counts,
    compare_numbers,
    report_sections,
)
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.page_words import sites_and_income as words

DRAW = {
    "score": compare_numbers.scores,
    "shift": compare_numbers.shifts,
    "share": compare_numbers.shares,
    "themes": compare_counts.statements,
    "context": compare_counts.facts,
    "cfir": compare_counts.ratings,
    "readiness": compare_counts.readiness,
    "pay": compare_numbers.pay,
    "steps": compare_numbers.steps,
}


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if not choice.snapshot.instruments:
        blocks.note(words.NOT_MEASURED.format(programme=choice.snapshot.programme.name))
    DRAW[compare_controls.kind(choice)](choice)
    report_sections.of_comparison(choice)


main()
