"""Text to types: whole columns at once, and for a cell that is not accepted, why not."""

from __future__ import annotations

import re

import polars as pl

from bridgeboard.intake import dates, numbers
from bridgeboard.intake.rules import LONGEST_CELL, Rule
from bridgeboard.intake.validation import closest

#: What a spreadsheet shows where a formula failed; never a value, not even as text.
FORMULA_ERROR = r"^#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$"

_TRUE, _FALSE = ("true", "yes"), ("false", "no")


def trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """All cells without spaces around them, and null where nothing is left.

    A space before or after a cell can't be seen in a spreadsheet and never means anything here.
    """
    text = pl.all().str.strip_chars()
    return frame.with_columns(pl.when(text.str.len_bytes() > 0).then(text))


def typed(cells: pl.Series, rule: Rule) -> pl.Series:
    """The column as its type; null where a cell is empty or not of this type."""
    match rule.kind:
        case "whole number":
            found = numbers.whole(cells)
            return numbers.or_words(found, cells, rule.words) if rule.words else found
        case "number":
            return numbers.decimal(cells)
        case "date":
            return dates.date(cells)
        case "true or false":
            return _flag(cells)
    frame = cells.alias("cell").to_frame()
    short = pl.col("cell").str.len_chars() <= LONGEST_CELL
    error = pl.col("cell").str.contains(FORMULA_ERROR)
    return frame.select(pl.when(short & ~error).then(pl.col("cell"))).to_series()


def why_not(cell: str, rule: Rule, decimal_comma: bool) -> tuple[str, str]:
    """What is expected of a cell that typed() did not take, and how to mend it.

    decimal_comma: does another cell show that the column's comma is a decimal comma?
    """
    if re.match(FORMULA_ERROR, cell):
        return "a formula failed here", "Mend the formula, or write the value itself."
    if rule.words and not re.search(r"\d", cell):
        near = closest(cell, [word for word, _ in rule.words])
        mend = (
            f"Did you mean {near}?" if near else f"Write a number or one of these{rule.or_empty}."
        )
        return f"it must be {rule.expected}", mend
    match rule.kind:
        case "whole number" | "number":
            return numbers.why_not(cell, rule, decimal_comma)
        case "date":
            return dates.why_not(cell, rule.or_empty)
        case "true or false":
            return "it must be true or false", "Write true or false."
    return (
        f"a cell can't be longer than {LONGEST_CELL:,} characters".replace(",", "\u202f"),
        "Shorten it. If it holds many lines of the table, a quotation mark is missing.",
    )


def _flag(cells: pl.Series) -> pl.Series:
    word = pl.col("cell").str.to_lowercase()
    return (
        cells.alias("cell")
        .to_frame()
        .select(
            pl.when(word.is_in(_TRUE))
            .then(pl.lit(True))
            .when(word.is_in(_FALSE))
            .then(pl.lit(False))
        )
        .to_series()
    )
