"""What readers give: tables of text, the files they came from, and what was wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.problems import Problem
from bridgeboard.readers.grid import Grid
from schemas.programme import Programme

if TYPE_CHECKING:
    from bridgeboard.readers.long_file import LongFile


@dataclass(frozen=True)
class TextTable:
    """A table as text: every cell as it stands in the file, and null where it is empty.

    rows: the number of each row as a spreadsheet shows it; the heading is usually row 1.
    refused: numbers of rows whose cells can't be told apart (too few or too many); they stay in the
        frame so that what refers to them can say why it is refused too.
    places: for each row its file, row and column, where rows were made of cells of other tables.
    """

    name: str
    file: str
    frame: pl.DataFrame
    rows: pl.Series
    refused: frozenset[int] = frozenset()
    places: pl.DataFrame | None = None


@dataclass(frozen=True)
class FileRead:
    """A file that was read: what a snapshot remembers of it."""

    name: str
    sha256: str
    rows: int
    bytes: int


@dataclass(frozen=True)
class FolderRead:
    """All that a programme's folder holds.

    long: tables whose file was looked at only, and is read a part at a time.
    grids: rating matrices that could be read, by their place in programme.toml.
    unreadable: tables whose file is there but could not be read at all; what refers to them can't
        be checked.
    """

    programme: Programme | None = None
    tables: dict[str, TextTable] = field(default_factory=dict)
    long: dict[str, LongFile] = field(default_factory=dict)
    files: list[FileRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: frozenset[str] = frozenset()
    grids: dict[int, Grid] = field(default_factory=dict)
