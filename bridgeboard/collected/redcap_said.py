"""What was recognised in an export of REDCap, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.collected.redcap_dictionary import Dictionary
from bridgeboard.collected.redcap_events import Events
from bridgeboard.collected.survey import Field, Role, SurveyTable
from bridgeboard.readers.quoting import grouped, listed

#: Of events and forms this many are named.
_NAMED = 12


def said_of(
    table: SurveyTable,
    dictionary: Dictionary | None,
    events: Events,
    by_question: bool,
    more: Sequence[str],
) -> tuple[str, ...]:
    """The sentences: rows and records, events and their forms, repeats, groups, what is guessed."""
    said = [_size(table)]
    if dictionary is not None:
        forms = len(dict.fromkeys(one.form for one in dictionary.fields))
        said.append(
            f"Read with {dictionary.file}: {_counted(len(dictionary.fields), 'field')} in "
            f"{_counted(forms, 'form')}."
        )
    else:
        said.append(
            "No data dictionary was given, so this is guessed from names: forms (the columns up to "
            "x_complete), checkboxes (x___1). Not known: what the codes mean, and which columns "
            "name people."
        )
    if by_question:
        said.append("The headings are questions; the data dictionary told which field each is.")
    if table.holds == "labels":
        said.append("Labels stand in the cells, not codes.")
    said += _events(table, events)
    said += _repeats(table)
    group = _field(table, "data_group")
    if group is not None:
        names = table.frame[group.column].drop_nulls().n_unique()
        if names:
            said.append(f"Data access groups: {names}.")
    return (*said, *more)


def _size(table: SurveyTable) -> str:
    record = _field(table, "record")
    rows = _counted(len(table.frame), "row")
    if record is None:
        return f"{rows}."
    records = table.frame[record.column].drop_nulls().n_unique()
    return f"{_counted(records, 'record')} ({record.heading}) in {rows}."


def _events(table: SurveyTable, events: Events) -> list[str]:
    event = _field(table, "event")
    if event is None:
        return []
    cells = table.frame[event.column].drop_nulls()
    names = cells.unique(maintain_order=True).to_list()
    shown = [f"{name} ({_counted(int((cells == name).sum()), 'row')})" for name in names[:_NAMED]]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    said = [f"Longitudinal: {_counted(len(names), 'event')}, {listed(shown)}{more}."]
    if table.asked:
        source = (
            "as the list of events and forms says"
            if set(table.asked.values()) <= set(events.forms.values())
            else "as the rows show, since no list of events and forms was given"
        )
        held = [
            f"{name}: {listed(sorted(table.asked.get(name, ()))) or 'none'}"
            for name in names[:_NAMED]
        ]
        said.append(
            f"A row of an event holds only that event's forms, {source}; the others are empty by "
            f"design, not missing. {'; '.join(held)}."
        )
    return said


def _repeats(table: SurveyTable) -> list[str]:
    form, repeat = _field(table, "repeat_form"), _field(table, "repeat")
    if form is not None:
        cells = table.frame[form.column].drop_nulls()
        names = cells.unique(maintain_order=True).to_list()[:_NAMED]
        if names:
            shown = [f"{name} ({_counted(int((cells == name).sum()), 'row')})" for name in names]
            return [
                f"Repeating forms stand among the other rows, each row with that form only: "
                f"{listed(shown)}."
            ]
    if repeat is not None and table.frame[repeat.column].null_count() < len(table.frame):
        return ["Whole events repeat; each row has the number of its repeat."]
    return []


def _field(table: SurveyTable, role: Role) -> Field | None:
    return next((field for field in table.fields if field.role == role), None)


def _counted(number: int, word: str) -> str:
    return f"{grouped(number)} {word}{'' if number == 1 else 's'}"
