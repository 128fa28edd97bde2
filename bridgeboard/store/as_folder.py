"""A snapshot as a programme's folder again: to add to it, and publish what comes of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.access import WHOLE, Forbidden
from bridgeboard.instruments import shipped
from bridgeboard.instruments.own_file import to_toml
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES, MISSING, NOT_APPLICABLE
from bridgeboard.problems import Refusal
from bridgeboard.store.sql import identifier
from bridgeboard.store.survey.step import cells
from bridgeboard.toml_text import written
from schemas.programme import Programme
from schemas.tables import PROGRAMME_TABLES

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.store.snapshot import Snapshot

#: Rows of respondents taken at a time, so that a long programme takes megabytes.
SLICE = 100_000
#: Tables that a snapshot counted on a cluster has no rows of.
OF_PEOPLE = ("respondents", "answers")
#: Always written, even where they are as usual.
_MUST = ("id", "name", "provenance")


def write(snapshot: Snapshot, folder: Path) -> None:
    """Write the snapshot as a folder that publishes to the same tables.

    In:      a folder that is there and empty, or is made.
    Out:     programme.toml; a CSV file for each table that has rows; instruments/<id>.toml for each
             instrument in use that isn't a shipped one.
    Missing: ratings that stood in matrices are rows of ratings.csv, and programme.toml names no
             matrix any more. Refused rows are in no snapshot, so they are not here. A row of
             answers that said "missing" and one that was left out are the same.
    Raises:  OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = _parts(snapshot)
    for name in PROGRAMME_TABLES:
        _write_parts(folder / f"{name}.csv", parts(name))
    known = shipped()
    for instrument in snapshot.instruments.values():
        if instrument.instrument_id not in known:
            home = folder / "instruments"
            home.mkdir(exist_ok=True)
            _write(home / f"{instrument.instrument_id}.toml", to_toml(instrument))
    # Last: a folder is a programme only when it is whole.
    _write(folder / "programme.toml", settings(snapshot.programme))


def settings(programme: Programme) -> str:
    """programme.toml of these settings; what is as usual is left out, and so are matrices."""
    said = programme.model_dump(exclude_defaults=True, exclude_none=True)
    said.pop("rating_matrices", None)
    must = {name: getattr(programme, name) for name in _MUST}
    return written(must | {name: value for name, value in said.items() if name not in must})


def tables(snapshot: Snapshot, names: Iterable[str] = PROGRAMME_TABLES) -> dict[str, pl.DataFrame]:
    """Every table of the schemas as rows came in, typed, empty where there are none.

    What people decided in the app (releases of statements) is not in it: the files' own word is.
    In:     names: of those that are wanted.
    Raises: Forbidden to whoever doesn't see the whole programme; Refusal where respondents and
            answers were counted on a cluster and stayed there.
    """
    parts = _parts(snapshot)
    return {name: pl.concat(parts(name)) for name in names}


def _parts(snapshot: Snapshot) -> Callable[[str], Iterator[pl.DataFrame]]:
    """A table's rows, some at a time; at least one frame, be it empty."""
    if snapshot.sight != WHOLE:
        raise Forbidden("Only whoever sees a whole programme can take its files.")
    plain = snapshot.with_releases({})

    def parts(name: str) -> Iterator[pl.DataFrame]:
        if name in OF_PEOPLE and snapshot.counted_on is not None:
            raise Refusal(
                f"Respondents and answers of “{snapshot.programme.id}” were counted on a cluster "
                "and are not in the store: change the files that they were counted from, and "
                "publish these."
            )
        schema = {column: rule.dtype for column, rule in rules_of(PROGRAMME_TABLES[name]).items()}
        yield pl.DataFrame(schema=schema)
        if name == "answers":
            for one in snapshot.instruments.values():
                for rows in _slices(snapshot, "respondents"):
                    yield _answers(snapshot, one, rows)
            return
        columns = ", ".join(identifier(column) for column in schema)
        place = "place" if name == "respondents" else "rowid"
        for first, beyond in _slices(snapshot, name):
            yield plain.query(
                f"SELECT {columns} FROM {identifier(name)} "
                f"WHERE {place} >= $1 AND {place} < $2 ORDER BY {place}",
                [first, beyond],
            )

    return parts


def _slices(snapshot: Snapshot, table: str) -> Iterator[tuple[int, int]]:
    """Places of its rows, from the first to the one after the last."""
    n = snapshot.query(f"SELECT count(*) AS n FROM {identifier(table)}").item()
    for first in range(0, n, SLICE):
        yield first, first + SLICE


def _answers(snapshot: Snapshot, instrument: Instrument, rows: tuple[int, int]) -> pl.DataFrame:
    """One row per respondent who started the instrument, and item."""
    items = ", ".join(f"c.{identifier(item_id)}" for item_id in instrument.item_ids)
    filled = snapshot.query(
        f"SELECT r.respondent_id AS _respondent, {items} FROM {identifier(cells(instrument))} c "
        "JOIN respondents r ON r.place = c.place "
        "WHERE c.place >= $1 AND c.place < $2 ORDER BY c.place",
        rows,
    )
    states = {code: state for state, code in CODES.items()}
    cell = pl.col("_cell")
    return (
        filled.with_row_index("_place")
        # Under names that no item can have.
        .unpivot(
            instrument.item_ids,
            index=("_place", "_respondent"),
            variable_name="_item",
            value_name="_cell",
        )
        .sort("_place", maintain_order=True)
        .select(
            pl.col("_respondent").alias("respondent_id"),
            pl.lit(instrument.instrument_id).alias("instrument_id"),
            pl.col("_item").alias("item_id"),
            pl.when(cell > NOT_APPLICABLE).then(cell).alias("value"),
            cell.fill_null(MISSING)
            .replace_strict(states, default="answered", return_dtype=pl.String)
            .alias("state"),
        )
    )


def _write_parts(path: Path, parts: Iterator[pl.DataFrame]) -> None:
    """A CSV file of all of them; none where they have no row."""
    with contextlib.ExitStack() as stack:
        file = None
        for part in parts:
            if part.is_empty():
                continue
            if is_first := file is None:
                file = stack.enter_context(path.open("wb"))
            part.write_csv(file, include_header=is_first, line_terminator="\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
