"""Short files of answers with a row a respondent: checked in memory, and made rows of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.columns import typed_table
from bridgeboard.intake.judged import Judged
from bridgeboard.intake.keys import check_keys
from bridgeboard.intake.references import Known, check_references
from bridgeboard.intake.refused_rows import refused_answers
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.surveys import RESPONSE_RANGE
from bridgeboard.intake.typing_cells import trimmed
from bridgeboard.intake.validation import validate
from bridgeboard.intake.versions import ONE_VERSION, several, version_words, versions_of
from bridgeboard.intake.wide_shape import (
    RESPONDENT,
    Wide,
    codes_of,
    judged_headings,
    range_words,
)
from bridgeboard.intake.working import Working, empty, places_of
from bridgeboard.problems import Problem
from schemas.answers import Answers

_STATES = {code: state for state, code in CODES.items()}


@dataclass
class Sheet:
    """One file of them, checked as far as it can be by itself.

    work: None where its rows can't be judged; cells: the items that it has.
    """

    wide: Wide
    work: Working | None
    cells: list[str]

    @property
    def filled(self) -> pl.DataFrame:
        """For each row and item, whether the cell is filled in."""
        frame = self.wide.source.frame.select(self.cells)
        return trimmed(frame).select(pl.all().is_not_null())

    @property
    def n_filled(self) -> int:
        """How many cells are filled in."""
        return int(_in_rows(self.filled).sum())

    def good(self) -> pl.DataFrame:
        """The codes of good cells, null for all others: a row for each row of the file."""
        codes = codes_of(self.wide.instrument)
        kept = pl.lit(pl.Series(~self.work.refused))
        return self.work.typed.select(
            pl.when(pl.col(item).is_in(codes) & kept).then(item) for item in self.cells
        )


def judged(
    wides: Sequence[Wide],
    registry: Mapping[str, Instrument],
    in_use: Sequence[str] | None,
    works: Mapping[str, Working],
    unreadable: frozenset[str],
) -> tuple[Judged, pl.DataFrame]:
    """What is wrong with all of these files, and the good rows of answers in them.

    In: in_use: as check_answers() takes it; works: the other tables, judged.
    """
    found, parts = Judged(n_read=0), [empty(Answers)]
    sheets = []
    for wide in wides:
        sheet, problems = sheet_of(wide, in_use)
        found.headings += problems
        if sheet.work is not None:
            check_references(sheet.work, Known(tables=works, unreadable=unreadable))
        sheets.append(sheet)
    _check_versions(sheets, list(registry) if in_use is None else in_use, registry)
    refused = [pl.DataFrame(schema={RESPONDENT: pl.String, "n": pl.Int64})]
    for sheet in sheets:
        filled = _in_rows(sheet.filled)
        n_filled = int(filled.sum())
        found.n_read += n_filled
        found.n_refused += n_filled
        if sheet.work is None:
            continue
        good = sheet.good()
        wrong = filled - _in_rows(good.select(pl.all().is_not_null()))
        found.n_refused -= n_filled - int(wrong.sum())
        refused.append(pl.DataFrame({RESPONDENT: sheet.work.typed[RESPONDENT], "n": wrong}))
        parts.append(rows_of_answers(sheet, good).drop("place"))
        found.rows += sheet.work.problems
    found.refused_at = refused_answers(pl.concat(refused).filter(pl.col("n") > 0), works)
    return found, pl.concat(parts)


def _in_rows(flags: pl.DataFrame) -> pl.Series:
    """How many are set in each row."""
    return flags.select(pl.sum_horizontal(0, pl.all().cast(pl.Int64))).to_series()


def sheet_of(wide: Wide, in_use: Sequence[str] | None) -> tuple[Sheet, list[Problem]]:
    """The file with all that can be said of it without other tables, and problems of its
    headings."""
    problems, whole = judged_headings(wide, wide.source.frame.columns, in_use)
    cells = [one for one in wide.instrument.item_ids if one in wide.source.frame.columns]
    if not whole:
        return Sheet(wide, None, cells), problems
    work, _ = typed_table(wide.source, wide.model)
    validate(work)
    check_keys(work)
    levels = codes_of(wide.instrument)
    for item in cells:
        off = work.typed[item].is_not_null() & ~work.typed[item].is_in(levels)
        words = range_words(work, wide.instrument, item)
        work.report(places_of(off), column=item, rule=RESPONSE_RANGE, words=words)
    if not wide.is_used(in_use):
        work.refused[:] = True
    return Sheet(wide, work, cells), problems


def rows_of_answers(sheet: Sheet, good: pl.DataFrame) -> pl.DataFrame:
    """A row of answers for each good cell, in the file's order, with the place of its row."""
    return (
        good.with_columns(sheet.work.typed[RESPONDENT].alias("_who"))
        .with_row_index("_place")
        .unpivot(sheet.cells, index=["_place", "_who"], variable_name="_item", value_name="_code")
        .drop_nulls("_code")
        .sort("_place", maintain_order=True)
        .select(
            pl.col("_place").alias("place"),
            pl.col("_who").alias("respondent_id"),
            pl.lit(sheet.wide.instrument.instrument_id).alias("instrument_id"),
            pl.col("_item").alias("item_id"),
            pl.when(~pl.col("_code").is_in(list(_STATES))).then("_code").alias("value"),
            pl.col("_code")
            .replace_strict(_STATES, default="answered", return_dtype=pl.String)
            .alias("state"),
        )
        .cast({name: rule.dtype for name, rule in rules_of(Answers).items()})
    )


def _check_versions(
    sheets: Sequence[Sheet], in_use: Sequence[str], registry: Mapping[str, Instrument]
) -> None:
    """Say so where a respondent answered several versions of one instrument."""
    base_of = versions_of(in_use, registry)
    by_id = {
        sheet.wide.instrument.instrument_id: sheet
        for sheet in sheets
        if sheet.work is not None and sheet.wide.instrument.instrument_id in base_of
    }
    parts = [_answered(sheet) for sheet in by_id.values()]
    if len(parts) < 2:
        return
    rows = (
        pl.concat(parts)
        .with_columns(base=pl.col("instrument_id").replace_strict(base_of))
        .filter(pl.len().over(RESPONDENT, "base") > 1)
        .group_by(RESPONDENT, "base")
        .agg("instrument_id", "place")
    )
    facts: dict[str, dict[int, tuple[str, list[str]]]] = {one: {} for one in by_id}
    for _, _, names, places in rows.iter_rows():
        place, counts, others = several(dict(zip(names, places, strict=True)), base_of)
        facts[others[0]][place] = (counts, others)
    for instrument_id, of_file in facts.items():
        work = by_id[instrument_id].work
        words = version_words(work, of_file.__getitem__)
        places = np.array(sorted(of_file), dtype=np.int64)
        work.report(places, rule=ONE_VERSION, words=words, severity="doubtful")


def _answered(sheet: Sheet) -> pl.DataFrame:
    """Rows with a good cell that has a value: respondent, instrument, place."""
    answered = sheet.good().select(
        pl.any_horizontal(pl.all().is_not_null() & ~pl.all().is_in(list(_STATES)))
    )
    return (
        sheet.work.typed.select(RESPONDENT)
        .with_columns(instrument_id=pl.lit(sheet.wide.instrument.instrument_id))
        .with_row_index("place")
        .filter(answered.to_series())
    )
