"""A programme's folder: programme.toml and its tables, as CSV files or sheets of one workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bridgeboard.instruments import ANSWERS_OF
from bridgeboard.problems import Problem, Refusal
from bridgeboard.readers.delimited import read_delimited
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.long_file import LongFile
from bridgeboard.readers.matrix_files import Matrices
from bridgeboard.readers.near_misses import TEXT_ENDINGS, unread_files, unread_sheets
from bridgeboard.readers.one_place import file_has_rows, in_several, in_two_shapes
from bridgeboard.readers.plain_file import cannot_open, why_not_plain
from bridgeboard.readers.programme_file import FILE as PROGRAMME_FILE
from bridgeboard.readers.programme_file import read_programme
from bridgeboard.readers.sweep import sweep
from bridgeboard.readers.text_table import FileRead, FolderRead, TextTable
from bridgeboard.readers.wide_files import least_bytes
from bridgeboard.readers.workbook import ENDINGS as WORKBOOK_ENDINGS
from bridgeboard.readers.workbook import Workbook, opened
from schemas.programme import Programme

#: Read into memory as a whole; a workbook's cells take many times its size.
LARGEST_TEXT = 2_000_000_000
#: Not read into memory; a file beyond this is hardly one that was meant.
LARGEST_LONG = 200_000_000_000
LARGEST_WORKBOOK = 200_000_000
LARGEST_SETTINGS = 1_000_000
LARGEST_MATRIX = 20_000_000

#: While this file is there, some of a folder's tables are replaced and some are not yet.
UNFINISHED_LIST = ".unfinished.json"


def read_folder(
    folder: Path,
    names: Sequence[str],
    long_names: Sequence[str] = (),
    long_from: int = LARGEST_TEXT,
    swept: Callable[[int, str], None] = lambda n, file: None,
) -> FolderRead:
    """All tables of these names in a folder, and its programme.toml.

    long_names: tables whose file is only looked at, not read, if it has long_from bytes or more;
        swept is called with the bytes looked at and the file's name.

    In: a folder with programme.toml and either <table>.csv files or one workbook; or a workbook
        with programme.toml beside it.
    Missing: a table without a file is not in the result; that is no problem here.
    Raises: Refusal if there is no such folder.
    """
    reading = _Reading(Path(folder), names)
    reading.long_names, reading.long_from, reading.swept = long_names, long_from, swept
    return reading.read(with_programme=True)


def read_tables(folder: Path, names: Sequence[str]) -> FolderRead:
    """The same without programme.toml, for a folder of tables that belongs to no programme."""
    return _Reading(Path(folder), names).read(with_programme=False)


_Read = Callable[[], tuple[TextTable | LongFile | None, list[Problem]]]


@dataclass(frozen=True)
class _Place:
    """Where a table is: a file or a sheet, how to read it, and whether there is a row in it."""

    label: str
    read: _Read
    has_rows: Callable[[], bool]


class _Reading:
    """One reading of one folder: what was found so far."""

    def __init__(self, chosen: Path, names: Sequence[str]) -> None:
        self.workbook_only = chosen.suffix.lower() in WORKBOOK_ENDINGS and chosen.is_file()
        if not self.workbook_only and not chosen.is_dir():
            raise Refusal(
                f"{chosen} is {'a file' if chosen.exists() else 'not there'}: name the folder that "
                "holds programme.toml and the tables."
            )
        self.folder = chosen.parent if self.workbook_only else chosen
        self.chosen = chosen
        self.names = names
        self.places: dict[str, list[_Place]] = {name: [] for name in names}
        self.tables: dict[str, TextTable] = {}
        self.long: dict[str, LongFile] = {}
        self.long_names: Sequence[str] = ()
        self.long_from = LARGEST_TEXT
        self.swept: Callable[[int, str], None] = lambda n, file: None
        self.files: list[FileRead] = []
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()
        self.workbooks: list[tuple[Workbook, bytes]] = []
        self.matrices = Matrices([])

    def read(self, with_programme: bool) -> FolderRead:
        try:
            entries = sorted(self.folder.iterdir())
        except OSError as error:
            raise Refusal(f"{self.folder} can't be opened: {error.strerror}.") from error
        if (self.folder / UNFINISHED_LIST).exists():
            self.problems.append(_half_written())
        programme = self._programme() if with_programme else None
        if self.workbook_only:
            entries = [self.chosen]
        self.matrices = Matrices(programme.rating_matrices if programme else [])
        entries = self._without_matrices(entries)
        for path in entries:
            name = plain_name(path.stem)
            if path.suffix.lower() in TEXT_ENDINGS and name in self.names:
                read, has_rows = self._reader_of(path, name), partial(file_has_rows, path)
                self.places[name].append(_Place(path.name, read, has_rows))
        for path in entries:
            if path.suffix.lower() in WORKBOOK_ENDINGS and not path.name.startswith((".", "~")):
                self._workbook(path)
        self._answers_in_one_shape()
        for name, places in self.places.items():
            self._table(name, places)
        for workbook, data in self.workbooks:
            of_it = {
                workbook.label(sheet) for sheets in workbook.sheets.values() for sheet in sheets
            }
            tables = [table for table in self.tables.values() if table.file in of_it]
            n = sum(len(table.frame) for table in tables) + self.matrices.rows_in(workbook)
            self._remember(workbook.file, data, n)
        self.problems += self.matrices.problems + self.matrices.missing(entries)
        there = {name for name, places in self.places.items() if places} | self.unreadable
        self.problems += unread_files(entries, self.names, there)
        return FolderRead(
            programme=programme,
            tables=self.tables,
            long=self.long,
            files=self.files,
            problems=self.problems,
            unreadable=frozenset(self.unreadable),
            grids=self.matrices.grids,
        )

    def _without_matrices(self, entries: list[Path]) -> list[Path]:
        """The other files, once the rating matrices that are files of text have been read."""
        others = []
        for path in entries:
            if path.suffix.lower() in WORKBOOK_ENDINGS or not self.matrices.named(path.name):
                others.append(path)
            elif (data := self._bytes(path, LARGEST_MATRIX)) is not None:
                grid = self.matrices.take_file(path.name, data)
                self._remember(path.name, data, len(grid.rows) if grid else 0)
            else:
                self.matrices.said(path.name)
        return others

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
        data = self._bytes(path, LARGEST_SETTINGS)
        if data is None:
            return None
        programme, problems = read_programme(data)
        self.problems += problems
        self._remember(path.name, data, 0)
        return programme

    def _answers_in_one_shape(self) -> None:
        answers = self.places.get("answers", [])
        wide = [
            one for name in self.names if name.startswith(ANSWERS_OF) for one in self.places[name]
        ]
        if not answers or not wide:
            return
        if not any(one.has_rows() for one in answers):
            self.places["answers"] = []  # A template that was not filled in.
            return
        labels = [one.label for one in answers], [one.label for one in wide]
        self.problems.append(in_two_shapes(*labels))
        shapes = {name for name in self.names if name == "answers" or name.startswith(ANSWERS_OF)}
        self.places |= {name: [] for name in shapes}
        self.unreadable |= shapes

    def _table(self, name: str, places: list[_Place]) -> None:
        if len(places) > 1:
            self.unreadable.add(name)
            self.problems.append(in_several(name, [place.label for place in places]))
        elif places:
            table, problems = places[0].read()
            self.problems += problems
            if table is None:
                self.unreadable.add(name)
            elif isinstance(table, LongFile):
                table.at = len(self.problems)
                self.long[name] = table
            else:
                self.tables[name] = table

    def _reader_of(self, path: Path, name: str) -> _Read:
        def read() -> tuple[TextTable | LongFile | None, list[Problem]]:
            if name in self.long_names and self._is_long(path, name):
                return self._long(path, name)
            data = self._bytes(path, LARGEST_TEXT)
            if data is None:
                return None, []
            table, problems = read_delimited(data, name, path.name)
            self._remember(path.name, data, 0 if table is None else len(table.frame))
            return table, problems

        return read

    def _is_long(self, path: Path, name: str) -> bool:
        try:
            return path.is_file() and path.stat().st_size >= least_bytes(name, self.long_from)
        except OSError:
            return False

    def _long(self, path: Path, name: str) -> tuple[LongFile | None, list[Problem]]:
        """The file looked at: what of it can't be read as text is not read at all."""
        if not self._checked(path, LARGEST_LONG):
            return None, []
        try:
            swept = sweep(path, path.name, lambda n: self.swept(n, path.name))
        except OSError as error:
            self.problems.append(cannot_open(path, error))
            return None, []
        self.files.append(FileRead(name=path.name, sha256=swept.sha256, rows=0, bytes=swept.bytes))
        if swept.problem is not None:
            return None, [swept.problem]
        return LongFile(name, path.name, path, swept), []

    def _workbook(self, path: Path) -> None:
        data = self._bytes(path, LARGEST_WORKBOOK)
        workbook = self.problems.pop() if data is None else opened(data, path.name, self.names)
        if isinstance(workbook, Problem):
            self._nothing_from_workbook(workbook)
            return
        sheets = self.matrices.take_sheets(workbook)
        there = {name for name, places in self.places.items() if places} | {*workbook.sheets}
        self.problems += unread_sheets(workbook, self.names, there)
        if not workbook.sheets and not sheets:
            return
        for name, sheets in workbook.sheets.items():
            read, has_rows = partial(workbook.read, name), partial(workbook.has_rows, name)
            self.places[name] += [_Place(workbook.label(one), read, has_rows) for one in sheets]
        self.workbooks.append((workbook, data))

    def _nothing_from_workbook(self, problem: Problem) -> None:
        """A workbook that can't be opened may hold any table, unless CSV files do."""
        if any(self.places.values()):
            problem = replace(problem, severity="doubtful")
        else:
            self.unreadable.update(self.names)
        self.problems.append(problem)

    def _bytes(self, path: Path, largest: int) -> bytes | None:
        """The file's bytes; None, with a problem, if it is not a plain file of this folder."""
        if not self._checked(path, largest):
            return None
        try:
            return path.read_bytes()
        except OSError as error:
            self.problems.append(cannot_open(path, error))
            return None

    def _checked(self, path: Path, largest: int) -> bool:
        """Is it a plain file of this folder, and not too large? If not, there is a problem."""
        problem = why_not_plain(path, self.folder, largest)
        if problem is not None:
            self.problems.append(problem)
        return problem is None

    def _remember(self, name: str, data: bytes, rows: int) -> None:
        sha256 = hashlib.sha256(data).hexdigest()
        self.files.append(FileRead(name=name, sha256=sha256, rows=rows, bytes=len(data)))


def _half_written() -> Problem:
    return Problem(
        file=UNFINISHED_LIST,
        rule="a folder that is whole",
        found="this file",
        expected="somebody stopped while the tables were being replaced, and some are still old",
        mend="Load the file again that was being loaded: what was left is then finished first.",
    )
