"""A snapshot answers questions, and does nothing else."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.instruments import registry
from bridgeboard.store import Snapshot, Store


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Snapshot:
    """The founding papers' snapshot."""
    return request.getfixturevalue("upsides")


def test_results_come_in_plain_types(snapshot: Snapshot) -> None:
    frame = snapshot.query(
        """
        SELECT site_id, wave_id, sum(order_) AS hugeint, avg(order_) AS mean,
               1.25::DECIMAL(10, 2) AS decimal, 7::DECIMAL(10, 0) AS whole, 3::UTINYINT AS tiny,
               2::FLOAT AS float, list(site_id) AS sites, {'site': any_value(site_id)} AS struct,
               [1::HUGEINT] AS hugeints, DATE '2020-07-01' AS day, true AS yes
        FROM (SELECT site_id, wave_id, "order" AS order_ FROM sites, waves)
        GROUP BY site_id, wave_id ORDER BY site_id, wave_id
        """
    )
    assert frame.schema == {
        "site_id": pl.String,
        "wave_id": pl.String,
        "hugeint": pl.Int64,
        "mean": pl.Float64,
        "decimal": pl.Float64,
        "whole": pl.Int64,
        "tiny": pl.Int64,
        "float": pl.Float64,
        "sites": pl.List(pl.String),
        "struct": pl.Struct({"site": pl.String}),
        "hugeints": pl.List(pl.Int64),
        "day": pl.Date,
        "yes": pl.Boolean,
    }
    assert frame["decimal"][0] == 1.25
    assert frame["hugeints"].to_list()[0] == [1]


def test_types_are_plain_in_an_empty_result_too(snapshot: Snapshot) -> None:
    frame = snapshot.query("SELECT site_id, sum(n) AS n FROM mart_coverage WHERE false GROUP BY 1")
    assert frame.schema == {"site_id": pl.String, "n": pl.Int64}


def test_ordering_by_an_id_gives_the_order_of_its_table(published: Callable[..., Snapshot]) -> None:
    snapshot = published(
        {
            "sites": [{"site_id": s} for s in ("z", "b", "a")],
            "waves": [{"wave_id": "later", "order": 2}, {"wave_id": "before", "order": 1}],
        }
    )
    sites = snapshot.query("SELECT site_id, site_order FROM ordered_sites ORDER BY site_id")
    assert sites.rows() == [("z", 0), ("b", 1), ("a", 2)]
    waves = snapshot.query("SELECT wave_id, wave_order FROM ordered_waves")
    assert waves.rows() == [("before", 0), ("later", 1)]


def test_values_are_bound_not_pasted(snapshot: Snapshot) -> None:
    evil = "x'; DROP TABLE sites; --"
    assert snapshot.query("SELECT $1 AS text", [evil]).item() == evil
    assert snapshot.query("SELECT $text AS text", {"text": evil}).item() == evil
    assert snapshot.query("SELECT count(*) FROM sites WHERE site_id = $1", [evil]).item() == 0
    assert (
        snapshot.query("SELECT count(*) FROM sites WHERE site_id IN ('BU', $1)", [evil]).item() == 1
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "SELECT * FROM frame",
    ],
)
def test_a_question_reaches_nothing_outside_the_snapshot(
    snapshot: Snapshot, tmp_path: Path, sql: str
) -> None:
    frame = pl.DataFrame({"a": [1]})
    file = tmp_path / "outside.csv"
    frame.write_csv(file)
    with pytest.raises((duckdb.PermissionException, duckdb.CatalogException)):
        snapshot.query(sql.format(file=file, folder=tmp_path))


@pytest.mark.parametrize(
    "sql",
    [
        "COPY sites TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "INSERT INTO sites SELECT * FROM sites",
        "DELETE FROM sites",
        "DROP TABLE sites",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "INSTALL excel",
        "LOAD json",
        "PRAGMA database_list",
        "CALL pragma_database_size()",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE sites",
        "",
    ],
)
def test_a_snapshot_takes_one_question_and_no_orders(
    snapshot: Snapshot, tmp_path: Path, sql: str
) -> None:
    before = snapshot.query("SELECT count(*) FROM sites").item()
    with pytest.raises(ValueError, match="one question"):
        snapshot.query(sql.format(folder=tmp_path))
    assert snapshot.query("SELECT count(*) FROM sites").item() == before
    assert list(tmp_path.iterdir()) == []


def test_settings_stay_locked_even_below_query(snapshot: Snapshot) -> None:
    with pytest.raises(duckdb.Error, match="locked"):
        snapshot._connection.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error, match="read-only"):
        snapshot._connection.execute("DELETE FROM sites")


def test_sixteen_threads_ask_at_once_and_each_gets_its_own_answer(snapshot: Snapshot) -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        try:
            for turn in range(25):
                frame = snapshot.query(
                    "SELECT $1 AS number, $2 AS turn, statement_id FROM statements "
                    "ORDER BY statement_id LIMIT $3",
                    [number, turn, number + 1],
                )
                assert frame.height == number + 1
                assert set(frame["number"]) == {number}
                assert set(frame["turn"]) == {turn}
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_reading_leaves_nothing_on_the_disk(published: Callable[..., Snapshot]) -> None:
    snapshot = published()
    before = sorted(path.name for path in snapshot.path.parent.iterdir())
    snapshot.query("SELECT count(*) FROM range(1000000) a ORDER BY 1")
    assert sorted(path.name for path in snapshot.path.parent.iterdir()) == before


def test_settings_and_instruments_come_back_as_they_were(
    published: Callable[..., Snapshot],
) -> None:
    snapshot = published(
        {"answers": [{"item_id": "b1", "value": 3}]},
        {
            "name": "Brücken גשר 🌉",
            "k": 7,
            "instruments": ["psa12", "pcat"],
            "sources": {"paper": {"citation": "A paper", "label": "Paper 1"}},
        },
    )
    assert snapshot.programme.name == "Brücken גשר 🌉"
    assert snapshot.programme.k == 7
    assert snapshot.programme.sources["paper"].label == "Paper 1"
    assert list(snapshot.instruments) == ["psa12", "pcat"]
    assert snapshot.instruments == {name: registry()[name] for name in ("psa12", "pcat")}


def test_opening_and_asking_loads_nothing_heavy(upsides: Snapshot, shipped_store: Store) -> None:
    """A page's start pays for every import: Pandera alone takes a third of a second."""
    code = """
import sys
from pathlib import Path
from bridgeboard.access import WHOLE
from bridgeboard.store import Store
with Store(Path(sys.argv[1])).open("upsides", WHOLE) as snapshot:
    snapshot.programme, snapshot.instruments
    snapshot.query("SELECT * FROM mart_coverage")
    assert not snapshot.query("SELECT current_setting('enable_progress_bar')").item()
heavy = {"pandera", "pandas", "scipy", "scipy.stats", "statsmodels", "plotly", "calamine",
         "python_calamine", "bridgeboard.intake", "bridgeboard.readers", "schemas.tables"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(shipped_store.root)],
        cwd=settings.PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
