"""A programme's shelf: its snapshots, the pointer to the one that is served, and its history."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock

from bridgeboard import durable
from bridgeboard.problems import Refusal
from bridgeboard.store import integrity
from bridgeboard.store.records import SNAPSHOT_ID, Manifest, SnapshotRecord
from bridgeboard.store.snapshot import Served

#: Snapshots kept; the oldest go when a new one is published.
KEPT = 10
#: A publisher waits this long for another one of the same programme: ten million answers take
#: seconds, so whoever waits longer waits for something that hangs.
LOCK_TIMEOUT_S = 600.0

PROGRAMME_ID = re.compile(r"[a-z][a-z0-9_-]{0,40}")
#: Manifests never change: each run of a page asks for those of all programmes.
_manifests: dict[integrity.State, Manifest | None] = {}
_OURS = re.compile(rf"({SNAPSHOT_ID.pattern})\.((shareable\.)?duckdb(\.wal)?|json)")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which snapshot is served, and which ones are kept, newest first.

    One file holds both, so that one atomic step publishes: a snapshot that the pointer doesn't
    list was never published, however whole its file is.
    event:   who did what when to make it so; the history has the same line, unless it was stopped
             just before writing it.
    trouble: what is wrong with the pointer file itself, in words.
    """

    current: str | None
    kept: tuple[str, ...]
    event: dict[str, Any] | None = None
    trouble: str | None = None


class Shelf:
    """The folder of one programme in the store."""

    def __init__(self, root: Path, programme: str) -> None:
        if not PROGRAMME_ID.fullmatch(programme):
            raise Refusal(
                f"“{programme}” can't be a programme's id: use a small letter, then small letters, "
                "digits, _ or -, at most 41 in all."
            )
        self.programme = programme
        self.folder = root / programme
        self.snapshots = self.folder / "snapshots"
        self.history_file = self.folder / "history.jsonl"
        self.pointer_file = self.folder / "current.json"

    def database(self, snapshot_id: str) -> Path:
        """Where the snapshot's DuckDB file lies. Raises: Refusal if that is no id of ours."""
        return self.snapshots / f"{_checked(snapshot_id)}.duckdb"

    def edition(self, snapshot_id: str) -> Path:
        """Where that lies which the shareable view reads instead, if changes wait."""
        return self.snapshots / f"{_checked(snapshot_id)}.shareable.duckdb"

    def manifest_file(self, snapshot_id: str) -> Path:
        """Where the snapshot's manifest lies. Raises: Refusal if that is no id of ours."""
        return self.snapshots / f"{_checked(snapshot_id)}.json"

    def unfinished(self, snapshot_id: str) -> Path:
        """Where the snapshot's DuckDB file is built."""
        return self.snapshots / f"{durable.UNFINISHED}{_checked(snapshot_id)}.duckdb"

    def unfinished_edition(self, snapshot_id: str) -> Path:
        """Where the file that the shareable view reads is built."""
        return self.snapshots / f"{durable.UNFINISHED}{_checked(snapshot_id)}.shareable.duckdb"

    def manifest(self, snapshot_id: str) -> Manifest | None:
        """What is written down about the snapshot; None if that is missing or damaged."""
        try:
            found = integrity.once(self.manifest_file(snapshot_id), _manifests, _manifest)
        except OSError:
            return None
        return found if found is not None and found.snapshot_id == snapshot_id else None

    def record(self, snapshot_id: str, *, is_current: bool) -> SnapshotRecord:
        """The snapshot as the list shows it, with what is wrong with its files."""
        manifest = self.manifest(snapshot_id)
        damage = integrity.damage(self.database(snapshot_id), manifest)
        if manifest is None:
            return SnapshotRecord.unknown(self.programme, snapshot_id, is_current, damage)
        return manifest.record(is_current=is_current, damage=damage)

    def served(self, snapshot_id: str, *, is_current: bool, shareable: bool) -> Served | str:
        """What a reader opens of this snapshot; what is wrong with it where it can't be read."""
        manifest = self.manifest(snapshot_id)
        record = self.record(snapshot_id, is_current=is_current)
        if record.damage is not None:
            return record.damage
        if not shareable or manifest is None or manifest.edition is None:
            return Served(self.database(snapshot_id), record, None)
        path, edition = self.edition(snapshot_id), manifest.edition
        of_edition = replace(manifest, sha256=edition.sha256, bytes=edition.bytes)
        damage = integrity.damage(path, of_edition)
        if damage is not None:
            return f"of what others may see {damage}"
        return Served(path, record, None)

    def pointer(self) -> Pointer:
        """What is served and kept; if the pointer file is lost, what the history says instead."""
        content = durable.read_sealed(self.pointer_file)
        if content is not None and _is_pointer(content):
            return Pointer(content["current"], tuple(content["kept"]), content["event"])
        lost = self.pointer_file.exists()
        published, last = self._published_by_history()
        if published is None:
            published = {path.stem for path in self._files() if path.suffix == ".json"}
        kept = sorted((i for i in published if self.manifest_file(i).exists()), reverse=True)
        if not kept:
            return Pointer(None, (), trouble="is damaged" if lost else None)
        current = last if last in kept else kept[0]
        return Pointer(current, tuple(kept), trouble="is damaged" if lost else "is missing")

    def point(self, current: str, kept: tuple[str, ...], what: str, by: str, at: datetime) -> None:
        """Serve another snapshot from now on: the one step that readers notice.

        The history is written after it and from it, so it can't say what was never done. A full
        disk there loses nothing: mend_history writes the line next time.
        """
        event = _event(what, by, at, current)
        durable.write_sealed(
            self.pointer_file, {"current": current, "kept": list(kept), "event": event}
        )
        with contextlib.suppress(OSError):
            self._append(event)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the programme's lock; the system lets go of it if the process is killed."""
        durable.make_folder(self.snapshots)
        # Whoever made it may have been stopped before this.
        durable.sync_folder(self.folder.parent)
        lock = filelock.FileLock(self.folder / "lock", timeout=LOCK_TIMEOUT_S)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise Refusal(
                f"Somebody else has been publishing “{self.programme}” for ten minutes: "
                "wait until that ends, or stop that program, and publish again."
            ) from None
        try:
            yield
        finally:
            lock.release()

    def tidy(self) -> None:
        """Remove what stopped publishes left, and what is no longer kept.

        What can't be removed now (Windows keeps files that a reader holds open) goes next time.
        """
        pointer = self.pointer()
        for path in self.snapshots.iterdir():
            ours = _OURS.fullmatch(path.name)
            forgotten = ours and pointer.trouble is None and ours[1] not in pointer.kept
            if path.name.startswith(durable.UNFINISHED) or forgotten:
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self.folder.glob(f"{durable.UNFINISHED}*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def begin_history(self, by: str) -> None:
        """Write the history's first lines before anything is published.

        If it was lost, what the manifests know of it comes first: a snapshot that the history
        doesn't name counts as never published once the pointer is lost, too.
        """
        if self.history():
            return
        found = [m for i in reversed(self.pointer().kept) if (m := self.manifest(i)) is not None]
        events = [_event("published", m.by, m.published_at, m.snapshot_id) for m in found]
        self._append(*(events or [_event("added", by, datetime.now(UTC))]))

    def history(self) -> list[dict[str, Any]]:
        """Who did what when, oldest first: added, published, rolled back."""
        return durable.read_lines(self.history_file)

    def mend_history(self) -> None:
        """Write the line that was lost because the program was stopped just before it."""
        event, history = self.pointer().event, self.history()
        if history and event is not None and event not in history:
            self._append(event)

    def _append(self, *events: dict[str, Any]) -> None:
        durable.append_lines(self.history_file, list(events))
        durable.sync_folder(self.folder)

    def _published_by_history(self) -> tuple[set[str] | None, str | None]:
        rows = self.history()
        if not rows:
            return None, None
        ids = [i for row in rows if SNAPSHOT_ID.fullmatch(i := str(row.get("snapshot_id", "")))]
        return set(ids), ids[-1] if ids else None

    def _files(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (path for path in self.snapshots.iterdir() if _OURS.fullmatch(path.name))


def _checked(snapshot_id: str) -> str:
    if not SNAPSHOT_ID.fullmatch(snapshot_id):
        raise Refusal(f"“{snapshot_id}” is not the id of a snapshot.")
    return snapshot_id


def _manifest(path: Path) -> Manifest | None:
    """What a manifest says; None if it is damaged. Raises: OSError."""
    try:
        content = durable.unsealed(json.loads(path.read_text(encoding="utf-8")))
        return None if content is None else Manifest.from_json(content)
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _is_pointer(content: dict[str, Any]) -> bool:
    kept = content.get("kept")
    return (
        isinstance(kept, list)
        and all(isinstance(i, str) and SNAPSHOT_ID.fullmatch(i) for i in kept)
        and content.get("current") in kept
        and isinstance(content.get("event"), dict)
    )


def _event(what: str, by: str, at: datetime, snapshot_id: str | None = None) -> dict[str, Any]:
    event = {"at": at.astimezone(UTC).isoformat(), "by": by, "what": what}
    return event if snapshot_id is None else {**event, "snapshot_id": snapshot_id}
