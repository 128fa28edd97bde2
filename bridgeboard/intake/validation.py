"""Pandera's verdict on a typed table, in sentences. The rules themselves are in schemas/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import numpy as np
import polars as pl
from pandera import Check
from pandera.errors import SchemaErrors

from bridgeboard.intake.rules import Rule
from bridgeboard.intake.working import Say, Words, Working
from bridgeboard.readers.quoting import listed
from schemas._table import Table

#: Rows judged at a time. Pandera writes each failing row out as text: this bounds what that takes.
SLICE = 200_000

#: How Pandera calls the check that a cell is filled in.
NOT_EMPTY = "not_nullable"

#: Of more words than these there is always one that is near, and hardly ever the one meant.
MOST_WORDS = 500


def validate(work: Working) -> None:
    """Report each cell and row that breaks a rule of the table's model.

    A cell that could not be typed has been reported; nothing that follows from it is said.
    """
    failures = _failures(work)
    if failures is None:
        return
    by_column = failures.filter(pl.col("schema_context") == "Column")
    for name, check in checks_of_cells(work.model):
        places = _places(by_column, column=name, check=check)
        rule = cell_rule(check)
        work.report(places, rule=rule, column=name, words=cell_words(work, work.rules[name], check))
    by_row = failures.filter(pl.col("schema_context") == "DataFrameSchema")
    for check in work.model.to_schema().checks:
        places = _places(by_row, check=check.error)
        places = places[~work.any_faulty(looked_at(work.model, check.name))[places]]
        work.report(places, rule=check.name, words=row_words(work, check))


def checks_of_cells(model: type[Table]) -> Iterator[tuple[str, str]]:
    """Every check of a single cell, in order: its column, and the check as Pandera calls it."""
    for name, column in model.to_schema().columns.items():
        if not column.nullable:
            yield name, NOT_EMPTY
        for check in column.checks:
            yield name, check.error


def cell_rule(check: str) -> str:
    """The rule as problems name it."""
    return "required cell" if check == NOT_EMPTY else check.split("(")[0]


def looked_at(model: type[Table], check: str) -> list[str]:
    """The columns that a check of whole rows is about."""
    return model.Config.metadata["looks_at"][check]


def _failures(work: Working) -> pl.DataFrame | None:
    schema = work.model.to_schema()
    found = []
    for start in range(0, max(len(work.typed), 1), SLICE):
        try:
            schema.validate(work.typed.slice(start, SLICE), lazy=True)
        except SchemaErrors as errors:
            found.append(
                errors.failure_cases.select(
                    "schema_context",
                    "column",
                    "check",
                    (pl.col("index").cast(pl.Int64) + start).alias("index"),
                )
            )
    return pl.concat(found) if found else None


def _places(failures: pl.DataFrame, **matching: str) -> np.ndarray:
    return failures.filter(**matching)["index"].unique().sort().to_numpy()


def cell_words(work: Working, rule: Rule, check: str) -> Say:
    """What to say of a cell that breaks this check of its column."""

    def words(place: int) -> Words:
        if check == NOT_EMPTY:
            expected = "filled in" if rule.expected == "text" else rule.expected
            return Words("", f"it must be {expected}", "Fill in the cell.")
        cell = work.text[rule.name][place]
        return Words(work.cell(place, rule.name), f"it must be {rule.expected}", mend(cell, rule))

    return words


def row_words(work: Working, check: Check) -> Say:
    """What to say of a row that breaks this check of whole rows."""
    columns = looked_at(work.model, check.name)
    expected, _, way = check.error.rpartition(": ")

    def words(place: int) -> Words:
        cells = [f"{name} {work.cell(place, name)}" for name in columns]
        return Words(listed(cells), expected, f"{way[:1].upper()}{way[1:]}.")

    return words


def mend(cell: str, rule: Rule) -> str:
    """How to mend a cell that is of the right type and still not allowed."""
    if rule.allowed:
        near = closest(cell, rule.allowed)
        return f"Did you mean {near}?" if near else "Write one of these words."
    if rule.form:
        return _mend_form(cell)
    if rule.max_length is not None:
        return "Shorten it."
    return f"Mend the number{rule.or_empty}."


def closest(cell: str, words: Sequence[str]) -> str | None:
    """The word that a cell most likely stands for: other case, a slip, or its beginning."""
    if len(words) > MOST_WORDS:
        return None
    plain = {word.casefold().replace("_", " "): word for word in words}
    cell = cell.casefold().replace("_", " ").strip()
    near = get_close_matches(cell, plain, n=1, cutoff=0.6)
    if near:
        return plain[near[0]]
    begun = [word for text, word in plain.items() if text.startswith(cell)]
    return begun[0] if len(begun) == 1 else None


def _mend_form(cell: str) -> str:
    odd = sorted({character for character in cell if not character.isascii()})
    if odd:
        return "Write it with plain letters; this one is not: " + ", ".join(
            f"{character} (U+{ord(character):04X})" if character.isprintable()
            else f"U+{ord(character):04X}, which can't be seen"
            for character in odd[:3]
        ) + "."  # fmt: skip
    return "Write it so, here and wherever it is used."
