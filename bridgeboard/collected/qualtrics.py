"""Qualtrics's exports: ids of questions, their words, and (since 2017) a row of import ids.

Numbers or words of choices stand in the cells, as was chosen at the export. With the survey's file
(.qsf) beside it the choices and their order are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import polars as pl

from bridgeboard.collected.cells import Cells, cells_in, first_of, unique_names
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.markup import plain_words
from bridgeboard.collected.option_columns import ticks
from bridgeboard.collected.qsf import KINDS as QSF
from bridgeboard.collected.qsf import Question, questions_of
from bridgeboard.collected.qualtrics_fields import (
    OWN,
    PEOPLE,
    own_name,
    question_field,
    without_qsf,
)
from bridgeboard.collected.qualtrics_rows import about_rows, tests_left_out
from bridgeboard.collected.survey import Field, Survey, SurveyTable
from bridgeboard.problems import Problem

_IMPORT_ID = re.compile(r"""\s*\{\s*['"]ImportId['"]\s*:\s*['"]([^'"]*)['"]""")
_LEGACY = [f"V{n}" for n in range(1, 11)]
_HALF = 0.5


def seen(file: DroppedFile) -> Likeness | None:
    """Is there a row of import ids, or are the first columns V1 to V10 over ResponseID?"""
    rows = [row for row in first_of(file) if any(cell.strip() for cell in row)][:4]
    for row in rows[1:]:
        filled = [cell for cell in row if cell.strip()]
        if sum(bool(_IMPORT_ID.match(cell)) for cell in filled) > _HALF * len(filled):
            return Likeness(1.0, "a row of import ids stands under its headings")
    if len(rows) > 1 and [cell.strip() for cell in rows[0][:10]] == _LEGACY:
        return Likeness(0.95, "its first columns are V1 to V10, as in Qualtrics's old exports")
    if len(rows) > 1 and {"ResponseId", "RecordedDate", "DistributionChannel"} <= set(rows[0]):
        return Likeness(0.8, "it has Qualtrics's own columns, ResponseId and others")
    return None


def read(file: DroppedFile, companions: Sequence[tuple[str, DroppedFile]] = ()) -> Survey:
    """The one table of the file, with choices from the .qsf beside it."""
    cells = cells_in(file)
    if isinstance(cells, Problem):
        return Survey("qualtrics", file.name, problems=(cells,))
    questions, problems = _questions(companions)
    words, import_ids, cells = _headings(cells)
    if not cells.rows:
        return Survey("qualtrics", file.name, problems=(*cells.problems, _no_rows(cells.file)))
    survey = _survey(file, cells, words, import_ids, questions)
    return replace(survey, problems=(*cells.problems, *problems, *survey.problems))


def _headings(cells: Cells) -> tuple[list[str], list[str | None], Cells]:
    """Questions in words, import ids, and the rows of answers."""
    words = cells.headings
    import_ids: list[str | None] = [None] * len(words)
    used = []
    for place, row in enumerate(cells.rows[:3]):
        matches = [_IMPORT_ID.match(cell) for cell in row]
        if sum(match is not None for match in matches) > _HALF * sum(map(bool, row)):
            import_ids = [match[1] if match else None for match in matches]
            used.append(place)
            break
        if place == 0:
            # The words of questions; where a person removed that row, answers stand here.
            is_words = _are_words(row)
            if is_words:
                words = row
                used.append(place)
    return [plain_words(word) for word in words], import_ids, cells.without(used)


def _are_words(row: list[str]) -> bool:
    """Is it the row of questions, and no answers? Those begin with R_ and an id, or a day."""
    return not any(re.match(r"R_[0-9A-Za-z]{10,}$|\d{4}-\d\d-\d\d ", cell) for cell in row)


def _questions(
    companions: Sequence[tuple[str, DroppedFile]],
) -> tuple[dict[str, Question] | None, list[Problem]]:
    for kind, file in companions:
        if kind == "qsf":
            found = questions_of(file)
            return (None, [found]) if isinstance(found, Problem) else (found, [])
    return None, []


def _survey(
    file: DroppedFile,
    cells: Cells,
    words: list[str],
    import_ids: list[str | None],
    questions: dict[str, Question] | None,
) -> Survey:
    names = unique_names([" ".join(heading.split()) for heading in cells.headings])
    own = [
        own_name(heading, import_id, word)
        for heading, import_id, word in zip(cells.headings, import_ids, words, strict=True)
    ]
    left_out = [
        LeftOut(" ".join(cells.headings[at].split()), f"it holds {PEOPLE[one]}")
        for at, one in enumerate(own)
        if one in PEOPLE
    ]
    cells, tests = tests_left_out(cells, own)
    frame: dict[str, pl.Series] = {}
    fields: list[Field] = []
    for at, name in enumerate(names):
        if own[at] in PEOPLE or (not cells.headings[at] and cells.is_empty(at)):
            continue
        frame[name] = cells.column(at)
        field = Field(name, cells.headings[at], at, label=words[at] or None)
        if own[at] in OWN:
            role, takes = OWN[own[at]]
            fields.append(replace(field, role=role, takes=takes))
        else:
            fields.append(question_field(field, import_ids[at], questions))
    holds = _holds(cells, own, frame, fields)
    if questions is None:
        fields = without_qsf(fields, frame)
    fields, frame = _as_ticks(fields, frame)
    rows = pl.Series("row", cells.numbers, dtype=pl.Int64)
    table = SurveyTable("", cells.file, pl.DataFrame(frame), rows, tuple(fields), holds)
    said, problems = about_rows(cells, own, tests)
    said.append(
        "Cells hold the numbers of choices." if holds == "codes" else "Cells hold choices in words."
    )
    if questions is None:
        said.append(
            "No survey file (.qsf) was given: which choices there are, and in which order, is not "
            "known."
        )
    unknown = [field for field in fields if field.role == "question" and not field.choices]
    if questions is not None and len(unknown) == len([f for f in fields if f.role == "question"]):
        problems.append(_other_survey(file.name))
    return Survey(
        "qualtrics", file.name, (table,), tuple(said), tuple(left_out), problems=tuple(problems)
    )


def _as_ticks(
    fields: list[Field], frame: dict[str, pl.Series]
) -> tuple[list[Field], dict[str, pl.Series]]:
    """Options of questions that take several as 1 and 0; empty where none of them is ticked."""
    by_question: dict[str, list[str]] = {}
    for field in fields:
        if field.takes == "tick" and field.of is not None:
            by_question.setdefault(field.of, []).append(field.column)
    for columns in by_question.values():
        frame |= dict(zip(columns, ticks([frame[c] for c in columns]), strict=True))
    return fields, frame


def _holds(
    cells: Cells, own: list[str | None], frame: dict[str, pl.Series], fields: list[Field]
) -> Literal["codes", "labels"]:
    """Whether numbers or words of choices were exported: Finished tells, else the choices do."""
    for at, one in enumerate(own):
        if one == "Finished":
            values = set(cells.column(at).drop_nulls().unique())
            if values and values <= {"0", "1"}:
                return "codes"
            if values:
                return "labels"
    coded = worded = 0
    for field in fields:
        values = frame[field.column].drop_nulls()
        codes, labels = set(field.choices), set(field.choices.values())
        coded += int(values.is_in(list(codes)).sum())
        worded += int(values.is_in(list(labels)).sum())
    return "labels" if worded > coded else "codes"


def _no_rows(file: str) -> Problem:
    return Problem(
        file=file,
        rule="rows below the headings",
        found="headings and nothing below them",
        expected="an export holds at least one row of answers",
        mend="Export it again once somebody has answered.",
    )


def _other_survey(file: str) -> Problem:
    return Problem(
        file=file,
        rule="survey file",
        severity="doubtful",
        found="a survey file (.qsf) that knows the choices of none of its questions",
        expected="it belongs to the same survey",
        mend="Look whether it is the file of another survey.",
    )


KINDS = (*QSF, Kind("qualtrics", "Qualtrics export", seen, read, ("qsf",)))
