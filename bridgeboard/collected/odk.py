"""Exports of KoboToolbox and ODK: a table for the form, and one for each repeat in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from bridgeboard.collected.cells import Cells, cells_of, first_of, unique_names
from bridgeboard.collected.dropped_file import DroppedFile, Records
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.odk_columns import (
    LEFT_OUT,
    SYSTEM,
    Keys,
    OdkColumn,
    columns_of,
    found_in,
    keys_of,
)
from bridgeboard.collected.odk_said import said_of
from bridgeboard.collected.odk_words import in_their_language, ticks_as_numbers
from bridgeboard.collected.repeats import with_what_was_asked_once
from bridgeboard.collected.survey import Survey, SurveyTable
from bridgeboard.collected.xlsform import Form, form_in
from bridgeboard.problems import Problem, summed_up

_OF_KOBO = ("_uuid", "_submission_time", "_index", "_parent_index", "_validation_status", "_id")
_OF_ODK = ("KEY", "SubmissionDate", "PARENT_KEY", "meta-instanceID", "SubmitterID")
#: Excel cuts the name of a sheet here.
_SHEET_NAME = 31

#: What is expected of a column without a heading, and what to do about it.
_NO_HEADING = (
    "these tools head each of their columns",
    "The column is left out. Export the file again if it is needed.",
)


def seen(file: DroppedFile) -> Likeness | None:
    """Has it the columns that KoboToolbox or ODK add?"""
    if file.is_zip:
        tables = [[cells for _, cells in rows] for rows in file.first_sheets.values()]
    else:
        tables = [first_of(file)]
    best = None
    for rows in tables:
        headings = next((row for row in rows if any(map(str.strip, row))), [])
        headings = [heading.strip() for heading in headings]
        kobo = [name for name in _OF_KOBO if name in headings]
        odk = [name for name in _OF_ODK if name in headings]
        others = [h for h in headings if h in SYSTEM or h.lower() in LEFT_OUT]
        if len(kobo) > 1 or len(odk) > 1:
            names = ", ".join((kobo if len(kobo) > 1 else odk)[:3])
            return Likeness(0.98, f"it has columns that only these tools add ({names})")
        if kobo == ["_index"] or "meta/instanceID" in headings or len(others) > 2:
            sure = 0.75 if kobo or "meta/instanceID" in headings else 0.4
            best = Likeness(sure, "some of its columns are named as these tools name theirs")
    return best


def read(file: DroppedFile, beside: Sequence[tuple[str, DroppedFile]]) -> Survey:
    """The export with all its tables, headed and explained by the form beside it."""
    tables = _tables_in(file)
    if isinstance(tables, Problem):
        return Survey("kobo", file.name, problems=(tables,))
    problems: list[Problem] = []
    sheets: list[tuple[str, Cells]] = []
    for title, label, records in tables:
        cells = cells_of(records, label)
        if isinstance(cells, Problem):
            problems.append(cells)
        else:
            sheets.append((title, _without_tags(cells)))
            problems += cells.problems
    form, about_form = _form(sheets, beside)
    problems += about_form
    main = next((title for title, cells in sheets if not _is_child(cells)), "")
    found: list[SurveyTable] = []
    left_out = []
    for title, cells in sheets:
        columns = columns_of(cells, None if form is None else _keys(form, title, cells))
        problems += cells.without_heading(columns, *_NO_HEADING)
        left_out += [c.gone() for c in columns if c is not None and c.left_out is not None]
        kept = [c for c in columns if c is not None and c.left_out is None]
        table, more = _table(cells, kept, form, title)
        found.append(replace(table, parent=_parent(cells, main) if _is_child(cells) else None))
        problems += more
    return Survey(
        kind="kobo",
        file=file.name,
        tables=with_what_was_asked_once(found),
        said=said_of(found, form),
        left_out=tuple(dict.fromkeys(left_out)),
        problems=tuple(summed_up(problems)),
    )


def _tables_in(file: DroppedFile) -> list[tuple[str, str, Records]] | Problem:
    """Each table with its title and what problems call it."""
    if not file.is_zip:
        records = file.records
        return records if isinstance(records, Problem) else [("", file.name, records)]
    sheets = file.sheets
    if isinstance(sheets, Problem):
        return sheets
    filled = {title: records for title, (records, _) in sheets.items() if records} or {
        title: records for title, (records, _) in sheets.items()
    }
    return [(title, f"{file.name}, sheet {title}", records) for title, records in filled.items()]


def _without_tags(cells: Cells) -> Cells:
    """The cells without a row of HXL tags under the headings."""
    if not cells.rows:
        return cells
    filled = [cell.strip() for cell in cells.rows[0] if cell.strip()]
    return cells.without([0]) if all(cell.startswith("#") for cell in filled) else cells


def _form(
    sheets: Sequence[tuple[str, Cells]], beside: Sequence[tuple[str, DroppedFile]]
) -> tuple[Form | None, list[Problem]]:
    """The form that knows most of the headings."""
    forms = [form_in(other) for kind, other in beside if kind == "xlsform"]
    best, most = None, 0
    for form in forms:
        known = sum(found_in(_keys(form, title, cells), cells.headings) for title, cells in sheets)
        if known > most:
            best, most = form, known
    if best is not None:
        return best, list(best.problems)
    problems = [problem for form in forms for problem in form.problems]
    problems += [_of_another(form, sheets[0][1]) for form in forms if form.questions and sheets]
    return None, problems


def _keys(form: Form, title: str, cells: Cells) -> Keys:
    """What may head the columns of this table: those of its repeat, else of the likeliest."""
    if not _is_child(cells):
        return keys_of(form, "")
    for repeat in form.repeats:
        names = [repeat, *form.labels.get(repeat, {}).values()]
        if title and any(name[:_SHEET_NAME].casefold() == title.casefold() for name in names):
            return keys_of(form, repeat)
    likeliest = [keys_of(form, repeat) for repeat in form.repeats] or [Keys()]
    return max(likeliest, key=lambda keys: found_in(keys, cells.headings))


def _table(
    cells: Cells, kept: Sequence[OdkColumn], form: Form | None, title: str
) -> tuple[SurveyTable, list[Problem]]:
    names = unique_names([column.field.column for column in kept])
    columns = [
        replace(column, field=replace(column.field, column=name))
        for column, name in zip(kept, names, strict=True)
    ]
    frame = pl.DataFrame(
        {c.field.column: cells.column(c.field.place) for c in columns if c.field.place is not None},
        schema=dict.fromkeys(names, pl.String),
    )
    frame, problems = ticks_as_numbers(frame, [c.field for c in columns], cells.file)
    fields, holds = in_their_language(frame, columns, form)
    table = SurveyTable(
        name=title,
        file=cells.file,
        frame=frame,
        rows=pl.Series("row", cells.numbers, dtype=pl.Int64),
        fields=tuple(fields),
        holds=holds,
    )
    return table, problems


def _is_child(cells: Cells) -> bool:
    return "_parent_index" in cells.headings or "PARENT_KEY" in cells.headings


def _parent(cells: Cells, main: str) -> str:
    """The table whose rows this one repeats, as it says itself, else the form's own."""
    if "_parent_table_name" in cells.headings:
        names = cells.column(cells.headings.index("_parent_table_name")).drop_nulls()
        if len(names):
            return str(names[0])[:_SHEET_NAME]
    return main


def _of_another(form: Form, cells: Cells) -> Problem:
    return Problem(
        file=form.file,
        rule="form of the export",
        severity="doubtful",
        found="a form that has none of the export's columns",
        expected=f"the columns of {cells.file} are its questions, by name or label",
        mend="Drop the form that was used. The export was read without one.",
    )


KINDS = (Kind("kobo", "KoboToolbox or ODK export", seen, read, helped_by=("xlsform",)),)
