"""What the marts take that pages read, and how that grows.

python -m benchmarks.marts [ANSWERS ...]        such as 10000 1000000 (the default); 10000000 too

Each mart is copied into a DuckDB file of its own, with a snapshot's block size, and that file is
looked at: what is left of an empty one is the mart. Answers are drawn at random, 5 % of them not
applicable and half of the people linked: nearly every score and pair of scores that there can be
occurs, so this is more than people who answer all items would give.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from benchmarks.figures import Figure
from benchmarks.publish import write_programme
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf
from bridgeboard.store.sql import identifier

SIZES = (10_000, 1_000_000)
MB = 1_000_000
TARGET_MB = 2.0
_MARTS = (
    "SELECT table_name FROM duckdb_tables() WHERE database_name = 'snapshot' "
    "AND (starts_with(table_name, 'mart_') OR table_name = 'site_income') ORDER BY table_name"
)


def sizes_of(snapshot: Path, folder: Path) -> dict[str, tuple[int, int]]:
    """Rows and bytes of each mart of a snapshot's file."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{snapshot}' AS snapshot (READ_ONLY)")
        names = [name for (name,) in con.execute(_MARTS).fetchall()]
    empty = _copied(snapshot, folder / "empty.duckdb", None)[1]
    found = {}
    for name in names:
        n, size = _copied(snapshot, folder / f"{name}.duckdb", name)
        found[name] = (n, size - empty)
    return found


def _copied(snapshot: Path, path: Path, table: str | None) -> tuple[int, int]:
    n = 0
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"ATTACH '{snapshot}' AS snapshot (READ_ONLY)")
        ((block,),) = con.execute(
            "SELECT block_size FROM pragma_database_size() WHERE database_name = 'snapshot'"
        ).fetchall()
        con.execute(f"ATTACH '{path}' AS copied (BLOCK_SIZE {block})")
        if table is not None:
            con.execute(f"CREATE TABLE copied.mart AS FROM snapshot.{identifier(table)}")
            n = con.execute("SELECT count(*) FROM copied.mart").fetchone()[0]
        con.execute("CHECKPOINT copied")
    return n, path.stat().st_size


def figures(sizes: Sequence[int], rounds: int = 1) -> Iterator[Figure]:
    """The bytes of all marts together, and of the largest; they are the same in every round."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_programme(folder / "programme", size)
            store = Store(folder / "store")
            record = store.publish(accept(folder / "programme"), by="benchmark")
            shelf = Shelf(store.root, record.programme)
            found = sizes_of(shelf.database(record.snapshot_id), folder)
        whole = sum(n_bytes for _, n_bytes in found.values()) / MB
        yield Figure("marts", "all that pages read", whole, "MB", size, target=TARGET_MB)
        for name, (n, n_bytes) in sorted(found.items(), key=lambda one: -one[1][1])[:4]:
            yield Figure("marts", f"{name}, {n:,} rows", n_bytes / MB, "MB", size)


def main(sizes: Sequence[int]) -> None:
    """Print a line for each figure."""
    for figure in figures(sizes):
        print(f"{figure.size:>11,}  {figure.what:<36} {figure.value:>7.3f} {figure.unit}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
