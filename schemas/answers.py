"""Answers: what respondents ticked."""

import pandera.polars as pa
import polars as pl

from schemas._table import Table, column

#: In SQL, which Polars and DuckDB both read: long files of answers are checked in DuckDB.
VALUE_FITS_STATE = "(state = 'answered') = (value IS NOT NULL)"


class Answers(Table):
    """One answered item. An item that was not answered may be left out or given a state.

    Instead of this table a folder may have a file for each instrument, or a sheet of the workbook,
    with a row a respondent, as survey tools give it: `answers_psa12.csv` for PSA-12, with
    `respondent_id` and a column for each item that was asked, under the item's id and in any order.
    A cell holds the number ticked, or `not_applicable`, `dont_know` or `missing`; an empty one is
    an item without a row here. The same rules hold, and problems name the respondent's row and the
    item's column. A folder has its answers in one of the two shapes.
    """

    respondent_id: str = column("Who answered", refers_to="respondents.respondent_id")
    instrument_id: str = column("The instrument", refers_to="instruments")
    item_id: str = column("The item of the instrument", refers_to="instruments")
    value: int = column("The number ticked, before any reversing", nullable=True, ge=-100, le=1000)
    state: str = column(
        "Answered or not, and why",
        allowed=("answered", "not_applicable", "dont_know", "missing"),
    )

    class Config(Table.Config):
        """One row per respondent and item."""

        metadata = {
            "looks_at": {"value_fits_state": ["value", "state"]},
            "in_sql": {"value_fits_state": VALUE_FITS_STATE},
            "table": "answers",
            "key": ["respondent_id", "instrument_id", "item_id"],
        }

    @pa.dataframe_check(
        name="value_fits_state",
        error="an answered item needs a value, and only an answered item has one: "
        "fill in the value or mend the state",
    )
    def _value_fits_state(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.sql_expr(VALUE_FITS_STATE))
