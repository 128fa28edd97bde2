"""The rating matrices that programme.toml names, as rows of the table ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from bridgeboard.intake.columns import typed_table
from bridgeboard.intake.construct_names import by_id
from bridgeboard.intake.keys import check_keys
from bridgeboard.intake.rating_marks import Marks, unknown_marks
from bridgeboard.intake.rating_names import plain
from bridgeboard.intake.rating_rows import rating_rows
from bridgeboard.intake.validation import closest, validate
from bridgeboard.intake.working import Words, Working
from bridgeboard.problems import Problem, summed_up
from bridgeboard.readers import FolderRead, TextTable
from bridgeboard.readers.grid import Grid
from bridgeboard.readers.quoting import listed, quoted
from schemas._table import key
from schemas.programme import Programme, RatingMatrix
from schemas.ratings import Ratings

FILE = "programme.toml"


@dataclass(frozen=True)
class Matrix:
    """One matrix on its way in: its rating rows, and how many cells there were."""

    work: Working
    n_cells: int


def read_matrices(
    read: FolderRead, works: Mapping[str, Working]
) -> tuple[list[Matrix], list[Problem]]:
    """The rows of every matrix that could be read, and problems for the rest.

    Without sites and waves nothing can be told of a matrix; that they are missing has been said.
    """
    programme = read.programme
    if programme is None or "sites" not in works or "waves" not in works:
        return [], []
    sites = _by_name(works["sites"].typed)
    waves = works["waves"].typed["wave_id"].drop_nulls().to_list()
    found, problems = [], []
    for place, grid in read.grids.items():
        matrix = programme.rating_matrices[place]
        wrong = _settings(matrix, programme, waves, sorted(set(sites.values())))
        problems += wrong
        if wrong:
            continue
        meant = {plain(heading): site for heading, site in matrix.sites.items()}
        given = {"provenance": matrix.provenance or programme.provenance}
        work = _work(grid, matrix.model_copy(update=given), sites | meant, problems)
        if work is not None:
            found.append(work)
    return found, problems


def check_once(ratings: Sequence[Working]) -> None:
    """Refuse ratings that several files give: which of them is right, only a person can say."""
    columns = list(key(Ratings))
    parts = [
        work.typed.select(columns)
        .with_columns(part=pl.lit(part))
        .with_row_index("place")
        .filter(pl.Series(~work.refused))
        for part, work in enumerate(ratings)
    ]
    if len(parts) < 2:
        return
    rows = pl.concat(parts)
    again = rows.filter(pl.col("part").n_unique().over(columns) > 1)
    for part, work in enumerate(ratings):
        twice = again.filter(pl.col("part") == part)

        def words(place: int, work: Working = work, part: int = part) -> Words:
            same = again.filter(
                pl.col("part") != part,
                *(pl.col(name) == work.typed[name][place] for name in columns),
            )
            others = [
                f"row {ratings[other].row(at)} of {ratings[other].file}"
                for other, at in same.select("part", "place").iter_rows()
            ]
            return Words(
                listed([quoted(work.typed[name][place]) for name in columns]),
                f"{listed(others)} {'rates' if len(others) == 1 else 'rate'} the same",
                "Keep the rating in one place only, or give each its own rater.",
            )

        work.report(twice["place"].to_numpy(), rule="one rating a rater", words=words)


def rating_table(
    grid: Grid, rows: Sequence[Mapping[str, str | None]], numbers: Sequence[int]
) -> TextTable:
    """Rating rows of a matrix as a table of text."""
    columns = list(Ratings.to_schema().columns)
    frame = pl.DataFrame(
        [[row[column] for column in columns] for row in rows],
        schema=dict.fromkeys(columns, pl.String),
        orient="row",
    )
    return TextTable("ratings", grid.file, frame, pl.Series(numbers, dtype=pl.Int64))


def _work(
    grid: Grid, matrix: RatingMatrix, sites: Mapping[str, str], problems: list[Problem]
) -> Matrix | None:
    result = rating_rows(grid, matrix, sites)
    problems += summed_up(result.problems)
    work, found = typed_table(rating_table(grid, result.rows, result.numbers), Ratings)
    problems += found
    if work is None:
        return None
    validate(work)
    check_keys(work)
    return Matrix(work, max(result.n_cells, len(result.rows)))


def _by_name(sites: pl.DataFrame) -> dict[str, str]:
    """What a heading may say, and the site it stands for: its name or, before that, its id.

    A name that two sites share stands for none.
    """
    rows = sites.select("site_id", "site_name").drop_nulls().rows()
    names: dict[str, set[str]] = {}
    for site_id, name in rows:
        names.setdefault(plain(name), set()).add(site_id)
    known = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return known | {plain(site_id): site_id for site_id, _ in rows}


def _settings(
    matrix: RatingMatrix, programme: Programme, waves: Sequence[str], sites: Sequence[str]
) -> list[Problem]:
    """What the section says that leads nowhere."""
    problems = unknown_marks(Marks(matrix.marks), FILE)
    if matrix.wave not in waves:
        problems.append(_unknown("wave", matrix.wave, "there is no wave of this id", waves))
    if matrix.source is not None and matrix.source not in programme.sources:
        known = list(programme.sources)
        expected = "programme.toml has no such entry under [sources]"
        problems.append(_unknown("source", matrix.source, expected, known))
    for heading, site in matrix.sites.items():
        if site not in sites:
            expected = "there is no site of this id"
            problems.append(_unknown(f"sites.{heading}", site, expected, sites))
    for name, meant in matrix.constructs.items():
        if meant != "own" and by_id(meant) is None:
            expected = "neither CFIR 2009 nor CFIR 2022 has a construct of this id"
            problems.append(
                _unknown(f"constructs.{name}", meant, expected, ["III-A-1", "2009-III-A", "own"])
            )
    return problems


def _unknown(setting: str, found: str, expected: str, known: Sequence[str]) -> Problem:
    near = closest(found, known)
    few = listed(list(known)[:12])
    return Problem(
        file=FILE,
        column=f"rating_matrices.{setting}",
        rule="known " + setting.split(".")[0],
        found=quoted(found),
        expected=expected,
        mend=f"Did you mean {near}?" if near else f"Known are {few}." if few else "Add it there.",
    )
