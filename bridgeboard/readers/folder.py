"""A programme's folder: programme.toml and its tables, as CSV files or sheets of one workbook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from bridgeboard.problems import Problem, Refusal
from bridgeboard.readers.delimited import read_delimited
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.programme_file import FILE as PROGRAMME_FILE
from bridgeboard.readers.programme_file import read_programme
from bridgeboard.readers.quoting import listed
from bridgeboard.readers.text_table import FileRead, FolderRead, TextTable
from schemas.programme import Programme

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")


def read_folder(folder: Path, names: Sequence[str]) -> FolderRead:
    """All tables of these names in a folder, and its programme.toml.

    In: a folder with programme.toml and either <table>.csv files or one workbook; or a workbook
        with programme.toml beside it.
    Missing: a table without a file is not in the result; that is no problem here.
    Raises: Refusal if there is no such folder.
    """
    return _Reading(Path(folder), names).read(with_programme=True)


def read_tables(folder: Path, names: Sequence[str]) -> FolderRead:
    """The same without programme.toml, for a folder of tables that belongs to no programme."""
    return _Reading(Path(folder), names).read(with_programme=False)


class _Reading:
    """One reading of one folder: what was found so far."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.only_workbook = folder.suffix.lower() in WORKBOOK_ENDINGS and folder.is_file()
        if not self.only_workbook and not folder.is_dir():
            raise Refusal(
                f"{folder} is {'a file' if folder.exists() else 'not there'}: name the folder that "
                "holds programme.toml and the tables."
            )
        self.folder = folder.parent if self.only_workbook else folder
        self.chosen = folder
        self.names = names
        self.tables: dict[str, TextTable] = {}
        self.files: list[FileRead] = []
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()

    def read(self, with_programme: bool) -> FolderRead:
        try:
            entries = sorted(self.folder.iterdir())
        except OSError as error:
            raise Refusal(f"{self.folder} can't be opened: {error.strerror}.") from error
        programme = self._programme() if with_programme else None
        for name in self.names:
            self._table(name, entries)
        self._near_misses(entries)
        return FolderRead(
            programme=programme,
            tables=self.tables,
            files=self.files,
            problems=self.problems,
            unreadable=frozenset(self.unreadable),
        )

    def _programme(self) -> Programme | None:
        path = self.folder / PROGRAMME_FILE
        if not path.exists() and not path.is_symlink():
            self.problems.append(
                Problem(
                    file=PROGRAMME_FILE,
                    rule="required file",
                    found="",
                    expected="each programme needs this file, with its id, name and provenance",
                    mend='Write three lines into it: id = "north", name = "Peer support North", '
                    'provenance = "collected".',
                )
            )
            return None
        data = self._bytes(path)
        if data is None:
            return None
        programme, problems = read_programme(data)
        self.problems += problems
        self._remember(path.name, data, 0)
        return programme

    def _table(self, name: str, entries: list[Path]) -> None:
        paths = [
            path
            for path in entries
            if path.suffix.lower() in TEXT_ENDINGS and plain_name(path.stem) == name
        ]
        if self.only_workbook or not paths:
            return
        if len(paths) > 1:
            self.unreadable.add(name)
            self.problems.append(
                Problem(
                    file=paths[0].name,
                    rule="one file per table",
                    found=f"the files {listed([path.name for path in paths])}",
                    expected=f"the table {name} may come from one file only",
                    mend="Keep the right one and move the others out of the folder.",
                )
            )
            return
        data = self._bytes(paths[0])
        if data is None:
            self.unreadable.add(name)
            return
        table, problems = read_delimited(data, name, paths[0].name)
        self.problems += problems
        if table is None:
            self.unreadable.add(name)
        else:
            self.tables[name] = table
        self._remember(paths[0].name, data, 0 if table is None else len(table.frame))

    def _bytes(self, path: Path) -> bytes | None:
        """The file's bytes; None, with a problem, if it is not a plain file of this folder."""
        found = None
        if path.is_symlink() and not path.resolve().is_relative_to(self.folder.resolve()):
            found, mend = "a link to outside of the folder", "Put the file itself here."
        elif path.is_dir():
            found, mend = "a folder of this name", "Rename the folder."
        elif path.exists() and not path.is_file():
            found, mend = "a device or pipe of this name", "Put a file here."
        if found is None:
            try:
                return path.read_bytes()
            except OSError as error:
                found = f"a file that can't be opened ({error.strerror})"
                mend = "Check that you may read it and that no other program holds it."
        self.problems.append(
            Problem(
                file=path.name,
                rule="a file that can be read",
                found=found,
                expected="this must be a plain file in the programme's folder",
                mend=mend,
            )
        )
        return None

    def _remember(self, name: str, data: bytes, rows: int) -> None:
        self.files.append(
            FileRead(name=name, sha256=hashlib.sha256(data).hexdigest(), rows=rows, bytes=len(data))
        )

    def _near_misses(self, entries: list[Path]) -> None:
        """Files whose name is nearly that of a table: forgotten, not foreign."""
        for path in entries:
            stem = plain_name(path.stem)
            if (
                path.suffix.lower() not in TEXT_ENDINGS
                or stem in self.names
                or path.name.startswith((".", "~"))
            ):
                continue
            near = meant(stem, self.names)
            if near:
                self.problems.append(
                    Problem(
                        file=path.name,
                        rule="name of a table",
                        severity="doubtful",
                        found="a file of this name, which was not read",
                        expected=f"its name is like that of the table {near}",
                        mend=f"Did you mean {near}.csv? Rename it, or move it out of the folder.",
                    )
                )


def meant(name: str, names: Sequence[str]) -> str | None:
    """The table whose name this nearly is: a letter off, or with something added to it."""
    close = get_close_matches(name, names, n=1, cutoff=0.8)
    if close:
        return close[0]
    begun = [table for table in names if re.match(rf"{table}[^a-z]|{table}(copy|kopie)", name)]
    return begun[0] if begun else None
