"""Converted files into a programme's folder: merged, checked as a whole, and then written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.mapping.converted import Converted
from bridgeboard.mapping.folder import (
    PROGRAMME_FILE,
    new_programme,
    tables_in,
    with_instruments,
    write,
)
from bridgeboard.mapping.merging import KEYS, Merged, merged
from bridgeboard.problems import Problem, Refusal
from bridgeboard.readers.quoting import listed
from bridgeboard.readers.wide_files import wide_files


def tables_of(folder: Path) -> dict[str, pl.DataFrame]:
    """The folder's tables that files are converted to, as text. Raises: Refusal."""
    return tables_in(folder, KEYS)


def all_merged(
    into: dict[str, pl.DataFrame], converted: Sequence[Converted], take_out: bool
) -> list[Merged]:
    """One file after the other into the tables; the last has them as they would be."""
    found: list[Merged] = []
    for one in converted:
        found.append(merged(found[-1].tables if found else into, one, take_out))
    return found


def keep_one_shape(
    folder: Path, instruments: Iterable[Instrument], converted: Iterable[Converted]
) -> None:
    """Nothing. Raises: Refusal where answers would be written beside answers of another shape."""
    wide = wide_files(folder, instruments)
    if wide and any("answers" in one.tables for one in converted):
        raise Refusal(
            f"{folder} has its answers in {listed(wide)}, with a row a respondent; answers.csv "
            "is written here, with a row each, and a folder has them in one shape only. Nothing "
            "was changed. Publish the folder, and add the file to it on the page Load data; or "
            "convert into a folder of its own."
        )


def programme_text(folder: Path, tables: dict[str, pl.DataFrame], provenance: str) -> str:
    """programme.toml with the instruments of all answers among those in use; new if there is none.

    Raises: Refusal if the file can't be added to.
    """
    answers = tables.get("answers")
    used = [] if answers is None else sorted(answers["instrument_id"].drop_nulls().unique())
    path = folder / PROGRAMME_FILE
    if path.exists():
        return with_instruments(path.read_text(encoding="utf-8-sig"), used)
    name = folder.resolve().name
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.casefold()).strip("-")[:40]
    plain = plain if plain[:1].isalpha() else f"p-{plain}".rstrip("-")
    return new_programme(plain, name, provenance, used)


def problems_then(
    folder: Path, tables: dict[str, pl.DataFrame], programme: str
) -> tuple[list[Problem], list[Problem]]:
    """What a check of the folder would refuse once it is written: new problems, and those that it
    has already."""
    # Here, since Pandera takes a second and not every reader of this module checks.
    from bridgeboard.intake import accept

    before = [] if not folder.exists() else accept(folder).problems
    with tempfile.TemporaryDirectory(prefix="bridgeboard-") as place:
        trial = Path(place) / "trial"
        if folder.exists():
            shutil.copytree(folder, trial, symlinks=True)
        write(trial, tables, programme)
        after = accept(trial).problems
    said = {problem.sentence() for problem in before}
    refused = [problem for problem in after if problem.severity == "refused"]
    return (
        [problem for problem in refused if problem.sentence() not in said],
        [problem for problem in refused if problem.sentence() in said],
    )


__all__ = [
    "all_merged",
    "keep_one_shape",
    "problems_then",
    "programme_text",
    "tables_of",
    "write",
]
