"""Dropped data added to a programme: checked as a folder is, compared, and ready to publish."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.instruments import read, shipped
from bridgeboard.instruments._file import INSTRUMENT_ID
from bridgeboard.instruments.own_file import to_toml
from bridgeboard.intake import accept
from bridgeboard.problems import Problem
from bridgeboard.readers import FileRead
from bridgeboard.readers.programme_file import validated
from bridgeboard.store import as_folder
from bridgeboard.store.differences import Differences, against
from bridgeboard.toml_text import parsed

if TYPE_CHECKING:
    from bridgeboard.collected import DroppedFile
    from bridgeboard.instruments import Instrument
    from bridgeboard.intake import Accepted
    from bridgeboard.mapping.converted import Converted
    from bridgeboard.mapping.own_tables import How
    from bridgeboard.readers import TextTable
    from bridgeboard.store.snapshot import Snapshot
    from schemas.programme import Programme

#: For each row of a table the file, row and column that it comes from, null where it was there
#: before; column also where it was a row there.
Origins = Mapping[str, pl.DataFrame]
#: Columns of answers that are one cell where a row is a respondent.
_OF_CELL = ("item_id", "value", "state")


@dataclass(frozen=True, eq=False)
class Start:
    """What data are added to: a published programme, or one that begins.

    tables: as as_folder.tables gives them; empty for one that begins.
    instruments: its own, and the shipped ones.
    """

    programme: Programme
    snapshot: Snapshot | None = None
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=shipped)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What would be published: accepted rows with all problems, and what they would change."""

    accepted: Accepted
    differences: Differences


def start(snapshot: Snapshot) -> Start:
    """To add to what is published."""
    instruments = {**shipped(), **snapshot.instruments}
    return Start(snapshot.programme, snapshot, as_folder.tables(snapshot), instruments)


def begun(programme_id: str, name: str, provenance: str) -> Start | list[Problem]:
    """To begin a programme with nothing in it yet; or what is wrong with its id or name."""
    settings = {"id": programme_id.strip(), "name": name.strip(), "provenance": provenance}
    programme, problems = validated(settings)
    return problems if programme is None else Start(programme)


def with_own(begin: Start, files: Iterable[DroppedFile]) -> tuple[Start, list[Problem]]:
    """The same with the instruments of these files, and what is wrong with the others."""
    found, problems = dict(begin.instruments), []
    for file in files:
        with tempfile.TemporaryDirectory(prefix="bridgeboard-load-") as folder:
            path = Path(folder) / f"{_named(file)}.toml"
            path.write_bytes(file.data)
            instrument = read(path)
        if isinstance(instrument, list):
            problems += [replace(problem, file=file.name) for problem in instrument]
        elif instrument.instrument_id in shipped():
            problems.append(_shipped_already(file.name, instrument.instrument_id))
        else:
            found[instrument.instrument_id] = instrument
    return replace(begin, instruments=found), problems


def _named(file: DroppedFile) -> str:
    """The name that an instrument's file must have: its id. What was dropped may have any."""
    content = parsed(file.text) if isinstance(file.text, str) else None
    given = content.get("instrument_id") if isinstance(content, dict) else None
    return given if isinstance(given, str) and re.fullmatch(INSTRUMENT_ID, given) else "instrument"


def instruments_of(tables: Mapping[str, TextTable], begin: Start) -> list[str]:
    """The instruments that dropped answers name and that are known, in their order."""
    table = tables.get("answers")
    if table is None or "instrument_id" not in table.frame.columns:
        return []
    named = table.frame["instrument_id"].drop_nulls().unique(maintain_order=True)
    return [one for one in named if one in begin.instruments]


def _shipped_already(file: str, instrument_id: str) -> Problem:
    return Problem(
        file=file,
        rule="own instruments",
        severity="doubtful",
        found=f"the instrument {instrument_id}",
        expected="it comes with Bridgeboard, which uses its own file",
        mend="Give yours another instrument_id if it differs; else this file isn't needed.",
    )


def with_instruments(programme: Programme, ids: Iterable[str]) -> Programme:
    """The settings with these instruments in use besides its own."""
    used = list(dict.fromkeys([*programme.instruments, *ids]))
    return programme.model_copy(update={"instruments": used})


def files_read(files: Iterable[DroppedFile], rows: Mapping[str, int]) -> list[FileRead]:
    """What a snapshot remembers of dropped files: never what is in them."""
    return [
        FileRead(
            name=file.name,
            sha256=hashlib.sha256(file.data).hexdigest(),
            rows=rows.get(file.name, 0),
            bytes=len(file.data),
        )
        for file in files
    ]


def maps_read(maps: Mapping[str, str]) -> list[FileRead]:
    """The same of maps by which exports were read. In: TOML by name."""
    found = []
    for name, toml in maps.items():
        data = toml.encode("utf-8")
        digest = hashlib.sha256(data).hexdigest()
        found.append(FileRead(f"map “{name}”", digest, 0, len(data)))
    return found


def prepared(
    begin: Start,
    programme: Programme,
    tables: Mapping[str, pl.DataFrame],
    files: Sequence[FileRead],
    problems: Sequence[Problem] = (),
    origins: Origins | None = None,
    said: Callable[[float, str], None] = lambda share, words: None,
) -> Prepared:
    """What publishing these tables would do. Nothing is published, and nothing is left on the disk.

    In:     programme: its settings, with every instrument that answers name; tables: all of them as
            they would be, of any types; files: that were dropped; problems: of reading and
            converting them, with rows of those files; said: as accept() calls it.
    Out:    accepted.problems begin with those given; problems of the check itself are told by the
            row of the dropped file where origins know it. accepted.files are those that the
            present state was made from, then those dropped.
    Raises: OSError if there is no room for the tables while they are checked.
    """
    with tempfile.TemporaryDirectory(prefix="bridgeboard-load-") as folder:
        home = Path(folder) / "programme"
        home.mkdir()
        _write(home, begin, programme, tables)
        # What would change is seen by comparing rows, which are in memory here anyhow.
        accepted = accept(home, long_from=None, said=said)
    found = [_told(problem, tables, origins or {}) for problem in accepted.problems]
    earlier = () if begin.snapshot is None else begin.snapshot.files
    known = [FileRead(one.name, one.sha256, one.rows, one.bytes) for one in earlier]
    hashes = {one.sha256 for one in known}
    accepted = replace(
        accepted,
        folder=Path(programme.name),
        problems=[*problems, *found],
        files=[*known, *(one for one in files if one.sha256 not in hashes)],
    )
    return Prepared(accepted, against(begin.snapshot, accepted))


@dataclass(frozen=True, eq=False)
class Combined:
    """All tables as they would be, and where rows come from."""

    tables: dict[str, pl.DataFrame]
    origins: dict[str, pl.DataFrame]


def combined(
    begin: Start,
    own: Mapping[str, tuple[TextTable, How]],
    converted: Iterable[Converted] = (),
    take_out: bool = False,
) -> Combined:
    """The programme's tables with dropped tables of ours in them, then what exports gave.

    In: own: each table and whether it is merged or put in place of what is there; take_out: rows
        that lie within what an export speaks of, and are not in it, go.
    """
    from bridgeboard.mapping.merging import merged
    from bridgeboard.mapping.own_tables import joined

    tables = dict(begin.tables)
    origins: dict[str, pl.DataFrame] = {}
    for name, (table, how) in own.items():
        part = joined(tables.get(name), table, how)
        tables[name], origins[name] = part.frame, part.origins
    for one in converted:
        result = merged(tables, one, take_out)
        tables = dict(result.tables)
        for name, change in result.changes.items():
            if take_out and len(change.gone):
                # Rows have moved up: which is which is no longer known.
                origins.pop(name, None)
    return Combined(tables, origins)


def _write(
    home: Path, begin: Start, programme: Programme, tables: Mapping[str, pl.DataFrame]
) -> None:
    for name, frame in tables.items():
        if frame.width and frame.height:
            frame.write_csv(home / f"{name}.csv", line_terminator="\n")
    for one in programme.instruments:
        instrument = begin.instruments.get(one)
        if instrument is not None and one not in shipped():
            own = home / "instruments"
            own.mkdir(exist_ok=True)
            (own / f"{one}.toml").write_text(to_toml(instrument), encoding="utf-8", newline="\n")
    settings = as_folder.settings(programme)
    (home / "programme.toml").write_text(settings, encoding="utf-8", newline="\n")


def _told(problem: Problem, tables: Mapping[str, pl.DataFrame], origins: Origins) -> Problem:
    """The problem by the file and row that a person knows; of a row that was there before, by its
    table."""
    name = problem.file.removesuffix(".csv")
    if problem.row is None or name not in origins:
        return problem
    # Row 1 holds the headings; cells with line breaks take one row, as in a spreadsheet.
    place = problem.row - 2
    where = origins[name]
    if not 0 <= place < where.height or where["file"][place] is None:
        return problem
    column = problem.column
    if where["column"][place] is not None and column in _OF_CELL:
        column = where["column"][place]
    return replace(problem, file=where["file"][place], row=where["row"][place], column=column)
