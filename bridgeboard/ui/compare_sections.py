"""Sites and income levels: the sentence, one way of looking, and the report on the same."""

from __future__ import annotations

from bridgeboard.charts.side_by_side import Kind, compared
from bridgeboard.ui import blocks, compare_asked, report_sections
from bridgeboard.ui import compare_controls as controls
from bridgeboard.ui.answers import made
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words


def compare(choice: Choice, kind: Kind) -> None:
    """What the reader asks of this kind, in a sentence and a drawing, and as a report."""
    answers = controls.answers(choice, kind)
    asked = compare_asked.asked(choice, kind, answers[0])
    if asked is None:
        report_sections.of_comparison(choice)
        return
    found = made(compared, asked, *answers)
    if not found.looks:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        report_sections.of_comparison(choice)
        return
    blocks.headline(found.headline)
    if found.sure:
        blocks.note(found.sure)
    with controls.beside():
        look = controls.look(tuple(found.looks))
        order = controls.order(by_value=found.by_value)
    drawn = made(found.looks[look], order, dark=choice.dark, narrow=choice.narrow)
    blocks.chart(drawn, f"{kind}-{look}")
    report_sections.of_comparison(choice, asked, order)
