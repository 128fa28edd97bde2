"""What others than the team see of a publish: all of it, but for changes that must wait.

Where too few people's answers changed at a site and wave, the shareable view goes on showing the
answers that it showed there before; so all its numbers still belong together. Once enough have
changed they come in together.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from bridgeboard import durable
from bridgeboard.access import WHOLE
from bridgeboard.store import as_folder, build
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
        old = as_folder.tables(last) if mixes else {}
    for cells in (waiting, None) if mixes else ():
        cells = _all_sites(waiting) if cells is None else cells
        mixed = _mixed(accepted.tables, old, cells, accepted)
        if mixed is None:
            continue
        build.build(path, replace(accepted, tables=mixed), reference, _silent)
        more = _asked(earlier, path, must_wait, record)
        if more.is_empty():
            return _held(cells)
        path.unlink()
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


def _mixed(
    new: dict[str, pl.DataFrame],
    old: dict[str, pl.DataFrame],
    cells: pl.DataFrame,
    accepted: Accepted,
) -> dict[str, pl.DataFrame] | None:
    """The new tables, with the old respondents and answers of these cells; None if unfit."""
    if cells["wave_id"].null_count():
        return None
    people = pl.concat(
        [
            _outside(new["respondents"], cells),
            _inside(old["respondents"], cells).select(new["respondents"].columns),
        ],
        how="vertical_relaxed",
    )
    if not _fits(people, new):
        return None
    ids = [_outside(new["respondents"], cells), _inside(old["respondents"], cells)]
    answers = pl.concat(
        [
            table["answers"]
            .join(part, on="respondent_id", how="semi", maintain_order="left")
            .select(new["answers"].columns)
            for table, part in zip((new, old), ids, strict=True)
        ],
        how="vertical_relaxed",
    )
    known = [
        (one.instrument_id, item) for one in accepted.instruments.values() for item in one.item_ids
    ]
    items = pl.DataFrame(known, schema=["instrument_id", "item_id"], orient="row")
    if answers.join(items, on=["instrument_id", "item_id"], how="anti").height:
        return None
    return new | {"respondents": people, "answers": answers}


def _inside(respondents: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    whole = cells.filter(pl.col("site_id").is_null())["wave_id"]
    return respondents.filter(
        pl.col("wave_id").is_in(whole.implode())
        | pl.struct("wave_id", "site_id").is_in(
            cells.drop_nulls().select(pl.struct(_CELL)).to_series().implode()
        )
    )


def _outside(respondents: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    inside = _inside(respondents, cells)
    return respondents.join(inside, on="respondent_id", how="anti", maintain_order="left")


def _fits(people: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> bool:
    """Is everybody there once, at a site and wave that there still is?"""
    coded = people.drop_nulls("person_code")
    return (
        people["respondent_id"].is_unique().all()
        and coded.select("person_code", "wave_id").is_unique().all()
        and people.join(tables["sites"], on="site_id", how="anti").is_empty()
        and people.join(tables["waves"], on="wave_id", how="anti").is_empty()
    )


def _held(cells: pl.DataFrame) -> tuple[Held, ...]:
    whole = set(cells.filter(pl.col("site_id").is_null())["wave_id"])
    rows = [Held(*row) for row in cells.select(_CELL).rows()]
    return tuple(one for one in rows if one.site_id is None or one.wave_id not in whole)


def _silent(share: float, words: str) -> None:
    pass
