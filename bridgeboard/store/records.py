"""What is written down about a snapshot: who, when, from which files, how many rows."""

from __future__ import annotations

import platform
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from bridgeboard import __version__

#: UTC time to the millisecond, then the first digits of what the files' contents hash to: sorts by
#: time, and is safe in a file name and a URL.
SNAPSHOT_ID = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that a snapshot was made from."""

    name: str
    sha256: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Held:
    """A wave and site whose changes wait before the shareable view shows them.

    site_id is None for a whole wave; both are None for everything.
    """

    wave_id: str | None
    site_id: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """The file beside a snapshot that the shareable view reads, where changes wait."""

    held: tuple[Held, ...]
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """One published state of a programme, as the list of snapshots shows it.

    n_rows: rows per table that were accepted; n_refused: rows left out at publishing.
    damage: what is wrong with its file, in words; None if it is whole.
    held: what the shareable view doesn't show yet, because too few people's answers changed.
    """

    programme: str
    name: str
    snapshot_id: str
    published_at: datetime
    by: str
    files: tuple[PublishedFile, ...]
    n_rows: dict[str, int]
    n_refused: int
    replaces: str | None
    is_current: bool
    damage: str | None
    held: tuple[Held, ...] = ()

    @property
    def is_damaged(self) -> bool:
        """True where the snapshot can't be served."""
        return self.damage is not None

    @classmethod
    def unknown(
        cls, programme: str, snapshot_id: str, is_current: bool, damage: str | None
    ) -> SnapshotRecord:
        """What is left to say of a snapshot whose manifest is lost."""
        return cls(
            programme=programme,
            name=programme,
            snapshot_id=snapshot_id,
            published_at=published_at(snapshot_id),
            by="unknown",
            files=(),
            n_rows={},
            n_refused=0,
            replaces=None,
            is_current=is_current,
            damage=damage,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """The file beside each snapshot that says what it is and what its bytes must hash to."""

    layout: int
    programme: str
    name: str
    snapshot_id: str
    published_at: datetime
    by: str
    replaces: str | None
    files: tuple[PublishedFile, ...]
    n_rows: dict[str, int]
    n_read: dict[str, int]
    n_refused: dict[str, int]
    n_doubtful: int
    sha256: str
    bytes: int
    versions: dict[str, str] = field(default_factory=dict)
    edition: Edition | None = None

    def as_json(self) -> dict[str, Any]:
        """The manifest as JSON values."""
        return {
            "layout": self.layout,
            "programme": self.programme,
            "name": self.name,
            "snapshot_id": self.snapshot_id,
            "published_at": self.published_at.isoformat(),
            "by": self.by,
            "replaces": self.replaces,
            "files": [
                {"name": f.name, "sha256": f.sha256, "rows": f.rows, "bytes": f.bytes}
                for f in self.files
            ],
            "n_rows": self.n_rows,
            "n_read": self.n_read,
            "n_refused": self.n_refused,
            "n_doubtful": self.n_doubtful,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "versions": self.versions,
            "edition": None if self.edition is None else asdict(self.edition),
        }

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Manifest:
        """The manifest that as_json gave. Raises: KeyError, TypeError, ValueError."""
        return cls(
            **{
                **fields,
                "published_at": datetime.fromisoformat(fields["published_at"]),
                "files": tuple(PublishedFile(**file) for file in fields["files"]),
                "edition": _edition(fields["edition"]),
            }
        )

    def record(self, *, is_current: bool, damage: str | None) -> SnapshotRecord:
        """The manifest as a row of the list of snapshots."""
        return SnapshotRecord(
            programme=self.programme,
            name=self.name,
            snapshot_id=self.snapshot_id,
            published_at=self.published_at,
            by=self.by,
            files=self.files,
            n_rows=self.n_rows,
            n_refused=sum(self.n_refused.values()),
            replaces=self.replaces,
            is_current=is_current,
            damage=damage,
            held=() if self.edition is None else self.edition.held,
        )


def _edition(fields: dict[str, Any] | None) -> Edition | None:
    if fields is None:
        return None
    return Edition(**{**fields, "held": tuple(Held(**one) for one in fields["held"])})


def next_snapshot_id(now: datetime, content_sha256: str, newest: str | None) -> str:
    """An id that sorts after every id before it, even where the clock was set back."""
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    if newest is not None and now <= published_at(newest):
        now = published_at(newest) + timedelta(milliseconds=1)
    return f"{now.strftime(_TIME)}{now.microsecond // 1000:03}Z-{content_sha256[:8]}"


def published_at(snapshot_id: str) -> datetime:
    """The time in a snapshot's id."""
    seconds, millisecond = snapshot_id[:15], int(snapshot_id[15:18])
    whole = datetime.strptime(seconds, _TIME).replace(tzinfo=UTC)
    return whole + timedelta(milliseconds=millisecond)


def versions() -> dict[str, str]:
    """The versions that made a snapshot, for whoever must find out later why one differs."""
    return {
        "bridgeboard": __version__,
        "duckdb": duckdb.__version__,
        "polars": pl.__version__,
        "python": platform.python_version(),
    }


def moment(at: datetime) -> str:
    """A time as pages and messages write it, such as 2026-03-01 14:05 UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
