"""Dropped tables of answers with a row a respondent, made one table with a row an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.wide_answers import rows_of_answers, sheet_of
from bridgeboard.intake.wide_shape import Wide
from bridgeboard.problems import Problem
from bridgeboard.readers.near_misses import no_instrument
from bridgeboard.readers.quoting import grouped, listed
from bridgeboard.readers.text_table import TextTable

#: Rows of answers that are put together in memory: as many as a long file may bring.
LARGEST = 1_000_000


def answers_of(
    sheets: Sequence[TextTable], instruments: Mapping[str, Instrument]
) -> tuple[TextTable | None, list[Problem]]:
    """The answers in them, each with the row and column of its cell; and what is no answer.

    In:  instruments: by the name of their table.
    Out: None where none of them can be read. Whether respondents are there is not looked at.
    """
    problems: list[Problem] = []
    frames, places, files, n = [], [], [], 0
    for table in sheets:
        instrument = instruments.get(table.name)
        if instrument is None:
            problems.append(no_instrument(table.file, table.name, list(instruments)))
            continue
        sheet, said = sheet_of(Wide(instrument, table), None)
        problems += said
        if sheet.work is None:
            continue
        n += sheet.n_filled
        if n > LARGEST:
            return None, [*problems, _too_many(table.file, n)]
        problems += sheet.work.problems
        rows = rows_of_answers(sheet, sheet.good())
        numbers = table.rows.cast(pl.Int64).gather(rows["place"])
        file = pl.lit(table.file).alias("file")
        places.append(rows.select(file, numbers.alias("row"), column="item_id"))
        frames.append(rows.drop("place").cast(pl.String))
        files.append(table.file)
    if not frames:
        return None, problems
    where = pl.concat(places)
    label = listed(files)
    return TextTable("answers", label, pl.concat(frames), where["row"], places=where), problems


def _too_many(file: str, n: int) -> Problem:
    return Problem(
        file=file,
        rule="number of answers",
        found=f"{grouped(n)} answers",
        expected=f"up to {grouped(LARGEST)} are added at a time",
        mend="Add some of its rows at a time, or publish the programme's folder on the command "
        "line.",
    )
