"""The quick way for files with nothing wrong in them: DuckDB reads them right into place.

It is taken only for what any reader of CSV reads as ours does. Whatever is not as it must be (a
text outside its closed set, a row of another width, an empty line, a duplicate, a name that leads
nowhere) makes it give up, and the file is then read and judged row by row. It never judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import duckdb

from bridgeboard.intake.columns import WHOLE_CHARACTERS
from bridgeboard.intake.keys import keys_of
from bridgeboard.intake.personal import NO_MAIL
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.streaming.cells import Cells
from bridgeboard.intake.streaming.checks import cell_checks, matches, text_of, typed_text
from bridgeboard.intake.streaming.sql import any_of, literal, name
from bridgeboard.intake.streaming.staging import RESPONDENTS, respondent_types, unpack
from bridgeboard.intake.streaming.workplace import STAGED, Workplace
from bridgeboard.intake.validation import NOT_EMPTY, cell_rule
from bridgeboard.readers.long_file import LongFile
from schemas.answers import Answers
from schemas.identifier import IDENTIFIER_FORM
from schemas.respondents import Respondents

#: Numbers as most programs write them: no sign, exponent or comma, and no digit lost in a double.
_PLAIN_NUMBER = r"^[0-9]{1,9}(?:\.[0-9]{1,6})?$"
_OUTER_SPACE = r"^[\s]|[\s]$"
_DOUBT = "not as it must be"
#: Of more names than these no ENUM is made.
_MOST_NAMES = 10_000
#: Bytes that DuckDB reads at a time; it holds several such pieces, and little else.
_BUFFER = 8_000_000

#: What no identifier can be, so that it need not be looked for: a test draws identifiers.
GOES_WITHOUT_SAYING = ("text", WHOLE_CHARACTERS, NO_MAIL)

Said = Callable[[float], None]


class AnswersRead:
    """All rows of answers, being read as words while respondents are read beside them."""

    def __init__(self, place: Workplace, file: LongFile, cells: Cells) -> None:
        self.place, self.file, self.cells = place.beside(), file, cells
        columns = file.simple_headings()
        if columns is None or not cells.instruments or not set(rules_of(Answers)) <= set(columns):
            self.running = None
            return
        types = {"respondent_id": "VARCHAR", **cells.types()}
        self.running = self.place.start(
            f"CREATE OR REPLACE TEMP TABLE words AS SELECT respondent_id, {cells.words()} "
            f"FROM {read_csv(file, columns, types)} GROUP BY respondent_id"
        )

    def arranged(self, base_of: Mapping[str, str], said: Said) -> int | None:
        """All rows arranged as cells; None, with nothing left, if one may be wrong.

        In: the table of respondents; base_of: as versions_of() gives it.
        """
        if self.running is None or not was_done(lambda: self.running.wait(said)):
            return None
        # A row that DuckDB passed over, or that shares its cell with another, fills none.
        n_rows = self.file.swept.lines - 1
        filled = unpack(self.place, self.cells)
        if filled == n_rows and not _several_versions(self.place, self.cells, base_of):
            self.place.run("DROP TABLE words")
            return n_rows
        for table in self.cells.tables.values():
            self.place.run(f"DROP TABLE {STAGED}.{name(table)}")
        return None


def _several_versions(place: Workplace, cells: Cells, base_of: Mapping[str, str]) -> bool:
    """May somebody have answered two versions of one instrument?"""
    for base in dict.fromkeys(base_of.values()):
        tables = [name(cells.tables[one]) for one, of in base_of.items() if of == base]
        rows = " UNION ALL ".join(f"SELECT place FROM {STAGED}.{table}" for table in tables)
        twice = f"SELECT place FROM ({rows}) GROUP BY place HAVING count(*) > 1"
        if len(tables) > 1 and is_any(place, twice):
            return True
    return False


def respondents_directly(
    place: Workplace, file: LongFile, names: Mapping[str, Sequence[str]], said: Said
) -> int | None:
    """All rows of respondents; None, with nothing left, if one may be wrong or doubtful.

    In: names: for a column that names rows of another table, the ids it may have, in order.
    """
    columns = file.simple_headings()
    rules = rules_of(Respondents)
    needed = {column for column, rule in rules.items() if not rule.nullable}
    if columns is None or not needed <= set(columns):
        return None
    closed = {column: rule.allowed for column, rule in rules.items() if rule.allowed}
    closed |= {column: tuple(dict.fromkeys(ids)) for column, ids in names.items()}
    if any(not 0 < len(texts) <= _MOST_NAMES for texts in closed.values()):
        return None
    known = [column for column in rules if column in columns]
    whole = respondent_types(names)
    types = {column: whole[column] if column in closed else "VARCHAR" for column in known}
    typed = [
        # What is no plain number stops it all, here or as a doubt.
        f"{name(column) if column in known else 'NULL'}::{of} AS {name(column)}"
        for column, of in whole.items()
    ]
    texts = [f"{name(column)} AS {text_of(column)}" for column in known]
    doubt = any_of(_doubts(known, closed))
    sql = f"""
        CREATE TABLE {RESPONDENTS} AS
        SELECT (row_number() OVER () - 1)::INTEGER AS place, {", ".join(map(name, rules))}
        FROM (
            SELECT *, CASE WHEN {doubt} THEN error({literal(_DOUBT)}) END AS doubt
            FROM (
                SELECT {", ".join([*typed, *texts])} FROM {read_csv(file, columns, types)}
            )
        ) WHERE doubt IS NULL
    """
    if not done(place, sql, said):
        return None
    n_rows = place.number(f"SELECT count(*) FROM {RESPONDENTS}")
    if n_rows != file.swept.lines - 1 or any(is_any(place, same) for same in _same()):
        place.run(f"DROP TABLE {RESPONDENTS}")
        return None
    return n_rows


def _doubts(known: Sequence[str], closed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Where a row may be wrong or doubtful; in a closed set only an empty cell may be."""
    rules = rules_of(Respondents)
    ids = {column for column, rule in rules.items() if rule.form == IDENTIFIER_FORM}
    for check in cell_checks(Respondents, known):
        needed = check.rule not in GOES_WITHOUT_SAYING if check.column in ids else True
        if check.column in closed:
            needed = check.rule == cell_rule(NOT_EMPTY)
        if needed:
            yield check.sql
    for column in known:
        rule, text = rules[column], text_of(column)
        if rule.kind == "number":
            yield f"NOT {matches(text, _PLAIN_NUMBER)}"
        elif column not in closed and column not in ids:
            yield f"{text} IS NOT NULL AND ({typed_text(text)}) IS NULL"
            yield matches(text, _OUTER_SPACE)


def _same() -> Iterator[str]:
    """Rows that share a key, and people at several sites."""
    for columns, _ in keys_of(Respondents):
        key = ", ".join(map(name, columns))
        filled = " AND ".join(f"{name(column)} IS NOT NULL" for column in columns)
        rows = f"SELECT {key} FROM {RESPONDENTS} WHERE {filled}"
        yield f"{rows} GROUP BY {key} HAVING count(*) > 1"
    rows = f"SELECT person_code FROM {RESPONDENTS} WHERE person_code IS NOT NULL"
    yield f"{rows} GROUP BY person_code HAVING count(DISTINCT site_id) > 1"


def is_any(place: Workplace, sql: str) -> bool:
    """Has the answer a row?"""
    return bool(place.rows(f"SELECT 1 FROM ({sql}) LIMIT 1"))


def done(place: Workplace, sql: str, said: Said) -> bool:
    """Was it done? No, with nothing left, if a row is not as it must be."""
    return was_done(lambda: place.run(sql, said))


def was_done(work: Callable[[], None]) -> bool:
    """The same of something that was begun."""
    try:
        work()
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        return False
    return True


def read_csv(file: LongFile, columns: Sequence[str], types: Mapping[str, str]) -> str:
    """The file as DuckDB reads it: nothing guessed, nothing filled up, nothing passed over."""
    named = ", ".join(
        f"{literal(column)}: {literal(types.get(column, 'VARCHAR'))}" for column in columns
    )
    return (
        f"read_csv({literal(str(file.path))}, columns = {{{named}}}, auto_detect = false, "
        f"header = false, skip = 1, delim = {literal(file.delimiter)}, quote = '', escape = '', "
        "comment = '', strict_mode = true, null_padding = false, ignore_errors = false, "
        f"buffer_size = {_BUFFER})"
    )
