"""Methods: how does each number come about, and what is it worth?"""

from bridgeboard.charts import options
from bridgeboard.charts.tables import methods as tables
from bridgeboard.instruments import registry
from bridgeboard.measures import MEASURES
from bridgeboard.measures.document import in_shareable_view
from bridgeboard.measures.reference import reference_rows, reference_tables
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import methods as words
from bridgeboard.ui.versions import versions


def main() -> None:
    choice = current_choice()
    programme = choice.snapshot.programme
    blocks.page_heading(words.TITLE, words.QUESTION)
    for title, rules in (
        (words.THINKING, words.THINKING_RULES),
        (words.DISCLOSURE, words.DISCLOSURE_RULES),
        (words.INCOME, words.INCOME_RULES),
    ):
        blocks.section(title)
        said = {"k": programme.k, "minimum": programme.minimum_n}
        blocks.bullets(
            [rule.format(**said, basis=words.BASES[choice.income_basis]) for rule in rules]
        )
    blocks.section(words.PROVENANCE)
    blocks.terms(words.PROVENANCES)
    _measures()
    _instruments(choice)
    _reference(choice)
    blocks.section(words.VERSIONS)
    blocks.terms(versions())


@fragment
def _measures() -> None:
    blocks.section(words.MEASURES)
    blocks.terms(tables.measures(MEASURES.values()))
    named = {name: measure.title for name, measure in MEASURES.items()}
    measure = MEASURES[pickers.one_of_many(words.MEASURE, named, "measure")]
    answer, terms = tables.explained(measure)
    blocks.note(answer)
    blocks.terms([*terms, (words.SHAREABLE, in_shareable_view(measure).replace("`", ""))])
    blocks.table(
        tables.columns(measure),
        title=words.COLUMNS.format(measure=measure.title),
        alt=words.COLUMNS_ALT,
        key="columns",
    )


@fragment
def _instruments(choice: Choice) -> None:
    blocks.section(words.INSTRUMENTS)
    in_use = choice.snapshot.instruments
    # Those in use first, and as they were published.
    known = {**in_use, **registry(), **in_use}
    blocks.note(words.INSTRUMENTS_NOTE)
    blocks.table(
        tables.instruments(known, in_use),
        title=words.INSTRUMENTS_TITLE,
        alt=words.INSTRUMENTS_ALT,
        key="instruments",
    )
    named = options.instruments(known.values())
    instrument = known[pickers.one_of_many(words.INSTRUMENT, named, "instrument_read")]
    blocks.terms(tables.instrument_terms(instrument))
    blocks.table(
        tables.items(instrument),
        title=words.ITEMS.format(instrument=instrument.short_name),
        alt=words.ITEMS_ALT,
        key="items",
    )


@fragment
def _reference(choice: Choice) -> None:
    summary = reference_tables(choice.snapshot)
    blocks.table(
        tables.references(summary),
        title=words.REFERENCE,
        alt=words.REFERENCE_ALT,
        key="reference",
    )
    blocks.note(words.UNVERIFIED)
    named = tables.reference_names(summary)
    table = pickers.one_of_many(words.TABLE, named, "reference_read")
    rows = reference_rows(choice.snapshot, table)
    n_text = words.ROWS_N.format(n=rows.height)
    blocks.table(rows, title=named[table], alt=words.ROWS_ALT, key="rows", n_text=n_text)


main()
