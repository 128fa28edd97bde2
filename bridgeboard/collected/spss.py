"""SPSS files (.sav, .zsav): value labels as choices, user-missing codes as missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.sav_cells import SavCells, code_text, sav_cells
from bridgeboard.collected.survey import Field, Survey, SurveyTable, Takes
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

_NOT_ANSWERED = re.compile(
    r"\b(?:not answered|no answer|unanswered|missing|no response|not stated|refus\w*|skipped"
    r"|prefer not to say|keine (?:angabe|antwort)|k\.? ?a\.?|fehlend|sans réponse"
    r"|pas de réponse|non réponse|manquant|no contesta|sin respuesta|no responde"
    r"|hakuna jibu|hajajibu)\b|לא ענה|ללא תשובה|חסר|لا إجابة|لم يجب|بدون إجابة",
    re.IGNORECASE,
)
_FORMATS: tuple[tuple[str, Takes], ...] = (
    (r"(?:E|A|S|J)?DATE\d", "date"),
    (r"DATETIME|YMDHMS", "date"),
    (r"D?TIME\d|MTIME", "time"),
    (r"A\d", "text"),
)


def seen(file: DroppedFile) -> Likeness | None:
    """Does it begin as an SPSS file does?"""
    if file.data.startswith((b"$FL2", b"$FL3")):
        packed = " in its packed form (.zsav)" if file.data.startswith(b"$FL3") else ""
        return Likeness(1.0, f"it begins as an SPSS file does{packed}")
    return None


def read(file: DroppedFile, companions: Sequence[tuple[str, DroppedFile]] = ()) -> Survey:
    """The one table of the file."""
    cells = sav_cells(file)
    if isinstance(cells, Problem):
        return Survey("spss", file.name, problems=(cells,))
    problems: list[Problem] = []
    fields = []
    ticks = _ticks(cells)
    frame = cells.frame
    for place, column in enumerate(frame.columns):
        choices = cells.choices.get(column, {})
        missing = _declared(cells, column)
        looks = {
            code: label
            for code, label in choices.items()
            if code not in missing and _NOT_ANSWERED.search(label)
        }
        if looks:
            problems.append(_looks_missing(file.name, column, looks))
        missing |= looks.keys()
        if (outside := _outside(frame[column], choices, missing)) is not None:
            problems.append(_outside_words(file.name, column, outside, choices))
        of = ticks.get(column)
        if of is not None:
            counted, _ = of
            frame = frame.with_columns(_as_tick(frame[column], counted, missing))
        label = cells.labels.get(column)
        fields.append(
            Field(
                column=column,
                heading=column,
                place=place,
                takes="tick" if of else _takes(cells.formats.get(column, ""), choices),
                label=" ".join(label.split()) if label else None,
                choices={} if of else choices,
                missing=frozenset() if of else frozenset(missing),
                of=of[1] if of else None,
                code=column if of else None,
            )
        )
    rows = pl.Series("row", range(1, len(frame) + 1), dtype=pl.Int64)
    table = SurveyTable("", file.name, frame, rows, tuple(fields))
    if not len(frame):
        problems.append(_no_rows(file.name))
    return Survey("spss", file.name, (table,), _said(table, len(ticks)), problems=tuple(problems))


def _said(table: SurveyTable, n_ticks: int) -> tuple[str, ...]:
    labelled = sum(bool(field.choices) for field in table.fields)
    declared = sum(bool(field.missing) for field in table.fields)
    said = [
        f"Rows: {len(table.frame)}. Variables: {len(table.fields)}, of them with value labels "
        f"{labelled}, with codes for missing {declared}."
    ]
    if n_ticks:
        said.append(f"Variables that belong to sets of multiple responses: {n_ticks}.")
    said.append("Rows are counted from 1, as SPSS shows them.")
    return tuple(said)


def _takes(format_: str, choices: dict[str, str]) -> Takes:
    if choices:
        return "one"
    for pattern, takes in _FORMATS:
        if re.match(pattern, format_):
            return takes
    return "number"


def _ticks(cells: SavCells) -> dict[str, tuple[str, str]]:
    """Columns of sets of multiple responses with a counted value: that value, and the set."""
    found = {}
    for name, of in cells.sets.items():
        counted = of.get("counted_value")
        if of.get("type") != "D" or counted is None:
            continue
        for column in of.get("variable_list") or ():
            if column in cells.frame.columns:
                found[column] = (
                    code_text(float(counted) if _is_number(counted) else counted),
                    name,
                )
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_tick(cells: pl.Series, counted: str, missing: set[str]) -> pl.Series:
    ticked = (cells == counted).cast(pl.Int8).cast(pl.String)
    return ticked.set(cells.is_in(list(missing)).fill_null(False), None).alias(cells.name)


def _declared(cells: SavCells, column: str) -> set[str]:
    """The codes in the column, or with a label, that SPSS takes for missing."""
    ranges = cells.missing.get(column) or []
    known = {*cells.choices.get(column, {}), *cells.frame[column].drop_nulls().unique()}
    found = set()
    for one in ranges:
        low, high = one.get("lo"), one.get("hi")
        if low == high:
            found.add(code_text(low))
            continue
        for code in known:
            try:
                if float(low) <= float(code) <= float(high):
                    found.add(code)
            except (TypeError, ValueError):
                continue
    return found


def _outside(
    cells: pl.Series, choices: dict[str, str], missing: set[str]
) -> tuple[list[str], int, int] | None:
    """Values beyond the labelled ones, how many rows, and the first of these rows.

    Where only the ends of a scale have labels, what is between them is not beyond.
    """
    codes = {code for code in choices if code not in missing}
    if len(codes) < 2:
        return None
    numbers = [float(code) for code in codes if _float(code) is not None]
    odd = []
    for value in cells.drop_nulls().unique():
        if value in codes or value in missing:
            continue
        number = _float(value)
        if number is not None and numbers and min(numbers) <= number <= max(numbers):
            continue
        odd.append(value)
    if not odd:
        return None
    places = cells.is_in(odd).fill_null(False).arg_true()
    return sorted(odd), len(places), int(places[0]) + 1


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _looks_missing(file: str, column: str, looks: dict[str, str]) -> Problem:
    return Problem(
        file=file,
        column=column,
        rule="codes for missing",
        severity="doubtful",
        found=listed([f"{code} labelled {quoted(label)}" for code, label in looks.items()]),
        expected="the file does not declare it as missing; it is taken as missing here, since its "
        "label says so",
        mend="If it is an answer, map it to one; better, declare it as missing in SPSS.",
    )


def _outside_words(
    file: str, column: str, outside: tuple[list[str], int, int], choices: dict[str, str]
) -> Problem:
    values, n, row = outside
    return Problem(
        file=file,
        row=row,
        column=column,
        rule="labelled values",
        severity="doubtful",
        found=f"{listed([quoted(value) for value in values[:5]])}"
        + (f" and {len(values) - 5} more values" if len(values) > 5 else ""),
        expected=f"labels go from {quoted(next(iter(choices)))} to {quoted(list(choices)[-1])}",
        mend="Look whether it is a mistake, or a code for missing that was not declared.",
        also=n - 1,
    )


def _no_rows(file: str) -> Problem:
    return Problem(
        file=file,
        rule="rows",
        found="variables and no rows",
        expected="an export holds at least one row of answers",
        mend="Save it again once somebody has answered.",
    )


KINDS = (Kind("spss", "SPSS file", seen, read),)
