"""Good rows into the file that is handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.streaming.cells import Cells
from bridgeboard.intake.streaming.finding import Finding
from bridgeboard.intake.streaming.sql import literals, name
from bridgeboard.intake.streaming.workplace import STAGED, Workplace
from bridgeboard.intake.working import Working
from schemas.respondents import Respondents

RESPONDENTS = f"{STAGED}.respondents"
_SQL_TYPES = {"text": "VARCHAR", "whole number": "BIGINT", "number": "DOUBLE"}


def respondent_types(ids: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The type of each column of respondents: the one that a snapshot has it in.

    In: ids: for a column that names rows of another table, those there are, in order.
    """
    types = {}
    for rule in _rules():
        texts = rule.allowed or ids.get(rule.name)
        types[rule.name] = f"ENUM ({literals(texts)})" if texts else _SQL_TYPES[rule.kind]
    return types


def create_respondents(place: Workplace, types: Mapping[str, str]) -> None:
    """The table of good respondents, empty. In: types: as respondent_types() gives them."""
    columns = [f"{name(column)} {of}" for column, of in types.items()]
    place.run(f"CREATE TABLE {RESPONDENTS} (place INTEGER, {', '.join(columns)})")


def stage_work(place: Workplace, work: Working) -> None:
    """The good rows of respondents that were checked in memory."""
    good = work.good().with_row_index("place")
    place.insert(RESPONDENTS, good.select("place", *(rule.name for rule in _rules())))


def stage_found(place: Workplace, finding: Finding) -> int:
    """The good rows of respondents that were checked in the workplace; gives how many."""
    columns = ", ".join(name(rule.name) for rule in _rules())
    place.run(
        f"INSERT INTO {RESPONDENTS} SELECT row_number() OVER (ORDER BY place) - 1, {columns} "
        f"FROM respondents WHERE place NOT IN ({finding.refused()}) ORDER BY place"
    )
    return place.number(f"SELECT count(*) FROM {RESPONDENTS}")


def stage_cells(place: Workplace, cells: Cells, rows: str) -> int:
    """Answers arranged: a table of cells for each instrument; gives how many cells are filled in.

    In: rows: SQL for answers whose columns have the types of Cells.types().
    """
    if not cells.instruments:
        return 0
    words = cells.words()
    place.run(
        f"CREATE OR REPLACE TEMP TABLE words AS SELECT respondent_id, {words} FROM ({rows}) "
        "GROUP BY respondent_id"
    )
    return unpack(place, cells)


def unpack(place: Workplace, cells: Cells) -> int:
    """The tables of cells from the table of words; gives how many cells are filled in."""
    filled = 0
    for nth in range(len(cells.instruments)):
        place.run(cells.unpacked(nth, "words", RESPONDENTS))
        filled += place.number(cells.filled(nth))
    return filled


def good_answers(cells: Cells, finding: Finding) -> str:
    """SQL for the good rows of answers, in the types that words are made of."""
    types = cells.types()
    columns = ", ".join(
        f"{name(column)}::VARCHAR::{types[column]} AS {name(column)}" for column in types
    )
    return f"SELECT respondent_id, {columns} FROM answers WHERE place NOT IN ({finding.refused()})"


def _rules() -> list:
    return list(rules_of(Respondents).values())
