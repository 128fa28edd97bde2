"""What a cluster counts is what DuckDB counts: every table of a snapshot, cell by cell."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.cluster.counting import counted
from bridgeboard.cluster.engine import Engine
from bridgeboard.instruments import Instrument, Level
from bridgeboard.intake import Accepted
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store
from tests.store.random_survey import MORE, accepted, programme, with_reasons

#: Rows of single respondents stay on the cluster.
OF_PEOPLE = ("respondents", "cells_")
#: Programmes that are tried; more where asked.
SEEDS = int(os.environ.get("BRIDGEBOARD_SURVEYS", "3"))
#: Another cluster than our own Sail, such as sc://127.0.0.1:15002.
ADDRESS = os.environ.get("BRIDGEBOARD_CLUSTER")


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Where these tests count."""
    return ADDRESS or request.getfixturevalue("sail")


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Callable[[Accepted], Snapshot]]:
    """Publish accepted rows into a store of their own and open what came of it."""
    opened: list[Snapshot] = []

    def publish(given: Accepted) -> Snapshot:
        assert not given.refused, [problem.sentence() for problem in given.problems]
        store = Store(tmp_path / f"store{len(opened)}")
        store.publish(given, by="tests")
        opened.append(store.open(given.programme.id, WHOLE))
        return opened[-1]

    yield publish
    for snapshot in opened:
        snapshot.close()


def tables(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """All tables but those of single respondents, in the order of their rows."""
    names = snapshot.query(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
    )["table_name"]
    return {
        name: snapshot.query(f'SELECT * FROM "{name}" ORDER BY rowid')
        for name in names
        if not name.startswith(OF_PEOPLE)
    }


def assert_same(there: Snapshot, here: Snapshot) -> None:
    """Is every cell of the one the other's? Scores too, to the last bit."""
    mine, theirs = tables(there), tables(here)
    assert mine.keys() == theirs.keys()
    assert there.counted_on
    assert here.counted_on is None
    for name in mine:
        if name not in ("programme", "tables_read"):
            assert mine[name].schema == theirs[name].schema
            by = mine[name].columns if name == "mart_item_sums" else []
            frames = (one.sort(by) if by else one for one in (mine[name], theirs[name]))
            assert next(frames).equals(next(frames)), name
    assert there.record.n_rows == here.record.n_rows


def test_the_demonstration_is_the_same_cell_by_cell(
    address: str,
    counted_on: Callable[..., Accepted],
    publish: Callable[[Accepted], Snapshot],
    demonstration: Snapshot,
) -> None:
    there = publish(counted_on(settings.DATA / "demonstration", address))
    assert_same(there, demonstration)
    assert there.query("SELECT count(*) FROM mart_pairs").item() > 500


def _with_levels(instrument: Instrument) -> Instrument:
    values = range(instrument.minimum, instrument.maximum + 1)
    return replace(instrument, levels=tuple(Level(value, str(value)) for value in values))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_versions_people_who_move_and_empty_instruments_are_counted_alike(
    seed: int, address: str, tmp_path: Path, publish: Callable[[Accepted], Snapshot]
) -> None:
    chance = Random(seed)
    instruments = {name: _with_levels(one) for name, one in MORE.items()}
    rows = with_reasons(programme(chance, instruments), chance)
    for table in ("sites", "waves"):
        rows[table] = [_filled(table, row) for row in rows[table]]
    here = accepted(rows, instruments)
    for table in ("respondents", "answers"):
        here.tables[table].write_csv(tmp_path / f"{table}.csv")
    with Engine(address, str(tmp_path)) as engine:
        there = counted(engine, replace(here, folder=tmp_path), lambda share, words: None)
    assert_same(publish(there), publish(here))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _filled(table: str, row: dict[str, Any]) -> dict[str, Any]:
    from tests.conftest import DEFAULTS

    return {name: value for name, value in DEFAULTS[table].items() if value} | row


ROWS = {
    "answers": [
        {"respondent_id": f"r{n}", "item_id": item, "value": 1 + n % 5}
        for n in range(4)
        for item in ("b1", "b2", "b3", "b4")
    ]
}


def _as_parquet(path: Path) -> None:
    pl.read_csv(path).write_parquet(path.with_suffix(".parquet"))
    path.unlink()


def _as_parts(path: Path) -> None:
    """As clusters write a table: a folder of that name with several files in it."""
    whole = pl.read_csv(path, infer_schema=False)
    path.unlink()
    path.mkdir()
    for n in range(2):
        whole[n::2].write_csv(path / f"part-{n}.csv")


def _as_spreadsheets_do(path: Path) -> None:
    heading, *rest = path.read_text().splitlines()
    rest = [line.replace("psa12", '" psa12"').replace("a,pre", '"a",pre') for line in rest]
    heading = heading.replace("respondent_id", "Respondent ID").replace("wave_id", "Wave-ID")
    path.write_text("\n".join([f"\ufeff{heading}", *rest]), encoding="utf-8")


@pytest.mark.parametrize("kind", [_as_parquet, _as_parts, _as_spreadsheets_do])
def test_files_of_other_kinds_are_read_as_plain_ones_are(
    kind: Callable[[Path], None],
    address: str,
    counted_on: Callable[..., Accepted],
    publish: Callable[[Accepted], Snapshot],
    programme_folder: Callable[..., Path],
    published: Callable[..., Snapshot],
) -> None:
    here, folder = published(ROWS), programme_folder(ROWS)
    for table in ("respondents", "answers"):
        kind(folder / f"{table}.csv")
    assert_same(publish(counted_on(folder, address)), here)


@pytest.mark.parametrize("row", ["r0,psa12,b5,3", "r0,psa12,b5,3,answered,more"])
def test_a_row_with_too_few_or_too_many_cells_is_refused(
    row: str, address: str, counted_on: Callable[..., Accepted], programme_folder: Callable
) -> None:
    folder = programme_folder(ROWS)
    with (folder / "answers.csv").open("a") as file:
        file.write(f"{row}\n")
    # Some clusters stop at such a row, others leave cells empty, of which a rule speaks.
    with contextlib.suppress(Refusal):
        assert counted_on(folder, address).refused
