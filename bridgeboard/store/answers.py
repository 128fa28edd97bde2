"""Instruments, how their answers are shown, and what is counted of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument, to_json
from bridgeboard.intake.counted import Counted
from bridgeboard.problems import Refusal
from bridgeboard.store import slicing, survey_sql
from bridgeboard.store.people import ATTRIBUTES
from bridgeboard.store.sql import identifier, script
from bridgeboard.store.survey.rows import unanswered, wide
from bridgeboard.store.survey_sql import Rows, Step, given
from bridgeboard.store.tables import create_enum

#: Columns of an instrument's wide table that are not items, and of its cells.
_OTHERS = (
    "place",
    "respondent_id",
    "site_id",
    "wave_id",
    "n_not_applicable",
    "n_dont_know",
    "n_missing",
)
#: The types of columns of marts, which have ids in their order.
_TYPES = {
    "instrument_id": "instruments.instrument_id",
    "scale_id": "instruments.scale_id",
    "item_id": "instruments.item_id",
    "item_a": "instruments.item_id",
    "item_b": "instruments.item_id",
    "site_id": "sites.site_id",
    "wave_id": "waves.wave_id",
    "from_wave_id": "waves.wave_id",
    "to_wave_id": "waves.wave_id",
    "attribute": "breakdown.attribute",
    "state": "answers.state",
}
#: Columns of marts that hold decimals.
_SCORES = ("score", "score_from", "score_to")


def create_instruments(con: duckdb.DuckDBPyConnection, instruments: dict[str, Instrument]) -> None:
    """The tables instruments and instrument_items, and ENUMs of their ids in order.

    Raises: Refusal where two names would be one column or table in the store.
    """
    used = list(instruments.values())
    _refuse_same("instruments", [instrument.table for instrument in used], "")
    for instrument in used:
        _refuse_same(
            "items", [*_OTHERS, *instrument.item_ids], f" of instrument {instrument.instrument_id}"
        )
    create_enum(con, "instruments.instrument_id", [i.instrument_id for i in used])
    create_enum(con, "instruments.item_id", [item for i in used for item in i.item_ids])
    create_enum(con, "instruments.scale_id", [s.scale_id for i in used for s in i.scales])
    create_enum(con, "breakdown.attribute", list(ATTRIBUTES))
    con.execute(
        'CREATE TABLE instruments (instrument_id "instruments.instrument_id", '
        "answers_table VARCHAR, definition VARCHAR)"
    )
    con.execute(
        'CREATE TABLE instrument_items (instrument_id "instruments.instrument_id", '
        'item_id "instruments.item_id", item_order BIGINT)'
    )
    for instrument in used:
        con.execute(
            "INSERT INTO instruments VALUES ($1, $2, $3)",
            [instrument.instrument_id, instrument.table, to_json(instrument)],
        )
    rows = [
        (instrument.instrument_id, item_id, order)
        for instrument in used
        for order, item_id in enumerate(instrument.item_ids, start=1)
    ]
    _insert_rows(con, "instrument_items", rows)


def create_views(con: duckdb.DuckDBPyConnection, instruments: Mapping[str, Instrument]) -> None:
    """A wide table per instrument, and unanswered: as seen over respondents and cells.

    In: no temporary relation of their names, or the views would name it.
    """
    used = list(instruments.values())
    for one in used:
        con.execute(f"CREATE VIEW {identifier(one.table)} AS {wide(one)}")
    con.execute(f"CREATE VIEW unanswered AS {unanswered(used)}")


def arrange(
    con: duckdb.DuckDBPyConnection,
    instruments: Mapping[str, Instrument],
    slices: Sequence[tuple[int, int]],
    said: Callable[[float, str], None],
) -> None:
    """The tables of survey_marts.sql.

    In:   the relations of relations.lay_out; slices: that it gave.
    said: called with the share done, 0 to 1, and words.
    """
    con.execute(script("survey_marts.sql"))
    made = _Made(con, slices)
    tables = {given(one): one.short_name for one in instruments.values()}
    parts = max(1, len(slices))
    first = survey_sql.steps(instruments, parts)
    for at, step in enumerate(first):
        if step.table in tables:
            said(0.6 * at / len(first), f"Counting answers of {tables[step.table]}")
        made.take(step)
    asked: Rows = []
    if instruments:
        asked = con.execute(f"SELECT {', '.join(survey_sql.ASKED)} FROM asked").fetchall()
    _insert_rows(con, "mart_comparisons", survey_sql.comparisons(instruments, asked))
    then = survey_sql.steps_of_waves(instruments, asked, parts)
    for at, step in enumerate(then):
        said(0.6 + 0.4 * at / len(then), "Comparing waves")
        made.take(step)
    made.end()


def bring(
    con: duckdb.DuckDBPyConnection, instruments: Mapping[str, Instrument], counted: Counted
) -> None:
    """What was counted elsewhere, into the tables that arrange() made of nobody."""
    made = _Made(con, ())
    for table, rows in counted.counts:
        made.bring(table, rows)
    made.end()
    _insert_rows(con, "mart_comparisons", survey_sql.comparisons(instruments, counted.asked))


class _Made:
    """The tables that steps have written, some of which go again."""

    def __init__(self, con: duckdb.DuckDBPyConnection, slices: Sequence[tuple[int, int]]) -> None:
        self.con = con
        self.slices = slices
        self.columns = dict(
            con.execute(
                "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
                "WHERE NOT internal AND database_name IN (current_database(), 'temp') "
                "GROUP BY table_name"
            ).fetchall()
        )
        self.made: dict[str, Step] = {}
        self.unfolded: dict[str, Rows] = {}

    def take(self, step: Step) -> None:
        """Write the step's rows."""
        if step.unfold is not None:
            rows = step.unfold(self.con.execute(step.sql).fetchall())
            self.unfolded.setdefault(step.table, []).extend(rows)
        elif step.sliced and len(self.slices) > 1:
            for places in self.slices:
                slicing.take(self.con, places)
                self._write(step)
            slicing.take(self.con)
        else:
            self._write(step)

    def _write(self, step: Step) -> None:
        name = identifier(step.table)
        if step.table in self.made:
            self.con.execute(f"INSERT INTO {name} {step.sql}")
        elif step.table in self.columns:
            self.con.execute(f"INSERT INTO {name} {self._in_order(step)}")
        else:
            self.con.execute(f"CREATE TEMP TABLE {name} AS {step.sql}")
            self.made[step.table] = step

    def bring(self, table: str, rows: pl.DataFrame | Rows) -> None:
        """Write rows that a step gave elsewhere, if the table is one that stays."""
        if table not in self.columns:
            return
        if isinstance(rows, list):
            self.unfolded.setdefault(table, []).extend(rows)
            return
        self.con.register("incoming", rows)
        step = Step(table, "SELECT * FROM incoming", "counts")
        self.con.execute(f"INSERT INTO {identifier(table)} {self._in_order(step)}")
        self.con.unregister("incoming")

    def _in_order(self, step: Step) -> str:
        """Counts lie so that they take the least room: scores in the order of ids take four times
        as much as scores by themselves, each with the same counts together."""
        if step.kind != "counts":
            return step.sql
        names = self.columns[step.table]
        columns = ", ".join(
            f"CAST({name} AS {identifier(_TYPES[name])}) AS {name}" if name in _TYPES else name
            for name in names
        )
        order = "ALL"
        if any(name in _SCORES for name in names):
            first = ("instrument_id", "scale_id", *_SCORES, "n")
            order = ", ".join(
                [name for name in first if name in names]
                + [name for name in names if name not in first]
            )
        return f"SELECT {columns} FROM ({step.sql}) ORDER BY {order}"

    def end(self) -> None:
        """Write what is left to write, and let go of what only steps read."""
        for table, rows in self.unfolded.items():
            _insert_rows(self.con, table, rows)
        for table in self.made:
            self.con.execute(f"DROP TABLE temp.{identifier(table)}")


def _insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    if not rows:
        return
    names = [str(at) for at in range(len(rows[0]))]
    con.register("incoming", pl.DataFrame(rows, schema=names, orient="row"))
    con.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    con.unregister("incoming")


def _refuse_same(what: str, names: list[str], where: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # SQL names don't tell small letters from capitals.
        folded = name.casefold()
        if folded in seen:
            raise Refusal(
                f"The {what} “{seen[folded]}” and “{name}”{where} can't be told apart in the "
                "store: give one of them another id."
            )
        seen[folded] = name
