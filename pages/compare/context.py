"""Context and payment: what supports and hinders, how are PSWs paid, what goes along with it?"""

from bridgeboard.charts import options
from bridgeboard.charts.figures.context import context
from bridgeboard.charts.figures.facts import facts
from bridgeboard.charts.figures.income import income
from bridgeboard.ui import blocks, payment_sections, pickers, report_sections
from bridgeboard.ui.answers import shown
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import context as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    _matrix(choice)
    _facts(choice)
    payment_sections.paid(choice)
    payment_sections.held_against(choice)
    _income(choice)
    report_sections.of_comparison(choice)


@fragment
def _matrix(choice: Choice) -> None:
    answer = shown(choice, "context")
    waves = options.waves(answer)
    if not waves:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    wave = pickers.one_of(words.WAVE, waves, "at_wave")
    blocks.note(words.RULE)
    blocks.chart(context(answer, wave, dark=choice.dark), "context")


@fragment
def _facts(choice: Choice) -> None:
    answer = shown(choice, "facts")
    factors = options.factors(answer, words.FIRST_FACTOR)
    if not factors:
        return
    factor = pickers.one_of_many(words.FACTOR, factors, "factor")
    title = words.ASKED.get(factor, words.ANY.format(factor=factors[factor]))
    sites = shown(choice, "sites")
    blocks.chart(facts(answer, title, [factor], sites=sites, dark=choice.dark), "facts")


@fragment
def _income(choice: Choice) -> None:
    blocks.section(words.INCOME)
    blocks.note(words.DATED)
    basis = pickers.one_of(words.BASIS, words.BASES, "basis", choice.income_basis)
    blocks.chart(income(shown(choice, "income"), basis, dark=choice.dark), "income")


main()
