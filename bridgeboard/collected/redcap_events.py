"""REDCap's lists beside the data: events, arms, which forms an event has, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.cells import Cells, cells_in, first_of
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.problems import Problem

#: Columns by which each list is told, and what it is.
LISTS = {
    "forms of events": ("arm_num", "unique_event_name", "form"),
    "events": ("event_name", "arm_num", "unique_event_name"),
    "arms": ("arm_num", "name"),
    "instruments": ("instrument_name", "instrument_label"),
    "data access groups": ("data_access_group_name", "unique_group_name"),
    "repeating forms": ("event_name", "form_name", "custom_form_label"),
}
_SURE = {"arms": 0.7}


@dataclass(frozen=True)
class Events:
    """What the lists say.

    events: unique name to the label that a labelled export shows, in order.
    forms: the forms of each event by its unique name. instruments, groups: names to labels.
    """

    files: tuple[str, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def seen(file: DroppedFile) -> Likeness | None:
    """Is it one of the lists?"""
    rows = first_of(file)
    which = _which(next((row for row in rows if any(map(str.strip, row))), []))
    if which is None:
        return None
    return Likeness(_SURE.get(which, 0.97), f"the columns of REDCap's list of {which}")


def events_in(files: Sequence[DroppedFile]) -> Events:
    """All that the lists in these files say together; a list that can't be read is a problem."""
    tables: dict[str, list[dict[str, str]]] = {}
    problems: list[Problem] = []
    for file in files:
        cells = cells_in(file)
        if isinstance(cells, Problem):
            problems.append(cells)
            continue
        which = _which(cells.headings)
        if which is None:
            problems.append(_unknown(cells))
            continue
        problems += cells.problems
        tables.setdefault(which, []).extend(
            {name: cell.strip() for name, cell in zip(_plain(cells.headings), row, strict=True)}
            for row in cells.rows
        )
    forms: dict[str, set[str]] = {}
    for row in tables.get("forms of events", ()):
        forms.setdefault(row["unique_event_name"], set()).add(row["form"])
    return Events(
        files=tuple(file.name for file in files),
        events=_labels(tables),
        forms={event: frozenset(names) for event, names in forms.items()},
        instruments={
            row["instrument_name"]: row["instrument_label"] for row in tables.get("instruments", ())
        },
        groups={
            row["unique_group_name"]: row["data_access_group_name"]
            for row in tables.get("data access groups", ())
        },
        problems=tuple(problems),
    )


def _labels(tables: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Events by unique name, as labelled exports write them: "Enrolment (Arm 1: Drug A)"."""
    arms = {row["arm_num"]: row["name"] for row in tables.get("arms", ())}
    rows = tables.get("events", ())
    several = len({row["arm_num"] for row in rows}) > 1
    found = {}
    for row in rows:
        label, arm = row["event_name"], row["arm_num"]
        if several:
            label += f" (Arm {arm}: {arms[arm]})" if arm in arms else f" (Arm {arm})"
        found[row["unique_event_name"]] = label
    return found


def _plain(headings: Sequence[str]) -> list[str]:
    return [heading.strip().lower() for heading in headings]


def _which(headings: Sequence[str]) -> str | None:
    names = _plain(headings)
    if sorted(names) == sorted(LISTS["arms"]):
        return "arms"
    for which, needed in LISTS.items():
        if which != "arms" and all(name in names for name in needed):
            return which
    return None


def _unknown(cells: Cells) -> Problem:
    return Problem(
        file=cells.file,
        row=cells.heading_row,
        rule="columns of a list",
        severity="doubtful",
        found="other columns than any of REDCap's lists has",
        expected="a list has columns such as arm_num, unique_event_name and form",
        mend="Download the list from the project's page once more; it is not used now.",
    )


KINDS = (Kind("redcap-events", "REDCap list of events or forms", seen, many=True),)
