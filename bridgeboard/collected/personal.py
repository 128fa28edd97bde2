"""The door: columns that name people stay outside, and those that may are held back.

It looks at headings, at the words of questions and at values. It finds what it has words and
patterns for, and no more: a name in a free text, or a story that everybody knows, gets past it.
Nothing that it says repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import polars as pl

from bridgeboard.collected.coding import Coding
from bridgeboard.collected.left_out import LeftOut, Suspect
from bridgeboard.collected.personal_values import always_by_values, suspect_by_values
from bridgeboard.collected.personal_words import (
    ALWAYS,
    IN_QUESTIONS,
    NAME_OF,
    NOT_OF_A_PERSON,
    SUSPECT,
    plain_heading,
)
from bridgeboard.collected.survey import Field, Survey, SurveyTable
from bridgeboard.readers.personal_marks import E_MAIL, TELEPHONE_INSIDE

_ALWAYS = {word: what for what, words in ALWAYS.items() for word in words}
_SUSPECT = {word: what for what, words in SUSPECT.items() for word in words}
#: A heading with one word more than those that name people still names them ("patient name").
_WORDS_MORE = 2
_NAME_OF = re.compile(NAME_OF)
_QUESTIONS = {what: re.compile(pattern) for what, pattern in IN_QUESTIONS.items()}
#: Columns by which a tool keeps its rows apart: nobody wrote into them.
_OF_THE_TOOL = frozenset(
    ("event", "repeat_form", "repeat", "submitted", "complete", "row_key", "parent_key")
)


def freed(read: Survey | Coding, confirmed: Collection[str] = ()) -> Survey | Coding:
    """What was read, without what names people.

    confirmed: suspected columns (or variables of documents) that a person said are harmless.
    """
    if isinstance(read, Coding):
        return _coding_freed(read, confirmed)
    left_out, suspects, tables = list(read.left_out), list(read.suspects), []
    for table in read.tables:
        gone = _always(table)
        held = {
            column: why
            for column, why in _suspected(table, gone).items()
            if column not in confirmed
        }
        left_out += [
            LeftOut(_named(table, column), f"it holds {what}") for column, what in gone.items()
        ]
        suspects += [Suspect(table.name, column, why) for column, why in held.items()]
        tables.append(_without(table, {*gone, *held}))
    return replace(read, tables=tuple(tables), left_out=tuple(left_out), suspects=tuple(suspects))


def _without(table: SurveyTable, columns: Collection[str]) -> SurveyTable:
    if not columns:
        return table
    return replace(
        table,
        frame=table.frame.drop(columns),
        fields=tuple(field for field in table.fields if field.column not in columns),
    )


def _named(table: SurveyTable, column: str) -> str:
    heading = " ".join(table.field(column).heading.split()) or column
    # A heading of many words is a question; of few it is what the tool or the team called it.
    return heading if len(heading) <= 80 else column[:80]


def _always(table: SurveyTable) -> dict[str, str]:
    found = {}
    for field in table.fields:
        if field.role in _OF_THE_TOOL:
            continue
        what = _ALWAYS.get(_plainest(field))
        if what is None and field.takes not in ("tick", "one", "several"):
            what = always_by_values(_distinct(table, field))
        if what is not None:
            found[field.column] = what
    return found


def _suspected(table: SurveyTable, gone: Collection[str]) -> dict[str, str]:
    found = {}
    for field in table.fields:
        if field.column in gone or field.role in _OF_THE_TOOL or field.takes == "tick":
            continue
        closed = bool(field.choices) and field.takes in ("one", "several")
        what = None if closed else _by_heading(field)
        if what is None:
            values = _distinct(table, field)
            what = suspect_by_values(values, in_text_only=closed or field.role == "record")
        if what is not None:
            found[field.column] = what
    return found


def _distinct(table: SurveyTable, field: Field) -> pl.Series:
    return table.frame[field.column].drop_nulls().unique()


def _plainest(field: Field) -> str:
    """The heading in plain words, without the group it stands in."""
    return plain_heading(field.heading.rsplit("/", 1)[-1])


def _by_heading(field: Field) -> str | None:
    if field.heading.startswith("#"):
        # A formula's error, such as #NAME?.
        return None
    heading = _plainest(field)
    words = heading.split()
    if what := _SUSPECT.get(heading):
        return f"its heading is a word for {what}"
    if words and len(words) <= 2 + _WORDS_MORE and not NOT_OF_A_PERSON.intersection(words):
        for length in (3, 2, 1):
            for at in range(len(words) - length + 1):
                phrase = " ".join(words[at : at + length])
                if len(words) - length > _WORDS_MORE:
                    continue
                if what := _SUSPECT.get(phrase) or _ALWAYS.get(phrase):
                    return f"its heading has a word for {what}"
    asked = plain_heading(field.label or "") or heading
    for text in (heading, asked):
        if _NAME_OF.search(text) and not NOT_OF_A_PERSON.intersection(text.split()):
            return "its question asks for a name"
    for what, pattern in _QUESTIONS.items():
        if pattern.search(asked) or pattern.search(heading):
            return f"its question asks for {what}"
    label = asked if field.label else ""
    if what := _SUSPECT.get(label) or _ALWAYS.get(label):
        return f"its question is a word for {what}"
    return None


def _coding_freed(coding: Coding, confirmed: Collection[str]) -> Coding:
    """Documents without variables that name people, and no quote with a way to reach somebody."""
    titles = dict.fromkeys(title for one in coding.documents for title in one.variables)
    gone = {}
    for title in titles:
        values = [one.variables[title] for one in coding.documents if title in one.variables]
        series = pl.Series([value for value in values if value], dtype=pl.String).unique()
        field = Field(title, title, None)
        what = _ALWAYS.get(_plainest(field)) or always_by_values(series)
        why = f"it holds {what}" if what else None
        if why is None and title not in confirmed:
            suspected = _by_heading(field) or suspect_by_values(series)
            why = f"it looks as if it named people: {suspected}" if suspected else None
        if why is not None:
            gone[title] = why
    documents = tuple(
        replace(one, variables={t: v for t, v in one.variables.items() if t not in gone})
        for one in coding.documents
    )
    left_out = [LeftOut(f"variable {title}", why) for title, why in gone.items()]
    reaching = coding.segments["quote"].str.contains(f"{E_MAIL}|{TELEPHONE_INSIDE}")
    n = int(reaching.fill_null(False).sum())
    segments = coding.segments
    if n:
        quote = pl.when(~reaching.fill_null(False)).then(pl.col("quote")).alias("quote")
        segments = segments.with_columns(quote)
        left_out.append(
            LeftOut(f"the words of {n} segments", "an e-mail address or a telephone number is in")
        )
    return replace(
        coding,
        documents=documents,
        segments=segments,
        left_out=(*coding.left_out, *left_out),
    )
