"""Exports of REDCap: one table, one row a record, event and repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from bridgeboard.collected.cells import (
    Cells,
    cells_in,
    first_of,
    repeated,
    unique_names,
)
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.redcap_columns import (
    COMPLETE,
    LABELLED,
    STATES,
    SYSTEM,
    Column,
    exported,
    named,
)
from bridgeboard.collected.redcap_dictionary import Dictionary, dictionary_in
from bridgeboard.collected.redcap_events import Events, events_in
from bridgeboard.collected.redcap_labels import is_labelled, placed
from bridgeboard.collected.redcap_rows import (
    cleared,
    event_choices,
    forms_of_events,
    held,
    ticked,
    unasked,
)
from bridgeboard.collected.redcap_said import said_of
from bridgeboard.collected.survey import Survey, SurveyTable
from bridgeboard.problems import Problem, summed_up
from bridgeboard.readers.quoting import quoted

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FILE = re.compile(r"_DATA_(LABELS_)?\d{4}-\d\d-\d\d_\d{4}\.csv$", re.IGNORECASE)
_UNREAD = "rows of the data dictionary can't be read, which may mark it as an identifier"
_NAMED = "it has the file name that REDCap gives"

#: What is expected of a column without a heading, and what to do about it.
_NO_HEADING = (
    "REDCap heads each of its columns; this may be R's own number of the row",
    "The column is left out. Nothing needs to be done if it is only row numbers.",
)


def seen(file: DroppedFile) -> Likeness | None:
    """Is it an export of data, with names or with questions as headings?"""
    rows = first_of(file)
    start = next((at for at, row in enumerate(rows) if any(map(str.strip, row))), None)
    if start is None:
        return None
    headings = [heading.strip() for heading in rows[start]]
    if any(heading in SYSTEM for heading in headings):
        return Likeness(1.0, "it has columns that only REDCap writes (redcap_…)")
    if is_labelled(headings):
        return _labelled(headings, file.name)
    names = [heading for heading in headings if heading]
    if not names or not all(_NAME.fullmatch(name) for name in names):
        return None
    ticks = sum("___" in name for name in names)
    states = [
        name
        for place, name in enumerate(headings)
        if name.endswith("_complete") and _holds_states(rows[start + 1 :], place)
    ]
    if states:
        return Likeness(
            0.95 if ticks else 0.85, f"it says of a form whether it is complete ({states[0]})"
        )
    if _FILE.search(file.name):
        return Likeness(0.8, _NAMED)
    if ticks:
        return Likeness(0.6, "it has columns of checkboxes as REDCap names them (field___code)")
    if names[0] == "record_id":
        return Likeness(0.55, "its first column is record_id, as in most projects of REDCap")
    return None


def read(file: DroppedFile, beside: Sequence[tuple[str, DroppedFile]]) -> Survey:
    """The export as one table, with the dictionary and the lists beside it."""
    cells = cells_in(file)
    if isinstance(cells, Problem):
        return _refused(file, [cells])
    events = events_in([other for kind, other in beside if kind == "redcap-events"])
    dictionary, problems = _dictionary(cells, beside)
    problems += [*events.problems, *cells.problems]
    if dictionary is not None and not dictionary.fields:
        # What it marks as identifiers is not known: rather nothing than somebody's name.
        return _refused(file, problems)
    by_question = is_labelled(cells.headings)
    if by_question:
        columns = placed(cells, dictionary)
        if isinstance(columns, Problem):
            return _refused(file, [columns, *problems])
    else:
        if twice := repeated(cells):
            return _refused(file, [*twice, *problems])
        columns = named(cells, dictionary)
    record = next((column for column in columns if column is not None), None)
    if record is not None and record.left_out is not None:
        return _refused(file, [_named_record(cells, record), *problems])
    if dictionary is not None:
        problems += [
            _not_in(cells, dictionary, c) for c in columns if c is not None and not c.known
        ]
        if any(problem.severity == "refused" for problem in dictionary.problems):
            columns = [c if c is None or c.known else replace(c, left_out=_UNREAD) for c in columns]
    problems += cells.without_heading(columns, *_NO_HEADING)
    known = [column for column in columns if column is not None]
    kept = _unique([column for column in known if column.left_out is None])
    table, said, more = _table(cells, kept, events)
    return Survey(
        kind="redcap",
        file=file.name,
        tables=(table,),
        said=said_of(table, dictionary, events, by_question, said),
        left_out=tuple(column.gone() for column in known if column.left_out is not None),
        problems=tuple(summed_up([*problems, *more])),
    )


def _table(
    cells: Cells, columns: list[Column], events: Events
) -> tuple[SurveyTable, list[str], list[Problem]]:
    said: set[str] = set()
    frame = pl.DataFrame(
        {
            c.field.column: cleared(c, cells.column(c.field.place), said)
            for c in columns
            if c.field.place is not None
        },
        schema={c.field.column: pl.String for c in columns},
    )
    frame, problems = ticked(frame, columns, cells.file)
    frame, never_asked = unasked(frame, columns)
    words = sorted(said)
    if never_asked:
        words.append(
            "REDCap writes 0 for options that were never shown: where nothing of a form was filled "
            f"in, its checkboxes are empty here (row and form: {never_asked})."
        )
    fields = []
    for column in columns:
        field = column.field
        if field.role == "event":
            field = replace(field, choices=event_choices(frame[field.column].to_list(), events))
        elif field.role == "data_group":
            field = replace(field, choices=events.groups)
        elif field.role == "repeat_form":
            field = replace(field, choices=events.instruments)
        fields.append(field)
    table = SurveyTable(
        name="",
        file=cells.file,
        frame=frame,
        rows=pl.Series("row", cells.numbers, dtype=pl.Int64),
        fields=tuple(fields),
        holds=held(frame, columns),
        asked=forms_of_events(frame, columns, events),
    )
    return table, words, problems


def _dictionary(
    cells: Cells, beside: Sequence[tuple[str, DroppedFile]]
) -> tuple[Dictionary | None, list[Problem]]:
    """The dictionary that knows most of the headings, and problems of reading them.

    One without fields where none that was given can be read.
    """
    given = [dictionary_in(other) for kind, other in beside if kind == "redcap-dictionary"]
    best, most = None, 0
    for one in given:
        columns = exported(one)
        names = {c.field.column for c in columns} | {c.labelled for c in columns}
        known = sum(heading in names for heading in cells.headings)
        if known > most:
            best, most = one, known
    if best is not None and 2 * most >= len(cells.headings) - len(SYSTEM):
        return best, list(best.problems)
    problems = [problem for one in given for problem in one.problems]
    others = [one for one in given if one.fields]
    problems += [_of_another(one, cells) for one in others]
    return (given[0] if given and not others else None), problems


def _labelled(headings: Sequence[str], name: str) -> Likeness | None:
    choices = sum("(choice=" in heading for heading in headings)
    states = sum(heading.startswith(COMPLETE) for heading in headings)
    if (choices and states) or (any(heading in LABELLED for heading in headings) and states):
        return Likeness(0.95, "its headings are questions as REDCap writes them (Complete?)")
    if states or choices:
        return Likeness(0.8, "some of its headings are as REDCap's labelled exports write them")
    if _FILE.search(name):
        return Likeness(0.8, _NAMED)
    return None


def _holds_states(rows: Sequence[Sequence[str]], place: int) -> bool:
    held = {row[place].strip() for row in rows if place < len(row)}
    return held <= {"", *STATES, *STATES.values()}


def _unique(columns: list[Column]) -> list[Column]:
    names = unique_names([column.field.column for column in columns])
    return [
        replace(column, field=replace(column.field, column=name))
        for column, name in zip(columns, names, strict=True)
    ]


def _refused(file: DroppedFile, problems: Sequence[Problem]) -> Survey:
    return Survey("redcap", file.name, problems=tuple(summed_up(problems)))


def _named_record(cells: Cells, record: Column) -> Problem:
    return Problem(
        file=cells.file,
        column=record.field.heading,
        rule="record id",
        found="a record id that the data dictionary marks as an identifier of people",
        expected="the record id must be a code, since it links a person's rows",
        mend='Export with "Hash the Record ID field" and without the dictionary\'s mark, or take '
        "the mark away if the id is only a code.",
    )


def _not_in(cells: Cells, dictionary: Dictionary, column: Column) -> Problem:
    return Problem(
        file=cells.file,
        row=cells.heading_row,
        column=column.field.heading,
        rule="columns of the dictionary",
        severity="doubtful",
        found="a column that the data dictionary doesn't have",
        expected=f"each column is a field of {dictionary.file}",
        mend="Download the data dictionary of the day of the export. What is in the column, and "
        "whether it names people, is not known.",
    )


def _of_another(dictionary: Dictionary, cells: Cells) -> Problem:
    return Problem(
        file=dictionary.file,
        rule="dictionary of the project",
        severity="doubtful",
        found=f"a data dictionary that doesn't fit {quoted(cells.file)}",
        expected="at least half of the export's columns must be fields of it",
        mend="Drop the dictionary of the same project. The export was read without one.",
    )


KINDS = (
    Kind("redcap", "REDCap export", seen, read, helped_by=("redcap-dictionary", "redcap-events")),
)
