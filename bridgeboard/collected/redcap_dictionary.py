"""REDCap's data dictionary: each field of a project, in the order in which it is exported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.cells import cells_in, first_of
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.markup import plain_words
from bridgeboard.problems import Problem, summed_up
from bridgeboard.readers.quoting import quoted

#: The 18 columns by the API's names, and what the project's page calls those with another name.
COLUMNS = {
    "field_name": "Variable / Field Name",
    "form_name": "Form Name",
    "section_header": "Section Header",
    "field_type": "Field Type",
    "field_label": "Field Label",
    "select_choices_or_calculations": "Choices, Calculations, OR Slider Labels",
    "field_note": "Field Note",
    "text_validation_type_or_show_slider_number": "Text Validation Type OR Show Slider Number",
    "text_validation_min": "Text Validation Min",
    "text_validation_max": "Text Validation Max",
    "identifier": "Identifier?",
    "branching_logic": "Branching Logic (Show field only if...)",
    "required_field": "Required Field?",
    "custom_alignment": "Custom Alignment",
    "question_number": "Question Number (surveys only)",
    "matrix_group_name": "Matrix Group Name",
    "matrix_ranking": "Matrix Ranking?",
    "field_annotation": "Field Annotation",
}
#: Without these nothing can be read of a project; without the others something is unknown.
NEEDED = ("field_name", "form_name", "field_type")
UNKNOWN_WITHOUT = {
    "field_label": "the questions' words",
    "select_choices_or_calculations": "what the codes mean",
    "text_validation_type_or_show_slider_number": "which fields are dates or numbers",
    "identifier": "which fields name people",
}
YES_NO = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_CHOOSING = ("radio", "dropdown", "checkbox", "sql")
#: What R writes for an empty cell.
_EMPTY = frozenset({"", "NA"})


@dataclass(frozen=True, slots=True)
class DictionaryField:
    """A field of a project. takes: its type in REDCap; validation: date_dmy, email, ..."""

    name: str
    form: str
    takes: str
    label: str
    choices: Mapping[str, str]
    validation: str
    identifier: bool


@dataclass(frozen=True)
class Dictionary:
    """A project's fields in order; problems of the file as it was read."""

    file: str
    fields: tuple[DictionaryField, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def seen(file: DroppedFile) -> Likeness | None:
    """Is it a data dictionary, in either form of its headings?"""
    rows = first_of(file)
    names = _names(next((row for row in rows if any(map(str.strip, row))), []))
    known = [name for name in COLUMNS if name in names]
    if all(name in names for name in NEEDED):
        return Likeness(0.99 if len(known) > 6 else 0.8, f"{len(known)} of the 18 columns of one")
    if len(known) >= 6:
        return Likeness(0.7, f"{len(known)} of the 18 columns of one, but not all that it needs")
    return None


def dictionary_in(file: DroppedFile) -> Dictionary:
    """The dictionary in a file. What can't be read is among its problems, and it has no fields."""
    cells = cells_in(file)
    if isinstance(cells, Problem):
        return Dictionary(file.name, problems=(cells,))
    places = {name: at for at, name in reversed(list(enumerate(_names(cells.headings)))) if name}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        return Dictionary(file.name, problems=(_without(missing, cells.file, cells.heading_row),))
    problems = list(cells.problems)
    problems += [
        _unknown(name, cells.file, cells.heading_row)
        for name in UNKNOWN_WITHOUT
        if name not in places
    ]
    fields: dict[str, DictionaryField] = {}
    for number, row in zip(cells.numbers, cells.rows, strict=True):
        cell = {name: _cell(row[at]) for name, at in places.items()}
        name = cell["field_name"].strip()
        if not name or name in fields:
            problems.append(_unnamed(cells.file, number, name))
            continue
        fields[name] = _field(name, cell)
    if not fields:
        problems.append(_empty(cells.file))
    return Dictionary(file.name, tuple(fields.values()), tuple(summed_up(problems)))


def choices_of(text: str) -> dict[str, str]:
    """The choices of "1, Agree | 2, Neither", by code: apart at |, then at the first comma."""
    found: dict[str, str] = {}
    for part in re.split(r"[|\n]", text):
        code, comma, label = part.partition(",")
        code = code.strip()
        if code and code not in found:
            found[code] = plain_words(label) if comma else plain_words(code)
    return found


def ending_of(code: str) -> str:
    """What follows field___ in the heading of a checkbox: -1 is _1, A is a."""
    return re.sub(r"[^a-z0-9_]", "_", code.lower())


def _field(name: str, cell: Mapping[str, str]) -> DictionaryField:
    takes = cell["field_type"].strip().lower()
    listed = cell.get("select_choices_or_calculations", "")
    choices = choices_of(listed) if takes in _CHOOSING else YES_NO.get(takes, {})
    return DictionaryField(
        name=name,
        form=cell["form_name"].strip(),
        takes=takes,
        label=plain_words(cell.get("field_label", "")),
        choices={} if takes == "sql" else choices,
        validation=cell.get("text_validation_type_or_show_slider_number", "").strip().lower(),
        identifier=cell.get("identifier", "").strip().lower() in ("y", "yes", "1", "true"),
    )


def _cell(text: str) -> str:
    return "" if text.strip() in _EMPTY else text


def _squeezed(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


_BY_HEADING = {_squeezed(name): name for name in COLUMNS} | {
    _squeezed(heading): name for name, heading in COLUMNS.items()
}


def _names(headings: Sequence[str]) -> list[str | None]:
    return [_BY_HEADING.get(_squeezed(heading)) for heading in headings]


def _without(missing: Sequence[str], file: str, row: int) -> Problem:
    return Problem(
        file=file,
        row=row,
        rule="columns of a dictionary",
        found="no column " + " or ".join(quoted(COLUMNS[name]) for name in missing),
        expected="a REDCap data dictionary has 18 columns, these among them",
        mend="Download the data dictionary from the project's page once more, and don't change it.",
    )


def _unknown(name: str, file: str, row: int) -> Problem:
    return Problem(
        file=file,
        row=row,
        column=COLUMNS[name],
        rule="columns of a dictionary",
        severity="doubtful",
        found=f"no column {quoted(COLUMNS[name])}",
        expected=f"it says {UNKNOWN_WITHOUT[name]}, which is not known now",
        mend="Download the data dictionary from the project's page once more.",
    )


def _empty(file: str) -> Problem:
    return Problem(
        file=file,
        rule="fields of a dictionary",
        found="no row with a field",
        expected="each row of a data dictionary is one field",
        mend="Download the data dictionary from the project's page once more.",
    )


def _unnamed(file: str, row: int, name: str) -> Problem:
    return Problem(
        file=file,
        row=row,
        column=COLUMNS["field_name"],
        rule="fields of a dictionary",
        severity="doubtful",
        found=f"{quoted(name)} a second time" if name else "",
        expected="each row of a data dictionary is one field with a name of its own",
        mend="This row is passed over. Download the data dictionary once more.",
    )


KINDS = (Kind("redcap-dictionary", "REDCap data dictionary", seen),)
