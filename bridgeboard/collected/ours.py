"""Files that are ours already: tables under their own names and headings, and programme.toml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePath

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.instruments import ANSWERS_OF, shipped
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.quoting import listed
from bridgeboard.toml_text import NotToml, parsed

#: So much of the headings must be columns of the table.
_SHARE = 0.6


def table_seen(file: DroppedFile) -> Likeness | None:
    """Is the file, or a sheet of the workbook, named and headed as one of our tables?"""
    if file.is_zip:
        tables = [
            name
            for title, rows in file.first_sheets.items()
            if rows and (name := _table(title, rows[0][1]))
        ]
        if not tables:
            return None
        return Likeness(0.97, f"its sheets are named and headed as our {listed(tables[:5])}")
    rows = [row for row in file.first_rows[:3] if any(cell.strip() for cell in row)]
    title = PurePath(file.name).stem
    name = _table(title, rows[0]) if rows else None
    if name is not None:
        return Likeness(0.97, f"it is named and headed as our table {name}")
    if rows and plain_name(title).startswith(ANSWERS_OF) and _is_wide(rows[0]):
        # Which instruments a programme has of its own is not known here: a person may say so.
        return Likeness(0.05, "it is named as our answers to an instrument are")
    return None


def settings_seen(file: DroppedFile) -> Likeness | None:
    """Is it a programme.toml: TOML with an id and a name?"""
    if not file.name.lower().endswith(".toml") or len(file.data) > _LARGEST_SETTINGS:
        return None
    text = file.text
    settings = parsed(text) if isinstance(text, str) else None
    if settings is None or isinstance(settings, NotToml):
        named = PurePath(file.name).name.lower() == "programme.toml"
        return Likeness(0.5, "it is named programme.toml") if named else None
    if "id" in settings and "name" in settings and "columns" not in settings:
        return Likeness(1.0, "it holds a programme's id and name, as programme.toml does")
    return None


def instrument_seen(file: DroppedFile) -> Likeness | None:
    """Is it an instrument: TOML with an instrument_id and items?"""
    if not file.name.lower().endswith(".toml") or len(file.data) > _LARGEST_SETTINGS:
        return None
    content = parsed(file.text) if isinstance(file.text, str) else None
    if isinstance(content, dict) and "instrument_id" in content and "items" in content:
        return Likeness(1.0, "it holds an instrument's id and items")
    return None


_LARGEST_SETTINGS = 1_000_000


def _table(title: str, headings: Iterable[str]) -> str | None:
    """The table of ours that has this name and these headings."""
    name = plain_name(title)
    given = [plain_name(heading) for heading in headings if heading.strip()]
    if name in {one.table for one in shipped().values()} and _is_wide(given):
        return name
    columns = _columns().get(name)
    if columns is None or not given:
        return None
    known = [heading for heading in given if heading in columns]
    return name if len(known) >= max(2, _SHARE * len(given)) else None


def _is_wide(headings: Sequence[str]) -> bool:
    """Are these headings of a table with a row a respondent, which says nothing else of them?

    A form of ours says where and when too, and makes respondents: it is read by a map.
    """
    columns = _columns()
    given = [plain_name(heading) for heading in headings if heading.strip()]
    others = (columns["respondents"] | columns["answers"]) - {"respondent_id"}
    return "respondent_id" in given and len(given) > 1 and not others & set(given)


@cache
def _columns() -> dict[str, frozenset[str]]:
    # Pandera takes a second to come in: only once somebody drops a file.
    from schemas.tables import PROGRAMME_TABLES

    return {name: frozenset(model.to_schema().columns) for name, model in PROGRAMME_TABLES.items()}


KINDS = (
    Kind("bridgeboard-table", "Bridgeboard table", table_seen),
    Kind("bridgeboard-settings", "Bridgeboard programme.toml", settings_seen),
    Kind("bridgeboard-instrument", "Bridgeboard instrument", instrument_seen),
)
