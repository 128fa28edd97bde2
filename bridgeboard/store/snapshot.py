"""One published state of a programme, open for questions."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from bridgeboard.access import WHOLE, Forbidden, Sight
from bridgeboard.instruments import Instrument, from_json
from bridgeboard.store.narrowing import narrow
from bridgeboard.store.records import Held, PublishedFile, SnapshotRecord
from bridgeboard.store.sql import identifier
from schemas.programme import Programme

#: Marts are small; a page must not take the machine from its neighbours. Without a temp_directory
#: a reader leaves nothing on the disk, not even beside the snapshot.
READING = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "threads": "2",
    "memory_limit": "512MB",
    "temp_directory": "",
    "lock_configuration": "true",
}


#: A table in front of the snapshot's own: whatever names statements, its views too, reads this one.
_RELEASED = """
CREATE TEMP TABLE statements AS
SELECT s.* REPLACE (coalesce(d.release, s.release::VARCHAR) AS release)
FROM {statements} s
LEFT JOIN (
    SELECT unnest($1::VARCHAR[]) AS statement_id, unnest($2::VARCHAR[]) AS release
) d ON d.statement_id = s.statement_id
ORDER BY s.rowid
"""


@dataclass(frozen=True, slots=True)
class Served:
    """What a reader gets to see of a programme now: a file, and a word of warning if need be.

    path is new with each publish and each roll-back, so a cache keyed on (path, warning) needs no
    clearing.
    """

    path: Path
    record: SnapshotRecord
    warning: str | None

    @property
    def key(self) -> tuple[str, str | None]:
        """What a cache of open snapshots is keyed on."""
        return str(self.path), self.warning


class Snapshot:
    """One published state of a programme: read-only, and safe to share between threads.

    sight: what whoever asks may see of it. Of some sites only: nothing of the others is read.
    """

    def __init__(self, served: Served, sight: Sight) -> None:
        self.path = served.path
        self.sight = sight
        self.record = served.record
        self.warning = served.warning
        self._connection = connect(served.path)
        self._releases: Mapping[str, str] = {}

    def with_releases(self, releases: Mapping[str, str]) -> Snapshot:
        """The same snapshot as if the files said so of these statements: shareable or team, by id.

        The file stays as it is. Both share its connection: closing one closes the other.
        """
        other = copy.copy(self)
        other._releases = dict(releases)
        return other

    def seen_by(self, sight: Sight) -> Snapshot:
        """The same snapshot for somebody who may see less. Shares the connection.

        Raises: Forbidden if this sight is of more than the snapshot was opened for.
        """
        if sight == self.sight:
            return self
        mine, theirs = self.sight.sites, sight.sites
        if not set(sight.views) <= set(self.sight.views):
            raise Forbidden("This snapshot was not opened for that view.")
        if mine is not None and (theirs is None or not theirs <= mine):
            raise Forbidden("This snapshot was not opened for these sites.")
        other = copy.copy(self)
        other.sight = sight
        return other

    @property
    def key(self) -> str:
        """What a cache of answers is keyed on: the file, the releases laid over it, and the sight:
        two people with different rights never share an answer."""
        sites = None if self.sight.sites is None else sorted(self.sight.sites)
        said = json.dumps([sorted(self._releases.items()), self.sight.views, sites]).encode()
        return f"{self.path}#{hashlib.sha256(said).hexdigest()}"

    @property
    def snapshot_id(self) -> str:
        """The snapshot's id; ids sort by time."""
        return self.record.snapshot_id

    @property
    def published_at(self) -> datetime:
        """When it was published, in UTC."""
        return self.record.published_at

    @property
    def by(self) -> str:
        """Who published it."""
        return self.record.by

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """The files it was made from."""
        return self.record.files

    @property
    def held(self) -> tuple[Held, ...]:
        """What the shareable view doesn't show yet, at the sites that may be seen."""
        sites = self.sight.sites
        return tuple(
            one
            for one in self.record.held
            if sites is None or one.site_id is None or one.site_id in sites
        )

    @cached_property
    def programme(self) -> Programme:
        """The programme's settings at the time."""
        text = self.query("SELECT settings FROM programme").item()
        return Programme.model_validate_json(text)

    @cached_property
    def counted_on(self) -> str | None:
        """What counted the respondents and answers, where that was a cluster: then none of their
        rows is in here, only the counts. None where they are in here."""
        return self.query("SELECT counted_on FROM programme").item()

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """The instruments in use at the time, in the programme's order."""
        rows = self.query("SELECT definition FROM instruments ORDER BY instrument_id")
        found = [from_json(text) for text in rows["definition"]]
        return {instrument.instrument_id: instrument for instrument in found}

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pl.DataFrame:
        """The rows that one SELECT gives.

        In:     values as $1, $2 or $name in params; never put a value into the SQL itself.
        Out:    closed sets as String, whole numbers as Int64, decimals as Float64.
        Raises: ValueError for anything but one SELECT, duckdb.Error for a wrong one.
        """
        # A cursor is this call's own, and prints no progress bar, as a connection may.
        cursor = self._connection.cursor()
        try:
            kinds = [statement.type for statement in cursor.extract_statements(sql)]
            if kinds != [duckdb.StatementType.SELECT]:
                raise ValueError(f"a snapshot takes one question, not {kinds}")
            if self.sight != WHOLE:
                said = _RELEASED if self._releases and "statements" in sql else ""
                narrow(cursor, self.sight, sql + said)
            # Every view of statements has the word in its name.
            if self._releases and "statements" in sql:
                self._lay_over(cursor)
            return plain(cursor.sql(sql, params=params).pl())
        finally:
            cursor.close()

    def _lay_over(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """What is temporary belongs to one cursor, and goes with it: some 2 ms a question."""
        snapshot = cursor.sql("SELECT current_database()").fetchall()[0][0]
        source = f"{identifier(snapshot)}.main.statements"
        given = [list(self._releases), list(self._releases.values())]
        if self.sight.sites is not None:
            cursor.execute("ALTER TABLE temp.statements RENAME TO own_statements")
            source = "temp.own_statements"
        cursor.execute(_RELEASED.format(statements=source), given).fetchall()

    def close(self) -> None:
        """Let go of the file; a query that runs in another thread still ends well."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches nothing but this file."""
    return duckdb.connect(str(path), read_only=True, config=READING)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in the few types that measures work with."""
    casts = {
        name: wanted
        for name, dtype in frame.schema.items()
        if (wanted := _plain_type(dtype)) != dtype
    }
    return frame.cast(casts) if casts else frame


def _plain_type(dtype: pl.DataType) -> pl.DataType:
    if isinstance(dtype, pl.Categorical | pl.Enum):
        return pl.String()
    if isinstance(dtype, pl.Decimal):
        return pl.Float64() if dtype.scale else pl.Int64()
    if dtype.is_integer():
        return pl.Int64()
    if isinstance(dtype, pl.Float32):
        return pl.Float64()
    if isinstance(dtype, pl.List):
        return pl.List(_plain_type(dtype.inner))
    if isinstance(dtype, pl.Struct):
        return pl.Struct({field.name: _plain_type(field.dtype) for field in dtype.fields})
    return dtype
