"""One of the snapshots that are kept, whichever is served."""

from __future__ import annotations

from bridgeboard.problems import Refusal
from bridgeboard.store.snapshot import Served
from bridgeboard.store.store import Store


def kept(store: Store, programme: str, snapshot_id: str) -> Served:
    """The snapshot to open. Raises: Refusal if it isn't kept, or is damaged."""
    for record in store.snapshots(programme):
        if record.snapshot_id == snapshot_id:
            if record.is_damaged:
                raise Refusal(f"Snapshot {snapshot_id} can't be read: {record.damage}.")
            path = store.root / programme / "snapshots" / f"{snapshot_id}.duckdb"
            return Served(path, record, None)
    raise Refusal(f"“{programme}” has no snapshot “{snapshot_id}” any more.")
