"""Cells of an export of KoboToolbox or ODK: ticks, and choices in the language of the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import polars as pl

from bridgeboard.collected.odk_columns import OdkColumn
from bridgeboard.collected.survey import Field
from bridgeboard.collected.xlsform import Form
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import quoted

_TICKED = {
    **dict.fromkeys(("1", "TRUE", "True", "true"), "1"),
    **dict.fromkeys(("0", "FALSE", "False", "false"), "0"),
}


def ticks_as_numbers(
    frame: pl.DataFrame, fields: Sequence[Field], file: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """The frame with ticks as 1 or 0; a problem for each column that holds something else."""
    problems = []
    changed = []
    for field in fields:
        if field.takes != "tick":
            continue
        held = set(frame[field.column].unique().drop_nulls())
        if held <= {"0", "1"}:
            continue
        odd = held - set(_TICKED)
        if odd:
            problems.append(
                Problem(
                    file=file,
                    column=field.heading,
                    rule="ticks of an option",
                    severity="doubtful",
                    found=quoted(min(odd)),
                    expected="the column of an option holds 1 or 0",
                    mend="Look at this column; was the file changed after the export?",
                )
            )
        changed.append(frame[field.column].replace(_TICKED))
    return frame.with_columns(changed), problems


def in_their_language(
    frame: pl.DataFrame, columns: Sequence[OdkColumn], form: Form | None
) -> tuple[list[Field], Literal["codes", "labels"]]:
    """Fields with labels and choices in the language of the cells, and what the cells hold.

    Of several languages the one is taken in which most cells and headings stand; the form's own
    where the export holds codes.
    """
    if form is None:
        return [column.field for column in columns], "codes"
    codes, labels = 0, dict.fromkeys(form.languages, 0)
    for column in columns:
        question = column.question
        if question is None:
            continue
        for language, label in question.labels.items():
            if language in labels and label == column.field.heading:
                labels[language] += 0 if question.choices else 1
        if question.takes != "select_one":
            continue
        cells = set(frame[column.field.column].unique().drop_nulls())
        known = {code for choices in question.choices.values() for code in choices}
        codes += len(cells & known)
        for language, choices in question.choices.items():
            labels[language] = labels.get(language, 0) + len(
                (cells - known) & set(choices.values())
            )
    language = max(labels, key=lambda one: labels[one])
    in_labels = _in_labels(frame, columns)
    return [_spoken(column, language) for column in columns], "labels" if in_labels else "codes"


def _in_labels(frame: pl.DataFrame, columns: Sequence[OdkColumn]) -> bool:
    codes = labels = 0
    for column in columns:
        question = column.question
        if question is None or question.takes != "select_one":
            continue
        cells = set(frame[column.field.column].unique().drop_nulls())
        known = {code for choices in question.choices.values() for code in choices}
        words = {word for choices in question.choices.values() for word in choices.values()}
        codes += len(cells & known - words)
        labels += len(cells & words - known)
    return labels > codes


def _spoken(column: OdkColumn, language: str) -> Field:
    field, question = column.field, column.question
    if question is None:
        return field
    label = question.labels.get(language) or field.label
    choices = question.choices.get(language) or field.choices
    if field.takes == "tick" and field.code is not None:
        choices = {field.code: choices.get(field.code, field.code)}
    return replace(field, label=label, choices=choices)
