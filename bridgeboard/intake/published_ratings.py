"""Published tables of CFIR ratings, read as any programme's matrix is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from bridgeboard.intake.columns import typed_table
from bridgeboard.intake.rating_matrices import rating_table
from bridgeboard.intake.rating_names import plain
from bridgeboard.intake.rating_rows import MatrixRead, rating_rows
from bridgeboard.intake.validation import validate
from bridgeboard.problems import Problem, Refusal, summed_up
from bridgeboard.readers.rating_matrix import read_grid
from bridgeboard.settings import DATA
from schemas.programme import RatingMatrix
from schemas.published_ratings import PublishedRatings as PublishedTable
from schemas.ratings import Ratings

FOLDER = DATA / "published_ratings"

#: A paper's table holds what its raters agreed on, at one time.
WAVE, RATER = "published", "consensus"


@dataclass(frozen=True)
class PublishedRatings:
    """One published table.

    ratings: rows as in the table ratings, one per construct and site with a printed cell.
    groups: high or low for each site whose group is printed; empty if none is.
    classes: framework, construct_id, printed (strong, weak, none), for each construct.
    """

    name: str
    label: str
    citation: str
    doi: str
    covers: str
    groups_from: str
    ratings: pl.DataFrame
    groups: dict[str, str]
    classes: pl.DataFrame
    problems: list[Problem]


@cache
def published_ratings(folder: Path = FOLDER) -> dict[str, PublishedRatings]:
    """The published tables by name; not to be changed.

    Raises: Refusal, with all that is wrong, if a file is missing or broken.
    """
    return {path.stem: _table(path) for path in sorted(folder.glob("*.toml"))}


def published_table() -> pl.DataFrame:
    """The same as one reference table, so that a snapshot holds them and a page reads no file."""
    parts = []
    for table in published_ratings().values():
        groups = pl.DataFrame(
            list(table.groups.items()),
            schema={"site_id": pl.String, "group": pl.String},
            orient="row",
        )
        parts.append(
            table.ratings.join(groups, on="site_id", how="left", maintain_order="left")
            .join(table.classes, on=["framework", "construct_id"], maintain_order="left")
            .with_columns(
                study=pl.lit(table.name),
                label=pl.lit(table.label),
                groups_from=pl.lit(table.groups_from),
                covers=pl.lit(table.covers),
                source=pl.lit(f"{table.citation} doi:{table.doi}"),
            )
            .select(list(PublishedTable.to_schema().columns))
        )
    return PublishedTable.to_schema().validate(pl.concat(parts))


def _table(path: Path) -> PublishedRatings:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        data = path.with_suffix(".csv").read_bytes()
        return _read(path.stem, said, data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise Refusal(
            f"The published ratings {path.stem} in {path.parent} are broken ({error}): restore "
            "them from the repository."
        ) from error


def _read(name: str, said: dict[str, Any], data: bytes) -> PublishedRatings:
    matrix = RatingMatrix(
        wave=WAVE,
        rater=RATER,
        provenance="published",
        source=name,
        sites=said["sites"],
        marks=said.get("marks", {}),
        constructs=said.get("constructs", {}),
    )
    grid = read_grid(data, f"{name}.csv")
    if isinstance(grid, Problem):
        raise Refusal(grid.sentence())
    result = rating_rows(grid, matrix, {plain(cell): site for cell, site in matrix.sites.items()})
    problems = list(result.problems)
    work, found = typed_table(rating_table(grid, result.rows, result.numbers), Ratings)
    problems += found
    if work is not None:
        validate(work)
        problems += work.problems
    refused = [problem for problem in problems if problem.severity == "refused"]
    if work is None or refused:
        sentences = "\n".join(problem.sentence() for problem in summed_up(refused))
        raise Refusal(f"The published ratings {name} are broken:\n{sentences}")
    return PublishedRatings(
        name=name,
        label=said["label"],
        citation=said["citation"],
        doi=said["doi"],
        covers=said["covers"],
        groups_from=said["groups_from"],
        ratings=work.good(),
        groups=dict(said["groups"]),
        classes=_classes(result, work.good(), said["classes"]),
        problems=problems,
    )


def _classes(result: MatrixRead, ratings: pl.DataFrame, said: Mapping[str, str]) -> pl.DataFrame:
    """The class that the paper prints for each construct; none where it prints nothing."""
    printed = {said["strong"]: "strong", said["weak"]: "weak"}
    beside = {key: printed[cell] for key, cell in result.beside.get(said["heading"], {}).items()}
    rows = ratings.select("framework", "construct_id").unique(maintain_order=True).rows()
    return pl.DataFrame(
        [
            (framework, construct_id, beside.get(_key(framework, construct_id), "none"))
            for framework, construct_id in rows
        ],
        schema={"framework": pl.String, "construct_id": pl.String, "printed": pl.String},
        orient="row",
    )


def _key(framework: str, construct_id: str) -> tuple[str, str]:
    return framework, construct_id.casefold() if framework == "own" else construct_id
