"""Respondents and answers on a cluster: as text, judged, and with answers as cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridgeboard.cluster.rules import Broken, judged, number, text_of
from bridgeboard.instruments import Instrument
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.step import cells
from schemas.answers import Answers
from schemas.respondents import Respondents

#: The views of rows with their faults, and what is kept of them.
JUDGED = {"respondents": "respondents_judged", "answers": "answers_judged"}
PEOPLE, GIVEN = "respondents_read", "answers_read"
_MODELS = {"respondents": Respondents, "answers": Answers}
#: Rules and columns of answers: a row that breaks one of these gets into no cell.
_IN_NO_CELL = frozenset(
    {
        *((rule, name) for rule in ("text", "required cell") for name in rules_of(Answers)),
        ("isin", "state"),
        *(("whole number", "value"), ("value_fits_state", None), ("response range", "value")),
        *((f"{which}_than_or_equal_to", "value") for which in ("greater", "less")),
        *((f"{which}", "instrument_id") for which in ("known instrument", "instrument in use")),
        ("known item", "item_id"),
    }
)


def judged_rows(table: str, columns: Sequence[str], rules: Sequence[Broken]) -> str:
    """The rows of respondents or answers as text, with what is wrong with them. In: columns: those
    of the file."""
    return judged(table, text_of(columns, _MODELS[table]), rules)


def people() -> str:
    """Respondents with their types. Out: place: the respondent's id, the schema's columns, bad."""
    columns = ", ".join(
        f"{number(name, rule)} AS {identifier(name)}" if rule.kind == "number" else identifier(name)
        for name, rule in rules_of(Respondents).items()
    )
    return f"SELECT respondent_id AS place, {columns}, bad FROM {JUDGED['respondents']}"


def given(
    columns: Sequence[str], rules: Sequence[Broken], instruments: Mapping[str, Instrument]
) -> str:
    """All that each respondent answered, in one look at the file.

    In:  columns: those of the file; rules: all that a row of it must keep.
    Out: place: the respondent's id; n_rows: rows that name it; cell_<i>_<j> of the instrument at
         place i and its item at place j: the value, or a code where there is none; null where there
         is no row. A row that breaks a rule, or is there twice, is in no cell, so that n_rows and
         n_cells differ: only then has somebody to look at each row.
    Raises: NotImplementedError for a rule of which this isn't so.
    """
    beyond = [rule for rule in rules if (rule.rule, rule.column) not in _IN_NO_CELL]
    if beyond:
        raise NotImplementedError(f"a rule of which cells don't tell: {beyond[0].rule}")
    used = list(instruments.values())
    places = [(at, item) for at, one in enumerate(used) for item in range(len(one.items))]
    found = "".join(
        f",\n       max(CASE WHEN slot = {slot} THEN code END) AS {_cell(*place)}"
        for slot, place in enumerate(places)
    )
    slots = iter(range(len(places)))
    slot = _chosen(
        "instrument_id",
        {
            one.instrument_id: _chosen("item_id", {i: str(next(slots)) for i in one.item_ids})
            for one in used
        },
    )
    return (
        f"SELECT place, count(*) AS n_rows{found}\n"
        f"FROM (SELECT respondent_id AS place, {slot} AS slot,\n"
        f"             CAST({_code(used)} AS SMALLINT) AS code\n"
        f"      FROM (SELECT {text_of(columns, Answers)} FROM answers) x) y\nGROUP BY place"
    )


def _code(used: Sequence[Instrument]) -> str:
    """What goes into a row's cell: null where state and value don't fit, or the value can't be."""
    whole = number("value", rules_of(Answers)["value"])
    levels = sorted({level.value for one in used for level in one.levels})
    # Nearly all cells are one of these words, which are quicker to find than to read as numbers.
    value = _chosen("value", {str(level): str(level) for level in levels}, whole)
    of_range = _chosen(
        "instrument_id",
        {
            one.instrument_id: f"CASE WHEN {value} IN "
            f"({', '.join(str(level.value) for level in one.levels)}) THEN {value} END"
            for one in used
        },
    )
    codes = _chosen("state", {state: str(code) for state, code in CODES.items()})
    return f"CASE WHEN state = 'answered' THEN {of_range} WHEN value IS NULL THEN {codes} END"


def _chosen(column: str, by_text: Mapping[str, str], otherwise: str = "NULL") -> str:
    if not by_text:
        return f"CAST({otherwise} AS BIGINT)"
    cases = " ".join(f"WHEN {literal(text)} THEN {sql}" for text, sql in by_text.items())
    return f"CASE {column} {cases} ELSE {otherwise} END"


def cells_of(instruments: Mapping[str, Instrument]) -> dict[str, str]:
    """The relations of cells that the store's steps read, by name."""
    found = {}
    for at, one in enumerate(instruments.values()):
        items = "".join(
            f", {_cell(at, item)} AS {identifier(item_id)}"
            for item, item_id in enumerate(one.item_ids)
        )
        any_row = ", ".join(_cell(at, item) for item in range(len(one.items)))
        found[cells(one)] = (
            f"SELECT place{items} FROM {GIVEN} WHERE coalesce({any_row}, NULL) IS NOT NULL"
        )
    return found


def n_cells(instruments: Mapping[str, Instrument]) -> str:
    """How many of a respondent's cells are filled: fewer than rows where a row is there twice."""
    filled = [
        f"CASE WHEN {_cell(at, item)} IS NULL THEN 0 ELSE 1 END"
        for at, one in enumerate(instruments.values())
        for item in range(len(one.items))
    ]
    return " + ".join(filled) or "0"


def n_answered(at: int, instrument: Instrument) -> str:
    """How many of its items a respondent answered, of the instrument at this place."""
    lowest = max(CODES.values())
    return " + ".join(
        f"CASE WHEN {_cell(at, item)} > {lowest} THEN 1 ELSE 0 END"
        for item in range(len(instrument.items))
    )


def _cell(at: int, item: int) -> str:
    return f"cell_{at}_{item}"
