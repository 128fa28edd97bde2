"""The quick way for a long file of answers with a row a respondent: right into cells.

As in direct.py nothing is judged here. A file in which anything is other than it must be leaves
nothing, and is then judged row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.streaming.cells import Cells
from bridgeboard.intake.streaming.direct import Said, done, is_any, read_csv
from bridgeboard.intake.streaming.sql import literals, name
from bridgeboard.intake.streaming.staging import RESPONDENTS
from bridgeboard.intake.streaming.workplace import STAGED, Workplace
from bridgeboard.intake.surveys import levels_of
from bridgeboard.intake.wide_shape import RESPONDENT
from bridgeboard.readers.long_file import LongFile


def cells_directly(
    place: Workplace, file: LongFile, cells: Cells, instrument: Instrument, said: Said
) -> int | None:
    """The instrument's table of cells, from all rows of the file; gives how many are filled in.

    None, with nothing left, if a row may be wrong.
    """
    columns = file.simple_headings()
    table = staged_table(cells, instrument)
    given = [] if columns is None else [one for one in instrument.item_ids if one in columns]
    if table is None or not given or RESPONDENT not in columns:
        return None
    codes = _codes(instrument)
    types = {RESPONDENT: "VARCHAR", **dict.fromkeys(given, f"ENUM ({literals(codes)})")}
    kept = f"[{', '.join(map(str, codes.values()))}]::SMALLINT[]"
    found = ", ".join(
        f"{_cell(one, kept) if one in given else 'NULL::SMALLINT'} AS {name(one)}"
        for one in instrument.item_ids
    )
    sql = (
        f"CREATE TABLE {table} AS SELECT p.place::INTEGER AS place, {found} "
        f"FROM {read_csv(file, columns, types)} AS w "
        f"JOIN {RESPONDENTS} AS p ON w.{RESPONDENT} = p.{RESPONDENT}"
    )
    if not done(place, sql, said):
        return None
    # A row that DuckDB passed over, or whose respondent is not there, is in no row of cells.
    rows = place.rows(f"SELECT count(*), count(DISTINCT place) FROM {table}")
    n_rows = file.swept.lines - 1
    if rows != [(n_rows, n_rows)]:
        place.run(f"DROP TABLE {table}")
        return None
    _leave_out_empty(place, table, given)
    return place.number(cells.filled(cells.instruments.index(instrument)))


def staged_table(cells: Cells, instrument: Instrument) -> str | None:
    """The instrument's table in the file that is handed on; None if it is not in use."""
    own = cells.tables.get(instrument.instrument_id)
    return None if own is None else f"{STAGED}.{name(own)}"


def answered_several(place: Workplace, cells: Cells, versions: Sequence[Instrument]) -> bool:
    """May somebody have answered two of these instruments?"""
    tables = [staged_table(cells, one) for one in versions]
    rows = " UNION ALL ".join(f"SELECT place FROM {table}" for table in tables)
    return is_any(place, f"SELECT place FROM ({rows}) GROUP BY place HAVING count(*) > 1")


def _codes(instrument: Instrument) -> Mapping[str, int]:
    """What may stand in a cell, as programs write it, and what it is kept as."""
    levels = levels_of(instrument)
    # Where a column has empty cells, many programs write its whole numbers as 3.0.
    return {str(one): one for one in levels} | {f"{one}.0": one for one in levels} | CODES


def _cell(item: str, kept: str) -> str:
    return f"({kept})[enum_code(w.{name(item)}) + 1]"


def _leave_out_empty(place: Workplace, table: str, items: Sequence[str]) -> None:
    """Respondents without any answer have no row of cells."""
    empty = " AND ".join(f"{name(one)} IS NULL" for one in items)
    if not is_any(place, f"SELECT place FROM {table} WHERE {empty}"):
        return
    place.run(f"CREATE TEMP TABLE some_cells AS SELECT * FROM {table} WHERE NOT ({empty})")
    place.run(f"DROP TABLE {table}")
    place.run(f"CREATE TABLE {table} AS SELECT * FROM some_cells")
    place.run("DROP TABLE some_cells")
