"""Publishing: build beside, look at it, put it in place in one step."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard import LAYOUT, durable
from bridgeboard.intake import accept_reference
from bridgeboard.problems import Refusal
from bridgeboard.settings import DATA, REFERENCE
from bridgeboard.store import build, editions, integrity
from bridgeboard.store.disk import said_plainly
from bridgeboard.store.editions import MustWait
from bridgeboard.store.records import (
    Edition,
    Manifest,
    PublishedFile,
    SnapshotRecord,
    next_snapshot_id,
    versions,
)
from bridgeboard.store.shelf import KEPT, Pointer, Shelf
from bridgeboard.store.snapshot import Served
from schemas.tables import PROGRAMME_TABLES

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted


def publish(
    root: Path,
    accepted: Accepted,
    by: str,
    accept_good: bool,
    progress: Callable[[float, str], None],
    must_wait: MustWait | None,
) -> SnapshotRecord:
    """What Store.publish promises."""
    _refuse_unfit(accepted, accept_good)
    shelf = Shelf(root, accepted.programme.id)
    with said_plainly(shelf.folder, f"“{shelf.programme}” was not published"):
        progress(0.0, "Waiting for other publishers")
        with shelf.writing():
            progress(0.02, "Clearing away what a stopped publish left")
            shelf.tidy()
            shelf.begin_history(by)
            shelf.mend_history()
            return _publish(shelf, accepted, by, progress, must_wait)


def _publish(
    shelf: Shelf,
    accepted: Accepted,
    by: str,
    progress: Callable[[float, str], None],
    must_wait: MustWait | None,
) -> SnapshotRecord:
    before = shelf.pointer()
    now = datetime.now(UTC)
    snapshot_id = next_snapshot_id(
        now, _content_hash(accepted), before.kept[0] if before.kept else None
    )
    unfinished = shelf.unfinished(snapshot_id)
    try:
        progress(0.03, "Reading the reference tables")
        reference = _reference(_reference_state())
        rows = build.build(
            unfinished,
            accepted,
            reference,
            lambda share, words: progress(0.05 + 0.75 * share, words),
        )
        progress(0.8, "Checking what was written")
        build.validate(unfinished, rows)
        durable.sync_file(unfinished)
        digest = durable.sha256_of(unfinished)
        size = unfinished.stat().st_size
        progress(0.9, "Putting it beside the others")
        durable.replace(unfinished, shelf.database(snapshot_id))
        if integrity.checksum(shelf.database(snapshot_id)) != digest:
            raise OSError("the disk gave back other bytes than were written")
        manifest = _manifest(shelf, snapshot_id, now, accepted, by, before.current, digest, size)
        progress(0.92, "Checking what others may see of it")
        if must_wait is not None:
            edition = _edition(shelf, before, accepted, reference, manifest, must_wait)
            manifest = replace(manifest, edition=edition)
        durable.write_sealed(shelf.manifest_file(snapshot_id), manifest.as_json())
        progress(0.95, "Showing it to readers")
        shelf.point(snapshot_id, (snapshot_id, *before.kept)[:KEPT], "published", by, now)
    except BaseException:
        _forget(shelf, snapshot_id)
        raise
    progress(0.98, "Clearing away what is no longer kept")
    shelf.tidy()
    progress(1.0, "Published")
    return manifest.record(is_current=True, damage=None)


def _edition(
    shelf: Shelf,
    before: Pointer,
    accepted: Accepted,
    reference: dict[str, pl.DataFrame],
    manifest: Manifest,
    must_wait: MustWait,
) -> Edition | None:
    """What the shareable view shows instead of the new snapshot, written beside it; None if that
    is the snapshot itself."""
    last_first = sorted(
        before.kept, key=lambda one: (one != before.current, before.kept.index(one))
    )
    earlier = [shelf.served(one, is_current=False, shareable=True) for one in last_first]
    # What can't be read can't be compared; it isn't shown to anybody any more either.
    readable = [one for one in earlier if isinstance(one, Served)]
    if not readable:
        return None
    snapshot_id = manifest.snapshot_id
    unfinished, path = shelf.unfinished_edition(snapshot_id), shelf.edition(snapshot_id)
    held = editions.edition(
        unfinished,
        shelf.database(snapshot_id),
        accepted,
        reference,
        readable,
        must_wait,
        manifest.record(is_current=True, damage=None),
    )
    if not held:
        return None
    durable.sync_file(unfinished)
    digest, size = durable.sha256_of(unfinished), unfinished.stat().st_size
    durable.replace(unfinished, path)
    if integrity.checksum(path) != digest:
        raise OSError("the disk gave back other bytes than were written")
    return Edition(held, digest, size)


def _refuse_unfit(accepted: Accepted, accept_good: bool) -> None:
    if not accepted.publishable:
        raise Refusal(
            f"{accepted.folder}: there is too little to publish: a programme needs a "
            "programme.toml, at least one site and at least one wave."
        )
    if accepted.refused and not accept_good:
        n = sum(accepted.n_refused.values())
        rows = f"{n:,} row{' is' if n == 1 else 's are'}".replace(",", "\u202f")
        raise Refusal(
            f"{accepted.folder}: {rows if n else 'a file is'} refused, so nothing was published. "
            "Mend what is listed, or publish the good rows alone with --accept-good."
        )


def _manifest(
    shelf: Shelf,
    snapshot_id: str,
    now: datetime,
    accepted: Accepted,
    by: str,
    replaces: str | None,
    sha256: str,
    size: int,
) -> Manifest:
    return Manifest(
        layout=LAYOUT,
        name=accepted.programme.name,
        programme=shelf.programme,
        snapshot_id=snapshot_id,
        published_at=now,
        by=by,
        replaces=replaces,
        files=tuple(PublishedFile(f.name, f.sha256, f.rows, f.bytes) for f in accepted.files),
        n_rows={name: accepted.height(name) for name in PROGRAMME_TABLES},
        n_read=dict(accepted.n_read),
        n_refused=dict(accepted.n_refused),
        n_doubtful=sum(1 + p.also for p in accepted.problems if p.severity == "doubtful"),
        sha256=sha256,
        bytes=size,
        versions=versions(),
    )


def _content_hash(accepted: Accepted) -> str:
    files = sorted(f"{file.name} {file.sha256}" for file in accepted.files)
    return hashlib.sha256("\n".join(files).encode("utf-8", "surrogatepass")).hexdigest()


def _reference_state() -> tuple[tuple[str, int, int], ...]:
    published = DATA / "published_ratings"
    files = sorted([*REFERENCE.glob("*.csv"), *published.iterdir()])
    return tuple((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files)


@lru_cache(maxsize=1)
def _reference(state: tuple[tuple[str, int, int], ...]) -> dict[str, pl.DataFrame]:
    """The reference tables, read once for each state of their files: checking them takes 0.2 s."""
    return accept_reference()


def _forget(shelf: Shelf, snapshot_id: str) -> None:
    """Remove what a failed publish wrote, unless its last step was done after all."""
    if snapshot_id in shelf.pointer().kept:
        return
    for path in (
        shelf.database(snapshot_id),
        shelf.edition(snapshot_id),
        shelf.manifest_file(snapshot_id),
    ):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    shelf.tidy()
