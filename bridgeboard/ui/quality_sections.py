"""Parts of the page on data quality."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import provenance
from bridgeboard.charts.tables import quality as tables
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import quality as words


def places(choice: Choice) -> None:
    """What to look at, the matrix of sites and waves, and all counts."""
    found = shown(choice, "quality")
    blocks.section(words.LOOK)
    blocks.bullets(made(tables.look_at, found) or [words.NOTHING_ODD])
    marks = {
        "provenance_mark": made(provenance.mark, found),
        "source_text": made(provenance.source, found),
    }
    blocks.table(
        made(tables.matrix, found),
        title=words.MATRIX,
        alt=words.MATRIX_ALT,
        key="quality-matrix",
        unit=words.UNIT_PEOPLE,
        columns=_first("Site", choice),
        **marks,
    )
    blocks.table(
        made(tables.numbers, found),
        title=words.NUMBERS,
        alt=words.NUMBERS_ALT,
        key="quality-numbers",
        columns=_first("Site", choice),
        **marks,
    )
    blocks.note(words.HOW_COUNTED)


def _first(name: str, choice: Choice) -> dict[str, dict[str, Any]]:
    """The first column stays in sight and leaves room for others, however long its names are."""
    return {name: {"pinned": True, "width": 130 if choice.narrow else 280}}


@fragment
def items(choice: Choice) -> None:
    """Which items were left out, at one site and wave."""
    found = shown(choice, "missingness")
    blocks.section(words.ITEMS)
    named = made(tables.places, found)
    if not named:
        blocks.empty(words.NO_ITEMS, words.NO_ITEMS_HOW)
        return
    place = pickers.one_of_many(words.PLACE, named, "items_of")
    blocks.table(
        made(tables.items, found, place),
        title=named[place],
        alt=words.ITEMS_ALT,
        key="quality-items",
        columns=_first("Item", choice),
        unit=words.UNIT_PEOPLE,
        provenance_mark=made(provenance.mark, found),
        source_text=made(provenance.source, found),
    )


def files(choice: Choice) -> None:
    """Rows read and refused, and which rules were broken."""
    blocks.section(words.FILES)
    read, rules = shown(choice, "tables_read"), shown(choice, "refused_cells")
    blocks.table(
        made(tables.tables_read, read),
        title=words.READ,
        alt=words.READ_ALT,
        key="quality-read",
        unit=words.UNIT_ROWS,
        source_text=made(provenance.source, read),
    )
    if len(rules.frame):
        blocks.table(
            made(tables.rules, rules), title=words.RULES, alt=words.RULES_ALT, key="quality-rules"
        )


@fragment
def problems(choice: Choice) -> None:
    """What must be mended, as a table to hand on."""
    blocks.section(words.PROBLEMS)
    found = shown(choice, "problems")
    if found.frame.is_empty():
        blocks.empty(words.NO_PROBLEMS, words.NO_PROBLEMS_HOW)
        return
    blocks.note(words.PROBLEMS_NOTE)
    named = made(tables.files, found)
    file = pickers.one_or_all(words.FILE, named, "problems_in", words.ALL_FILES)
    blocks.table(
        made(tables.problems_in, found, file),
        title=words.PROBLEMS,
        alt=words.PROBLEMS_ALT,
        key="quality-problems",
        n_text=made(tables.counted, found),
    )
