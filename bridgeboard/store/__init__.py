"""The store: every published state of each programme, as files that no reader sees half of.

Store publishes, lists, rolls back and opens; Snapshot answers questions about one state. Importing
this loads neither Pandera nor the readers: pages open snapshots, only publishing builds them.
"""

from bridgeboard.store.records import PublishedFile, SnapshotRecord
from bridgeboard.store.snapshot import Served, Snapshot
from bridgeboard.store.store import Earlier, Store

__all__ = ["Earlier", "PublishedFile", "Served", "Snapshot", "SnapshotRecord", "Store"]
