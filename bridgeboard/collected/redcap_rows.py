"""What stands in the cells of a REDCap export: codes or labels, ticks, and what was never asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from bridgeboard.collected.redcap_columns import Column
from bridgeboard.collected.redcap_events import Events
from bridgeboard.collected.survey import Field
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import quoted

_TICKED = {"1": "1", "0": "0", "Checked": "1", "Unchecked": "0", "TRUE": "1", "FALSE": "0"}
#: How R writes 1 and 0 where nothing else stands in a column.
_OF_R = {"TRUE": "1", "FALSE": "0"}
_NOT_COMPLETED = "[not completed]"
_DOCUMENT = "[document]"
_DECIMAL_COMMA = r"^\s*([+-]?\d+),(\d+)\s*$"


def held(frame: pl.DataFrame, columns: Sequence[Column]) -> Literal["codes", "labels"]:
    """Do the cells hold codes or labels? What more of them are; codes if that doesn't tell."""
    codes = labels = 0
    for column in columns:
        field = column.field
        if field.takes != "one" or not field.choices:
            continue
        known, words = set(field.choices), set(field.choices.values())
        for cell in frame[field.column].unique().drop_nulls():
            codes += cell in known and cell not in words
            labels += cell in words and cell not in known
    return "labels" if labels > codes else "codes"


def cleared(column: Column, cells: pl.Series, said: set[str]) -> pl.Series:
    """A column's cells without what REDCap or R writes in place of an answer.

    said: takes up a sentence for what was changed.
    """
    field = column.field
    if field.role == "submitted" and (cells == _NOT_COMPLETED).any():
        said.add(f"{_NOT_COMPLETED} in a time of submission is read as none.")
        return cells.set(cells == _NOT_COMPLETED, None)
    if field.takes == "file" and ((cells != _DOCUMENT) & cells.is_not_null()).any():
        said.add(f"Names of uploaded files are not kept; {_DOCUMENT} stands for each.")
        return cells.set(cells.is_not_null(), _DOCUMENT)
    if column.comma and cells.str.contains(_DECIMAL_COMMA).any():
        said.add("Numbers that REDCap writes with a decimal comma are written with a point here.")
        return cells.str.replace(_DECIMAL_COMMA, "$1.$2")
    if field.takes == "one" and set(field.choices) == {"0", "1"}:
        held = set(cells.unique().drop_nulls())
        if held and held <= set(_OF_R) and not held & set(field.choices.values()):
            said.add("TRUE and FALSE, as R writes 1 and 0, are read as the codes 1 and 0.")
            return cells.replace(_OF_R)
    return cells


def ticked(frame: pl.DataFrame, columns: Sequence[Column], file: str) -> tuple[pl.DataFrame, list]:
    """The frame with each tick as 1 or 0, and a problem for each that holds something else."""
    problems: list[Problem] = []
    by_question: dict[str, list[Field]] = {}
    for column in columns:
        if column.field.takes == "tick" and column.field.of is not None:
            by_question.setdefault(column.field.of, []).append(column.field)
    changed: list[pl.Series] = []
    for fields in by_question.values():
        series = []
        labelled = False
        for field in fields:
            own = {field.choices.get(field.code or ""): "1"} if field.choices else {}
            cells = frame[field.column]
            held = set(cells.unique().drop_nulls())
            if held <= {"0", "1"}:
                series.append(cells)
                continue
            odd = held - set(_TICKED) - set(own)
            labelled |= bool(held & set(own) - set(_TICKED))
            if odd:
                problems.append(_odd_tick(field, file, min(odd)))
            words = {word: tick for word, tick in (own | _TICKED).items() if word is not None}
            series.append(cells.replace(words))
        if labelled:
            # Labels only where ticked: nothing stands for an option that was not.
            any_ticked = pl.DataFrame(series).select(pl.any_horizontal(pl.all() == "1")).to_series()
            series = [one.set(one.is_null() & any_ticked.fill_null(False), "0") for one in series]
        changed += series
    return frame.with_columns(changed), problems


def unasked(frame: pl.DataFrame, columns: Sequence[Column]) -> tuple[pl.DataFrame, int]:
    """The frame with no ticks in rows in which nothing of their form was filled in, and how many.

    REDCap writes 0 for an option that was never shown, which looks like one that was not ticked.
    """
    cleared = 0
    for form in dict.fromkeys(column.field.group for column in columns):
        mine = [c.field for c in columns if c.field.group == form and form is not None]
        ticks = [field.column for field in mine if field.takes == "tick"]
        if not ticks:
            continue
        answers = [f.column for f in mine if f.takes != "tick" and f.role == "question"]
        states = [f.column for f in mine if f.role == "complete"]
        empty = frame.select(
            pl.all_horizontal(
                pl.lit(True),
                *(pl.col(name).is_null() for name in answers),
                *(pl.col(name).fill_null("0").is_in(["0", "Incomplete"]) for name in states),
                *(pl.col(name).fill_null("0") == "0" for name in ticks),
            ).alias("empty")
        ).to_series()
        if len(empty) != len(frame):
            empty = empty.extend_constant(True, len(frame) - len(empty))
        empty &= frame.select(pl.any_horizontal(pl.col(ticks).is_not_null())).to_series()
        cleared += int(empty.sum())
        frame = frame.with_columns(pl.when(~empty).then(pl.col(name)).alias(name) for name in ticks)
    return frame, cleared


def forms_of_events(
    frame: pl.DataFrame, columns: Sequence[Column], events: Events
) -> dict[str, frozenset[str]]:
    """The forms of each event as the data names it: as the list says, else those with answers."""
    event = next((c.field.column for c in columns if c.field.role == "event"), None)
    if event is None:
        return {}
    found: dict[str, frozenset[str]] = {}
    unique = {label: name for name, label in events.events.items()}
    names = frame[event].unique(maintain_order=True).drop_nulls().to_list()
    listed = {
        name: events.forms.get(name) or events.forms.get(unique.get(name, "")) for name in names
    }
    if all(listed.values()):
        return {name: forms for name, forms in listed.items() if forms}
    by_form: dict[str, list[pl.Expr]] = {}
    for column in columns:
        field = column.field
        if field.group is None or field.role not in ("question", "complete"):
            continue
        nothing = ["0", "Incomplete"] if field.role == "complete" else ["0"]
        counts = field.role == "complete" or field.takes == "tick"
        cell = pl.col(field.column)
        filled = cell.is_not_null() & ~cell.is_in(nothing) if counts else cell.is_not_null()
        by_form.setdefault(field.group, []).append(filled)
    given = frame.group_by(event, maintain_order=True).agg(
        pl.any_horizontal(filled).any().alias(form) for form, filled in by_form.items()
    )
    for row in given.iter_rows(named=True):
        if row[event] is not None:
            found[row[event]] = frozenset(form for form in by_form if row[form])
    return found


def event_choices(names: Sequence[str], events: Events) -> Mapping[str, str]:
    """Events of the list that the data has, by the name that stands in it."""
    labels = {name: label for name, label in events.events.items() if name in names}
    return labels or {name: label for name, label in events.events.items() if label in names}


def _odd_tick(field: Field, file: str, found: str) -> Problem:
    return Problem(
        file=file,
        column=field.heading,
        rule="ticks of a checkbox",
        severity="doubtful",
        found=quoted(found),
        expected="the column of a checkbox's option holds 1 or 0 (Checked or Unchecked)",
        mend="Look at this column; was the file changed after the export?",
    )
