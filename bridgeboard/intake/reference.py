"""The reference tables that come with Bridgeboard, through the same gate as everything else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from bridgeboard.intake.columns import typed_table
from bridgeboard.intake.keys import check_keys
from bridgeboard.intake.validation import validate
from bridgeboard.problems import Problem, Refusal, summed_up
from bridgeboard.readers import read_tables
from bridgeboard.settings import REFERENCE
from schemas.tables import REFERENCE_TABLES


def accept_reference(folder: Path = REFERENCE) -> dict[str, pl.DataFrame]:
    """All reference tables, typed.

    Raises: Refusal, with all that is wrong, if a file is missing or broken.
    """
    # Published ratings name constructs, which are looked up in the other tables.
    from bridgeboard.intake.published_ratings import published_table

    return {**_of_files(folder), "published_ratings": published_table()}


@cache
def reference_frames(folder: Path = REFERENCE) -> dict[str, pl.DataFrame]:
    """The tables that are files, read once; not to be changed."""
    return _of_files(folder)


@cache
def reference_ids(folder: Path = REFERENCE) -> dict[str, pl.Series]:
    """What a programme's rows may refer to: "cfir_constructs.construct_id" and the like."""
    frames = reference_frames(folder)
    return {
        f"{table}.{column}": frames[table][column]
        for table, column in (
            ("cfir_constructs", "construct_id"),
            ("cfir_2009", "construct_id"),
            ("cfir_2009", "construct"),
            ("eric_strategies", "strategy_id"),
            ("eric_strategies", "strategy"),
            ("influences", "influence_id"),
        )
    }


def _missing(name: str) -> Problem:
    return Problem(
        file=f"{name}.csv",
        rule="required table",
        found="",
        expected="Bridgeboard ships this table",
        mend="Restore it from the repository.",
    )


def _of_files(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables that are files of this folder."""
    of_files = {
        name: model
        for name, model in REFERENCE_TABLES.items()
        if not model.Config.metadata.get("made")
    }
    read = read_tables(folder, list(of_files))
    problems = [problem for problem in read.problems if problem.severity == "refused"]
    frames = {}
    for name, model in of_files.items():
        table = read.tables.get(name)
        if table is None:
            if name not in read.unreadable:
                problems.append(_missing(name))
            continue
        work, found = typed_table(table, model)
        problems += found
        if work is not None:
            validate(work)
            check_keys(work)
            problems += work.problems
            frames[name] = work.good()
    if problems:
        sentences = "\n".join(problem.sentence() for problem in summed_up(problems))
        raise Refusal(f"The reference tables in {folder} are broken:\n{sentences}")
    return frames
