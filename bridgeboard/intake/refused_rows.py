"""Which sites and waves refused rows would have belonged to, as far as the rows still say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from bridgeboard.intake.working import Working

SCHEMA = {
    "table_name": pl.String,
    "site_id": pl.String,
    "wave_id": pl.String,
    "n": pl.Int64,
}


def refused_rows(
    works: Mapping[str, Working],
    others: Iterable[Working] = (),
    counted_before: Mapping[str, pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """Refused rows counted by table, site and wave.

    In:      the tables; others: ratings that stood in matrices; counted_before: what is known of
             tables that are not in memory.
    Out:     table_name, site_id, wave_id, n. Answers are where their respondents are, even refused
             ones.
    Missing: site_id and wave_id are null where the cell is empty, names none that was accepted, or
             the table has no such column.
    """
    known = _known(works)
    parts = [pl.DataFrame(schema=SCHEMA), *(counted_before or {}).values()]
    for work in (*works.values(), *others):
        if not work.refused.any():
            continue
        rows = work.typed.filter(pl.Series(work.refused))
        if work.name == "answers" and "respondents" in works:
            rows = _with_places(rows, works["respondents"])
        places = {
            # A refused site names itself, and is none.
            column: pl.when(pl.col(column).is_in(list(values))).then(column).alias(column)
            if column in rows.columns and work.name not in ("sites", "waves")
            else pl.lit(None, pl.String).alias(column)
            for column, values in known.items()
        }
        # Not select(): of nothing but nulls it makes one row.
        rows = rows.with_columns(*places.values())
        counted = rows.group_by("site_id", "wave_id", maintain_order=True).len("n")
        name = pl.lit(work.name).alias("table_name")
        parts.append(counted.select(name, "site_id", "wave_id", pl.col("n").cast(pl.Int64)))
    whole = pl.concat(parts)
    return whole.group_by("table_name", "site_id", "wave_id", maintain_order=True).agg(
        pl.col("n").sum()
    )


def refused_answers(rows: pl.DataFrame, works: Mapping[str, Working]) -> pl.DataFrame:
    """The same of answers that were counted by respondent. In: rows: respondent_id, n."""
    if "respondents" in works:
        rows = _with_places(rows, works["respondents"])
    cells = {
        column: pl.when(pl.col(column).is_in(list(values))).then(column)
        if column in rows.columns
        else pl.lit(None, pl.String)
        for column, values in _known(works).items()
    }
    name = pl.lit("answers").alias("table_name")
    placed = rows.with_columns(name, **cells).select(list(SCHEMA)).cast(SCHEMA)
    return placed.group_by("table_name", "site_id", "wave_id", maintain_order=True).agg(
        pl.col("n").sum()
    )


def _known(works: Mapping[str, Working]) -> dict[str, set[str]]:
    return {
        column: set(works[table].good()[column]) if table in works else set()
        for table, column in (("sites", "site_id"), ("waves", "wave_id"))
    }


def _with_places(rows: pl.DataFrame, respondents: Working) -> pl.DataFrame:
    """Answers with the site and wave of their respondent, the first of this id."""
    people = respondents.typed.select("respondent_id", "site_id", "wave_id")
    people = people.drop_nulls("respondent_id").unique(
        "respondent_id", keep="first", maintain_order=True
    )
    return rows.join(people, on="respondent_id", how="left", maintain_order="left")
