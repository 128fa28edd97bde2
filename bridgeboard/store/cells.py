"""Answers in frames, each put in its cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import CODES

#: Rows taken at a time, so that the numbers beside them take megabytes, not gigabytes.
SLICE = 1 << 22
#: Stands for "no row" while cells are filled; values lie between -100 and 1000.
_EMPTY = np.iinfo(np.int16).min


def cells_of(
    answers: pl.DataFrame, respondent_ids: pl.Series, instrument: Instrument
) -> tuple[pl.DataFrame, int]:
    """The instrument's cells, and how many answers they are.

    In:  accepted answers (of any instruments) and respondents.
    Out: place, and a column per item: the value, or a code of intake.staged, or null; one row per
         respondent with any row for the instrument, in the respondents' order.
    In numpy: an answer is put in its cell by two small numbers.
    """
    cells = np.full((len(respondent_ids), len(instrument.items)), _EMPTY, dtype=np.int16)
    n_rows = 0
    for coded in _coded(answers, respondent_ids, instrument):
        n_rows += coded.height
        cells[coded["respondent"].to_numpy(), coded["item"].to_numpy()] = coded["cell"].to_numpy()
    filled = cells != _EMPTY
    if (n := int(filled.sum())) != n_rows:
        raise AssertionError(f"{n_rows - n} answers are there twice")
    places = np.flatnonzero(filled.any(axis=1)) if instrument.items else np.zeros(0, np.int64)
    columns = {item_id: cells[places, at] for at, item_id in enumerate(instrument.item_ids)}
    frame = pl.DataFrame({"place": places} | columns)
    return (
        frame.with_columns(
            pl.when(pl.col(i) != int(_EMPTY)).then(pl.col(i)).alias(i) for i in columns
        ),
        n_rows,
    )


def _coded(
    answers: pl.DataFrame, respondent_ids: pl.Series, instrument: Instrument
) -> Iterator[pl.DataFrame]:
    """Slice by slice: respondent and item as their places, and what is in the cell."""
    numbers = respondent_ids.to_frame("id").with_row_index("respondent")
    items = pl.Enum(instrument.item_ids)
    for start in range(0, answers.height, SLICE):
        part = answers.slice(start, SLICE).filter(
            pl.col("instrument_id") == instrument.instrument_id
        )
        # A respondent's answers mostly stand together: then one look-up does for all of them.
        runs = part["respondent_id"].rle().struct.unnest()
        found = runs.join(
            numbers, left_on="value", right_on="id", how="left", maintain_order="left"
        )
        if found["respondent"].null_count():
            raise AssertionError("an answer has no respondent; intake should have refused it")
        yield part.select(
            pl.Series(
                "respondent", np.repeat(found["respondent"].to_numpy(), found["len"].to_numpy())
            ),
            pl.col("item_id").cast(items).to_physical().alias("item"),
            pl.col("state")
            .replace_strict(CODES, default=pl.col("value"), return_dtype=pl.Int64)
            .cast(pl.Int16)
            .alias("cell"),
        )
