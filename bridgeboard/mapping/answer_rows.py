"""The answers in an export: each filled cell of an item's column, as a number or a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from bridgeboard.collected import SurveyTable
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.row_problems import RowProblems
from bridgeboard.mapping.survey_map import ItemColumn, SurveyMap
from bridgeboard.mapping.value_lookup import Answering
from bridgeboard.readers.quoting import quoted

#: Cells that are looked at together; bounds what a file of any size takes.
CELLS_AT_ONCE = 2_000_000

SCHEMA = {
    "row": pl.Int64,
    "column": pl.String,
    "item": pl.Int32,
    "raw": pl.String,
    "value": pl.Int32,
    "state": pl.String,
}


def answers_of(
    table: SurveyTable,
    rows: pl.Series,
    survey_map: SurveyMap,
    instruments: Mapping[str, Instrument],
) -> pl.DataFrame:
    """One row per filled cell of the map's item columns, in these rows of the file.

    Out: the columns of SCHEMA; item is the place in survey_map.answers; state is null where the map
        doesn't say what the cell means. Ticks that are not ticked are no rows.
    """
    frame = table.frame.with_columns(table.rows.cast(pl.Int64).alias("row"))
    frame = frame.filter(pl.col("row").is_in(rows.implode()))
    answering = Answering(survey_map.values, instruments)
    step = max(1, CELLS_AT_ONCE // max(1, len(frame)))
    found = []
    for start in range(0, len(survey_map.answers), step):
        part = list(enumerate(survey_map.answers))[start : start + step]
        found.append(_meant(frame, part, answering))
    return pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)


def _meant(
    frame: pl.DataFrame, part: Sequence[tuple[int, ItemColumn]], answering: Answering
) -> pl.DataFrame:
    columns = [one.column for _, one in part]
    long = frame.unpivot(columns, index="row", variable_name="column", value_name="raw").filter(
        pl.col("raw").is_not_null() & (pl.col("raw").str.strip_chars() != "")
    )
    # Columns that share a value map and an instrument are looked up together.
    groups = {one.column: str((one.instrument_id, one.values, one.tick)) for _, one in part}
    example = {groups[one.column]: one for _, one in part}
    place = pl.DataFrame(
        [(one.column, item, groups[one.column]) for item, one in part],
        schema={"column": pl.String, "item": pl.Int32, "group": pl.String},
        orient="row",
    )
    long = long.join(place, on="column", how="left", maintain_order="left")
    distinct = long.select("group", "raw").unique(maintain_order=True)
    meanings = [
        (group, raw, answering.meaning(raw, example[group])) for group, raw in distinct.iter_rows()
    ]
    looked_up = pl.DataFrame(
        [
            (group, raw, m and m.value, m and m.state, bool(m and m.nothing))
            for group, raw, m in meanings
        ],
        schema={
            "group": pl.String,
            "raw": pl.String,
            "value": pl.Int32,
            "state": pl.String,
            "nothing": pl.Boolean,
        },
        orient="row",
    )
    return (
        long.join(looked_up, on=["group", "raw"], how="left", maintain_order="left")
        .filter(~pl.col("nothing"))
        .select(*SCHEMA)
    )


def report_unknown(answers: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems) -> None:
    """Report each cell that the map says nothing of; the answer is not among those converted."""
    unknown = answers.filter(pl.col("state").is_null())
    for (item,), cells in unknown.group_by("item", maintain_order=True):
        one = survey_map.answers[item]
        by = f"[values.{one.values}]" if one.values else "numbers are taken as they stand"

        def words(row: dict, one: ItemColumn = one, by: str = by) -> tuple[str, str, str]:
            return (
                quoted(row["raw"]),
                f"the map does not say which answer to {one.instrument_id} {one.item_id} that is "
                f"({by})",
                "Add the value to the map, or mend the cell.",
            )

        problems.report(cells, "known value", words, one.column)
