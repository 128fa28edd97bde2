"""A programme's folder to accepted rows and problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from bridgeboard.instruments import Instrument, own_instruments, registry
from bridgeboard.intake import wide_answers
from bridgeboard.intake.across import check_across
from bridgeboard.intake.columns import typed_table
from bridgeboard.intake.counted import Counted
from bridgeboard.intake.endorsements import with_reference_names
from bridgeboard.intake.keys import check_keys
from bridgeboard.intake.personal import check_personal
from bridgeboard.intake.rating_matrices import Matrix, check_once, read_matrices
from bridgeboard.intake.references import Known, check_references
from bridgeboard.intake.refused_rows import refused_rows
from bridgeboard.intake.settings import check_settings
from bridgeboard.intake.staged import Staged
from bridgeboard.intake.streaming.long_tables import LONG, Judged, LongTables
from bridgeboard.intake.streaming.progress import Progress
from bridgeboard.intake.surveys import check_answers
from bridgeboard.intake.validation import validate
from bridgeboard.intake.wide_shape import taken_out
from bridgeboard.intake.working import Working, empty
from bridgeboard.problems import Problem
from bridgeboard.readers import FileRead, FolderRead, read_folder
from bridgeboard.readers.long_file import LongFile
from schemas.programme import Programme
from schemas.tables import PROGRAMME_TABLES

#: Tables without which there is nothing to show.
REQUIRED = ("sites", "waves")

#: From so many bytes on respondents and answers are staged: about half a million answers.
LONG_FROM = 16_000_000


@dataclass(frozen=True)
class Accepted:
    """What a programme's folder gave: good rows, and problems for all the rest.

    tables: every table of the schemas, typed, empty where the folder has none; without respondents
        and answers where these are staged.
    instruments: those in use.
    problems: not yet summed up; of very many equal ones the first are here, the last of which
        counts the others in `also`.
    n_read, n_refused: rows by table.
    refused_at: refused rows by table, site and wave, as refused_rows() counts them.
    staged: the respondents and answers of a long programme; None where they are in tables.
    counted: what is known of them where they were counted elsewhere; then nothing holds their rows.
    """

    programme: Programme | None
    folder: Path
    tables: dict[str, pl.DataFrame]
    instruments: dict[str, Instrument]
    problems: list[Problem]
    files: list[FileRead] = field(default_factory=list)
    n_read: dict[str, int] = field(default_factory=dict)
    n_refused: dict[str, int] = field(default_factory=dict)
    refused_at: pl.DataFrame = field(default_factory=lambda: refused_rows({}))
    staged: Staged | None = None
    counted: Counted | None = None

    @property
    def refused(self) -> bool:
        """Was a row or a file refused?"""
        return any(problem.severity == "refused" for problem in self.problems)

    @property
    def publishable(self) -> bool:
        """Is there enough to publish: a programme, a site and a wave?"""
        return self.programme is not None and all(len(self.tables[name]) for name in REQUIRED)

    def height(self, table: str) -> int:
        """Good rows of a table, wherever they are."""
        for elsewhere in (self.staged, self.counted):
            if elsewhere is not None and table in elsewhere.n_rows:
                return elsewhere.n_rows[table]
        return len(self.tables[table])


def accept(
    folder: Path,
    instruments: Mapping[str, Instrument] | None = None,
    long_from: int | None = LONG_FROM,
    said: Callable[[float, str], None] = lambda share, words: None,
) -> Accepted:
    """The good rows of a programme's folder, and what is wrong with the others.

    instruments: those that answers may name; the shipped ones and the folder's own if not given.
    long_from: respondents and answers are staged, and not read into memory, if a file of theirs
        has so many bytes or more, an eighth of it with a row a respondent; never if None.
    said: called with the share done, 0 to 1, and words.
    Raises: Refusal if there is no such folder, or no room for staging; never for what is in a
        file.
    """
    folder = Path(folder)
    problems = []
    if instruments is None:
        home = folder if folder.is_dir() else folder.parent
        instruments = registry(home)
        problems += own_instruments(home)[1]
    of_wide = [one.table for one in instruments.values()]
    names = (*LONG, *of_wide) if long_from is not None else ()
    progress = Progress(folder, names, long_from or 0, said)
    every = [*PROGRAMME_TABLES, *of_wide]
    read = read_folder(folder, every, names, long_from or 0, progress.swept)
    files = [*read.long.values()]
    read, wides = taken_out(read, instruments)
    problems += _missing_tables(read)
    problems += check_settings(read.programme, instruments)
    in_use = None if read.programme is None else read.programme.instruments
    long = None
    if read.long or any(isinstance(one.source, LongFile) for one in wides):
        long = LongTables(read, wides, instruments, in_use, progress.judged)
    works: dict[str, Working] = {}
    unreadable = set(read.unreadable)
    headings: dict[str, list[Problem]] = {}
    for name, model in PROGRAMME_TABLES.items():
        table = read.tables.get(name)
        if table is None or (long is not None and name == "answers"):
            continue
        progress.table(name)
        if name == "strategy_endorsements":
            table = with_reference_names(table)
        work, headings[name] = typed_table(table, model)
        if work is None:
            unreadable.add(name)
            continue
        if name == "respondents":
            check_personal(work)
        validate(work)
        check_keys(work)
        works[name] = work
    matrices, found = read_matrices(read, works)
    _check_across(works, matrices, read.programme, instruments, frozenset(unreadable))
    staged = None if long is None else long.check(works, frozenset(unreadable))
    judged = {} if long is None else long.judged
    answers = None
    if wides and long is None:
        of_wides = wide_answers.judged(wides, instruments, in_use, works, frozenset(unreadable))
        judged["answers"], answers = of_wides
    headings |= {name: one.headings for name, one in judged.items()}
    rows = {name: work.problems for name, work in works.items()}
    rows |= {name: one.rows for name, one in judged.items()}
    problems = [
        *_with_long(read.problems, files),
        *problems,
        *(one for name in PROGRAMME_TABLES for one in headings.get(name, ())),
        *found,
        *(one for name in PROGRAMME_TABLES for one in rows.get(name, ())),
        *(one for matrix in matrices for one in matrix.work.problems),
    ]
    accepted = _accepted(folder, read, works, matrices, problems, instruments, judged)
    if answers is not None:
        accepted.tables["answers"] = answers
    if staged is None:
        return accepted
    tables = {name: rows for name, rows in accepted.tables.items() if name not in LONG}
    return replace(accepted, tables=tables, staged=staged)


def _with_long(read: Sequence[Problem], files: Sequence[LongFile]) -> list[Problem]:
    """The folder's problems, with those of reading long files where they belong."""
    problems = list(read)
    for file in files[::-1]:
        problems[file.at : file.at] = file.problems
    return problems


def _check_across(
    works: dict[str, Working],
    matrices: Sequence[Matrix],
    programme: Programme | None,
    instruments: Mapping[str, Instrument],
    unreadable: frozenset[str],
) -> None:
    known = Known(
        tables=works,
        unreadable=unreadable,
        sources=None if programme is None else list(programme.sources),
    )
    for name, work in works.items():
        if name == "answers":
            in_use = None if programme is None else programme.instruments
            check_answers(work, instruments, in_use)
        check_references(work, known)
    ratings = [matrix.work for matrix in matrices]
    for work in ratings:
        check_references(work, known)
    check_once([works["ratings"], *ratings] if "ratings" in works else ratings)
    check_across(works)


def _missing_tables(read: FolderRead) -> list[Problem]:
    missing = [
        Problem(
            file=f"{name}.csv",
            rule="required table",
            found="",
            expected=f"a programme must have a table of its {name}",
            mend=f"Add {name}.csv, or a sheet {name} to the workbook.",
        )
        for name in REQUIRED
        if name not in read.tables and name not in read.unreadable
    ]
    empty_ones = [
        Problem(
            file=read.tables[name].file,
            rule="required table",
            found="headings and no row",
            expected=f"a programme must have at least one of its {name}",
            mend="Fill in the table.",
        )
        for name in REQUIRED
        if name in read.tables and read.tables[name].frame.is_empty()
    ]
    return missing + empty_ones


def _accepted(
    folder: Path,
    read: FolderRead,
    works: dict[str, Working],
    matrices: Sequence[Matrix],
    problems: list[Problem],
    instruments: Mapping[str, Instrument],
    judged: Mapping[str, Judged],
) -> Accepted:
    in_use = read.programme.instruments if read.programme else ()
    n_read = {name: len(table.frame) for name, table in read.tables.items()}
    n_refused = {
        name: int(works[name].refused.sum()) if name in works else n for name, n in n_read.items()
    }
    for name, one in judged.items():
        if one.n_read is not None:
            n_read[name], n_refused[name] = one.n_read, one.n_refused
    rows_of = {file.file: judged[name].n_read for name, file in read.long.items()}
    rows_of |= {file: n for one in judged.values() for file, n in one.rows_of.items()}
    tables = {
        name: works[name].good() if name in works else empty(model)
        for name, model in PROGRAMME_TABLES.items()
    }
    for matrix in matrices:
        good = matrix.work.good()
        tables["ratings"] = pl.concat([tables["ratings"], good])
        n_read["ratings"] = n_read.get("ratings", 0) + matrix.n_cells
        n_refused["ratings"] = n_refused.get("ratings", 0) + matrix.n_cells - len(good)
    return Accepted(
        programme=read.programme,
        folder=folder,
        tables=tables,
        instruments={name: instruments[name] for name in in_use if name in instruments},
        problems=problems,
        files=[replace(file, rows=rows_of.get(file.name) or file.rows) for file in read.files],
        n_read=n_read,
        n_refused=n_refused,
        refused_at=refused_rows(
            works,
            [matrix.work for matrix in matrices],
            {name: one.refused_at for name, one in judged.items()},
        ),
    )
