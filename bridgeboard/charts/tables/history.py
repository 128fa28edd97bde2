"""What was published when, as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words
from bridgeboard.store.records import moment, published_at

if TYPE_CHECKING:
    from bridgeboard.store import SnapshotRecord
    from bridgeboard.store.differences import Differences, TableDifference

_EVENTS = ("When", "Who", "What", "State of")
_DEEDS = ("At", "By whom", "Deed", "Programme", "About")
_SNAPSHOTS = ("Published", "By", "Shown", "Rows", "Rows refused", "Files", "Condition")
_FILES = ("File", "Rows", "Bytes", "SHA-256")
_TABLES = ("Table", "Before", "New", "Changed", "Gone", "As it was", "After", "Columns changed")
_ROWS = ("Table", "What", "Row", "Column", "Before", "After")
_SERVED, _NOT_SERVED, _WHOLE = "● shown now", "", "whole"
_DAMAGED = "✕ damaged: {damage}"
#: Where nobody signs in, and nobody said a name.
_NOBODY = "not said"
_NAMED = "{at}, by {by}{served}"
_DID = {"added": "began", "published": "published", "rolled back": "rolled back to"}
_NOTHING = "Nothing changes: every row is there already, as it is here."
_SETTINGS = "Settings that differ: {names}."
_INSTRUMENTS = "Instruments {what}: {ids}."


def events(history: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Who did what when, the newest first. In: Store.history()."""
    rows = [
        (
            str(event.get("at", ""))[:16].replace("T", " ") + " UTC",
            str(event.get("by", "")),
            _DID.get(str(event.get("what")), str(event.get("what"))),
            moment(published_at(event["snapshot_id"])) if event.get("snapshot_id") else "",
        )
        for event in history
    ]
    return pl.DataFrame(rows[::-1], schema=dict.fromkeys(_EVENTS, pl.String), orient="row")


def deeds(frame: pl.DataFrame) -> pl.DataFrame:
    """Who did what, the newest first. In: measures.deeds.deeds().frame."""
    rows = [
        ("" if at is None else moment(at), by or _NOBODY, event, programme, what)
        for at, by, event, programme, what in frame.iter_rows()
    ]
    return pl.DataFrame(rows[::-1], schema=dict.fromkeys(_DEEDS, pl.String), orient="row")


def snapshots(records: Iterable[SnapshotRecord]) -> pl.DataFrame:
    """The snapshots that are kept, the newest first. In: Store.snapshots()."""
    rows = [
        (
            moment(record.published_at),
            record.by,
            _SERVED if record.is_current else _NOT_SERVED,
            sum(record.n_rows.values()),
            record.n_refused,
            len(record.files),
            _DAMAGED.format(damage=record.damage) if record.is_damaged else _WHOLE,
        )
        for record in records
    ]
    kinds = (pl.String, pl.String, pl.String, pl.Int64, pl.Int64, pl.Int64, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(_SNAPSHOTS, kinds, strict=True)), orient="row")


def named(records: Iterable[SnapshotRecord]) -> dict[str, str]:
    """Names to choose a snapshot by."""
    return {
        record.snapshot_id: _NAMED.format(
            at=moment(record.published_at),
            by=record.by,
            served=f" · {_SERVED}" if record.is_current else "",
        )
        for record in records
    }


def files(record: SnapshotRecord) -> pl.DataFrame:
    """The files that a snapshot was made from."""
    rows = [(file.name, file.rows, file.bytes, file.sha256) for file in record.files]
    kinds = (pl.String, pl.Int64, pl.Int64, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(_FILES, kinds, strict=True)), orient="row")


def changes(found: Differences) -> pl.DataFrame:
    """How many rows of each table are new, changed, gone or as they were."""
    rows = [
        (
            one.table_name,
            one.n_before,
            one.n_new,
            one.n_changed,
            one.n_gone,
            one.n_same,
            one.n_after,
            ", ".join(f"{column} ({n})" for column, n in one.columns.items()),
        )
        for one in found.tables
    ]
    kinds = (pl.String, *(pl.Int64,) * 6, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(_TABLES, kinds, strict=True)), orient="row")


def changed_rows(found: Differences) -> pl.DataFrame:
    """The rows that are new, changed or gone, the first few hundred of each table."""
    parts = [_rows_of(one) for one in found.tables if one.any]
    empty = pl.DataFrame(schema=dict.fromkeys(_ROWS, pl.String))
    return pl.concat([empty, *parts])


def _rows_of(one: TableDifference) -> pl.DataFrame:
    columns = ("table_name", "what", "key", "column", "before", "after")
    return one.rows.select(
        pl.col(own).fill_null("").alias(said) for own, said in zip(columns, _ROWS, strict=True)
    )


def said(found: Differences) -> list[str]:
    """What changes, in sentences: tables first, then settings and instruments."""
    if not found.any:
        return [_NOTHING]
    lines = [_sentence(one) for one in found.tables if one.any]
    if found.settings:
        lines.append(_SETTINGS.format(names=", ".join(found.settings)))
    for what, ids in (("added", found.instruments_new), ("taken out", found.instruments_gone)):
        if ids:
            lines.append(_INSTRUMENTS.format(what=what, ids=", ".join(ids)))
    return lines


def _sentence(one: TableDifference) -> str:
    counts: Sequence[tuple[int, str]] = (
        (one.n_new, "new"),
        (one.n_changed, "changed"),
        (one.n_gone, "gone"),
        (one.n_same, "as they were"),
    )
    parts = [f"{words.number(n, 0)} {what}" for n, what in counts if n]
    return f"{one.table_name}: {words.listed(parts)}."
