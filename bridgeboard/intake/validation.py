"""Pandera's verdict on a typed table, in sentences. The rules themselves are in schemas/."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import polars as pl
from pandera.errors import SchemaErrors

from bridgeboard.intake.rules import Rule
from bridgeboard.intake.working import Words, Working
from bridgeboard.readers.quoting import listed

#: Rows judged at a time. Pandera writes each failing row out as text: this bounds what that takes.
SLICE = 200_000

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
    for name, check in by_column.select("column", "check").unique(maintain_order=True).rows():
        _report_cells(work, work.rules[name], check, _places(by_column, column=name, check=check))
    by_row = failures.filter(pl.col("schema_context") == "DataFrameSchema")
    for (check,) in by_row.select("check").unique(maintain_order=True).rows():
        _report_rows(work, check, _places(by_row, check=check))


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


def _report_cells(work: Working, rule: Rule, check: str, places: np.ndarray) -> None:
    if check == "not_nullable":

        def words(place: int) -> Words:
            expected = "filled in" if rule.expected == "text" else rule.expected
            return Words("", f"it must be {expected}", "Fill in the cell.")

        work.report(places, rule="required cell", column=rule.name, words=words)
        return

    def words(place: int) -> Words:
        cell = work.text[rule.name][place]
        return Words(work.cell(place, rule.name), f"it must be {rule.expected}", mend(cell, rule))

    work.report(places, rule=check.split("(")[0], column=rule.name, words=words)


def _report_rows(work: Working, error: str, places: np.ndarray) -> None:
    schema = work.model.to_schema()
    check = next(check for check in schema.checks if check.error == error)
    columns = work.model.Config.metadata["looks_at"][check.name]
    expected, _, way = error.rpartition(": ")

    def words(place: int) -> Words:
        cells = [f"{name} {work.cell(place, name)}" for name in columns]
        return Words(listed(cells), expected, f"{way[:1].upper()}{way[1:]}.")

    places = places[~work.any_faulty(columns)[places]]
    work.report(places, rule=check.name, words=words)


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
