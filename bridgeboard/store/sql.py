"""SQL that lies in files, and names from files put safely into SQL."""

from __future__ import annotations

from pathlib import Path


def script(name: str) -> str:
    """The text of one of this folder's .sql files."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def identifier(name: str) -> str:
    """The name quoted as an SQL identifier, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text quoted as an SQL string, for the few places that take no bound value."""
    return "'" + text.replace("'", "''") + "'"
