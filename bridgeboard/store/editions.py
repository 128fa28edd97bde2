"""What others than the team see of a publish: all of it, but for changes that must wait.

Where too few people's answers changed at a site and wave, the shareable view goes on showing the
answers that it showed there before; so all its numbers still belong together. Once enough have
changed they come in together.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from bridgeboard import durable
from bridgeboard.access import WHOLE
from bridgeboard.store import build
from bridgeboard.store.mixing import Mix, Unfit
from bridgeboard.store.records import Held, SnapshotRecord
from bridgeboard.store.snapshot import Served, Snapshot

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted

#: An earlier edition and a new one -> wave_id, site_id of the changes that must wait; site_id is
#: null for a whole wave, both for everything.
MustWait = Callable[[Snapshot, Snapshot], pl.DataFrame]

_CELL = ["wave_id", "site_id"]


def edition(
    path: Path,
    built: Path,
    accepted: Accepted,
    reference: dict[str, pl.DataFrame],
    earlier: Sequence[Served],
    must_wait: MustWait,
    record: SnapshotRecord,
) -> tuple[Held, ...]:
    """Write to path what the shareable view shows of a snapshot, if that isn't all of it.

    In:      built: the snapshot's file; earlier: what the view showed before, the last one first;
             record: of the new snapshot.
    Out:     what waits; nothing is written where nothing does.
    Raises:  as build.
    """
    waiting = _asked(earlier, built, must_wait, record)
    if waiting.is_empty():
        return ()
    with Snapshot(earlier[0], WHOLE) as last:
        # Without the rows of both nothing can be mixed: then all of it waits.
        mixes = accepted.counted is None and last.counted_on is None
        instruments = last.instruments
    for cells in (waiting, None) if mixes else ():
        cells = _all_sites(waiting) if cells is None else cells
        if cells["wave_id"].null_count():
            continue
        mix = Mix(earlier[0].path, instruments, tuple(cells.select(_CELL).rows()))
        try:
            build.build(path, accepted, reference, _silent, mix)
        except Unfit:
            _remove(path)
            continue
        more = _asked(earlier, path, must_wait, record)
        if more.is_empty():
            return _held(cells)
        _remove(path)
        waiting = pl.concat([cells, more]).unique(maintain_order=True)
    shutil.copyfile(earlier[0].path, path)
    _withdraw(path, accepted.tables)
    durable.sync_file(path)
    return (Held(None, None),)


def _withdraw(path: Path, new: dict[str, pl.DataFrame]) -> None:
    """Take back from an earlier state what the new one no longer releases, or words otherwise.

    Answers may wait; that somebody is no longer to be read can't.
    """
    kept = new["statements"].filter(release="shareable").select("statement_id", "text").unique()
    fact = ["fact_id", "finding", "kind", "provenance"]
    facts = new["context"].select(pl.col(fact).cast(pl.String)).unique()
    con = duckdb.connect(str(path), config=build.WRITING)
    try:
        con.register("kept", kept)
        con.register("facts", facts)
        con.execute(
            "UPDATE statements SET release = 'team' "
            'WHERE (statement_id, "text") NOT IN (SELECT statement_id, "text" FROM kept)'
        )
        con.execute(
            "DELETE FROM context WHERE (fact_id, finding, kind::VARCHAR, provenance::VARCHAR) "
            "NOT IN (SELECT fact_id, finding, kind, provenance FROM facts)"
        )
        con.execute("CHECKPOINT")
    finally:
        con.close()


def _asked(
    earlier: Sequence[Served], built: Path, must_wait: MustWait, record: SnapshotRecord
) -> pl.DataFrame:
    """What must wait because of any edition that somebody may have kept."""
    found = [pl.DataFrame(schema=dict.fromkeys(_CELL, pl.String))]
    with Snapshot(Served(built, record, None), WHOLE) as now:
        for served in earlier:
            with Snapshot(served, WHOLE) as before:
                found.append(must_wait(before, now))
    return pl.concat(found).unique(maintain_order=True)


def _all_sites(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(site_id=pl.lit(None, pl.String)).unique(maintain_order=True)


def _remove(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}.wal")):
        one.unlink(missing_ok=True)


def _held(cells: pl.DataFrame) -> tuple[Held, ...]:
    whole = set(cells.filter(pl.col("site_id").is_null())["wave_id"])
    rows = [Held(*row) for row in cells.select(_CELL).rows()]
    return tuple(one for one in rows if one.site_id is None or one.wave_id not in whole)


def _silent(share: float, words: str) -> None:
    pass
