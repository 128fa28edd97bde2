"""Which field of a REDCap project each column of its export is, told by the column's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bridgeboard.collected.cells import Cells
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.redcap_dictionary import Dictionary, DictionaryField, ending_of
from bridgeboard.collected.survey import Field, Role, Takes

#: Columns that REDCap adds, by name and as labelled exports head them.
SYSTEM: dict[str, tuple[str, Role]] = {
    "redcap_event_name": ("Event Name", "event"),
    "redcap_repeat_instrument": ("Repeat Instrument", "repeat_form"),
    "redcap_repeat_instance": ("Repeat Instance", "repeat"),
    "redcap_data_access_group": ("Data Access Group", "data_group"),
    "redcap_survey_identifier": ("Survey Identifier", "system"),
}
LABELLED = {heading: name for name, (heading, _) in SYSTEM.items()}
COMPLETE = "Complete?"
TIMESTAMP = "Survey Timestamp"
STATES = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}

_TICK = re.compile(r"(?P<of>[a-z][a-z0-9_]*?)___(?P<code>[a-z0-9_]+)")
_FORM_COLUMN = re.compile(r"(?P<form>[a-z][a-z0-9_]*)_(?P<what>complete|timestamp)")
_TAKES: dict[str, Takes] = {
    "radio": "one",
    "dropdown": "one",
    "yesno": "one",
    "truefalse": "one",
    "sql": "one",
    "checkbox": "tick",
    "slider": "number",
    "calc": "number",
    "file": "file",
    "notes": "text",
}
_MARKED = "its field is marked as an identifier in the data dictionary"
_VALIDATED = (
    ("email", "its field holds e-mail addresses, as the data dictionary says"),
    ("phone", "its field holds telephone numbers, as the data dictionary says"),
    ("ssn", "its field holds social security numbers, as the data dictionary says"),
    ("mrn", "its field holds medical record numbers, as the data dictionary says"),
)
_PARTICIPANT = "it names the participant of a survey, often by e-mail address"


@dataclass(frozen=True)
class Column:
    """A column of an export: its field, and why it is left out if it is.

    labelled: its heading in an export with labels. comma: is the decimal mark a comma in it?
    known: does the dictionary (or REDCap itself) say what it is?
    """

    field: Field
    left_out: str | None = None
    labelled: str = ""
    comma: bool = False
    known: bool = True

    def at(self, place: int, heading: str) -> Column:
        """The same, where it stands in a file."""
        return replace(self, field=replace(self.field, place=place, heading=heading))

    def gone(self) -> LeftOut:
        """What is said of it when it is left out."""
        assert self.left_out is not None
        return LeftOut(self.field.heading, self.left_out)


def exported(dictionary: Dictionary) -> list[Column]:
    """The columns of a full export, in order: each field, a checkbox's choices, complete."""
    columns: list[Column] = []
    form = None
    for one in dictionary.fields:
        if form is not None and one.form != form:
            columns.append(complete_column(form))
        form = one.form
        columns.extend(_columns_of(one))
    if form is not None:
        columns.append(complete_column(form))
    # A form may stand in two places of a dictionary that was edited by hand.
    return list({column.field.column: column for column in columns}.values())


def named(cells: Cells, dictionary: Dictionary | None) -> list[Column | None]:
    """The column under each heading, by its name; None where there is no heading."""
    known = {} if dictionary is None else {c.field.column: c for c in exported(dictionary)}
    columns: list[Column | None] = []
    for place, heading in enumerate(cells.headings):
        if not heading:
            columns.append(None)
            continue
        name = heading if heading in known else heading.lower()
        column = known.get(name) or system_column(name) or _guessed(heading, cells, place)
        columns.append(column.at(place, heading))
    return _with_record(columns if dictionary is not None else _grouped(columns))


def system_column(name: str) -> Column | None:
    """The column that REDCap adds under this name."""
    if name not in SYSTEM:
        return None
    labelled, role = SYSTEM[name]
    left_out = _PARTICIPANT if name == "redcap_survey_identifier" else None
    takes: Takes = "number" if role == "repeat" else "text"
    return Column(Field(name, name, None, role, takes), left_out, labelled)


def complete_column(form: str) -> Column:
    """The column that says whether a form is complete."""
    name = f"{form}_complete"
    field = Field(name, name, None, "complete", "one", COMPLETE, choices=STATES, group=form)
    return Column(field, labelled=COMPLETE)


def timestamp_column(form: str | None) -> Column:
    """The column that says when a survey was submitted."""
    name = f"{form}_timestamp" if form else "timestamp"
    field = Field(name, name, None, "submitted", "date", TIMESTAMP, group=form)
    return Column(field, labelled=TIMESTAMP)


def _with_record(columns: list[Column | None]) -> list[Column | None]:
    """The first column is the record's, whatever its name."""
    for place, column in enumerate(columns):
        if column is not None:
            if column.field.role == "question" and column.field.of is None:
                field = replace(column.field, role="record", takes="text", choices={})
                columns[place] = replace(column, field=field, known=True, comma=False)
            break
    return columns


def _columns_of(one: DictionaryField) -> Iterator[Column]:
    if one.takes == "descriptive":
        return
    left_out = _MARKED if one.identifier else _reached_by(one)
    label = one.label or None
    if one.takes != "checkbox":
        field = Field(
            one.name,
            one.name,
            None,
            takes=_takes(one),
            label=label,
            choices=one.choices,
            group=one.form or None,
        )
        comma = "comma_decimal" in one.validation
        yield Column(field, left_out, one.label, comma)
        return
    for code, choice in one.choices.items():
        name = f"{one.name}___{ending_of(code)}"
        field = Field(
            name,
            name,
            None,
            takes="tick",
            label=label,
            choices={code: choice},
            of=one.name,
            code=code,
            group=one.form or None,
        )
        yield Column(field, left_out, f"{one.label} (choice={choice})")


def _takes(one: DictionaryField) -> Takes:
    if one.takes != "text":
        return _TAKES.get(one.takes, "unknown")
    for beginning, takes in (("date", "date"), ("time", "time"), ("number", "number")):
        if one.validation.startswith(beginning):
            return takes  # type: ignore[return-value]
    if one.validation in ("integer", "float"):
        return "number"
    return "file" if one.validation == "signature" else "text"


def _reached_by(one: DictionaryField) -> str | None:
    if one.takes != "text":
        return None
    return next((why for start, why in _VALIDATED if one.validation.startswith(start)), None)


def _guessed(heading: str, cells: Cells, place: int) -> Column:
    """What a column is that the dictionary doesn't know, by its name and its cells."""
    name = heading.lower()
    if (match := _FORM_COLUMN.fullmatch(name)) is not None:
        if match["what"] == "timestamp":
            return replace(timestamp_column(match["form"]), known=True)
        if set(cells.column(place).drop_nulls()) <= {*STATES, *STATES.values()}:
            return replace(complete_column(match["form"]), known=True)
    if (match := _TICK.fullmatch(name)) is not None:
        field = Field(name, heading, None, takes="tick", of=match["of"], code=match["code"])
        return Column(field, known=False)
    return Column(Field(heading, heading, None), known=False)


def _grouped(columns: Sequence[Column | None]) -> list[Column | None]:
    """Without a dictionary the fields before x_complete are taken for those of form x."""
    found: list[Column | None] = list(columns)
    form = None
    for place in reversed(range(len(found))):
        column = found[place]
        if column is None or column.field.role not in ("question", "complete"):
            continue
        if column.field.role == "complete":
            form = column.field.group
        else:
            found[place] = replace(column, field=replace(column.field, group=form))
    return found
