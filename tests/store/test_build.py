"""What a snapshot's file holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

import bridgeboard
from bridgeboard.instruments import Instrument, Item, Level, Scale
from bridgeboard.intake import Accepted, accept_reference
from bridgeboard.store import Snapshot, build

LAYOUT = Path(__file__).with_name("layout.txt")
KINDS = (Instrument, Item, Level, Scale)


def test_snapshots_have_the_layout_that_their_number_promises(
    published: Callable[..., Snapshot],
) -> None:
    """If this fails, this version may not understand snapshots made before.

    Raise bridgeboard.LAYOUT and mend layout.txt by the difference that is shown.
    """
    found = [f"layout {bridgeboard.LAYOUT}", *layout(published())]
    assert found == LAYOUT.read_text(encoding="utf-8").splitlines()


def layout(snapshot: Snapshot) -> list[str]:
    """Columns of all tables and views but answers, and the fields of an instrument's JSON."""
    columns = snapshot.query(
        "SELECT table_name || '.' || column_name || ' ' || "
        "CASE WHEN data_type LIKE 'ENUM%' THEN 'ENUM' ELSE data_type END AS line "
        "FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
    )
    return [
        *columns["line"],
        *(f"json {kind.__name__}.{field.name}" for kind in KINDS for field in fields(kind)),
    ]


def test_a_file_with_a_row_less_than_was_written_is_noticed(
    tmp_path: Path, accepted: Accepted
) -> None:
    path = tmp_path / "built.duckdb"
    rows = build.build(path, accepted, accept_reference(), lambda share, words: None)
    build.validate(path, rows)
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM mart_coverage")
    with pytest.raises(OSError, match="other rows than were written: mart_coverage"):
        build.validate(path, rows)


def test_a_build_leaves_one_file(tmp_path: Path, accepted: Accepted) -> None:
    build.build(tmp_path / "built.duckdb", accepted, accept_reference(), lambda share, words: None)
    assert [path.name for path in tmp_path.glob("built*")] == ["built.duckdb"]


def test_a_small_programme_makes_a_small_file(tmp_path: Path, accepted: Accepted) -> None:
    path = tmp_path / "built.duckdb"
    build.build(path, accepted, accept_reference(), lambda share, words: None)
    assert path.stat().st_size < 1_500_000
