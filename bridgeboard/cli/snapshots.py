"""python -m bridgeboard snapshots PROGRAMME"""

from __future__ import annotations

import argparse

from bridgeboard import settings
from bridgeboard.cli.printed import table


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("snapshots", help="list a programme's published snapshots")
    command.add_argument("programme", metavar="PROGRAMME")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one row per snapshot, newest first; 0 when done."""
    from bridgeboard.store import SnapshotRecord, Store
    from bridgeboard.store.records import moment

    def state(record: SnapshotRecord) -> str:
        chosen = "served" if record.is_current else ""
        return f"damaged: {record.damage}" if record.is_damaged else chosen

    records = Store(settings.store_root()).snapshots(options.programme)
    print(  # noqa: T201
        table(
            ("snapshot", "published", "by", "files", "rows", "refused", "state"),
            [
                (
                    record.snapshot_id,
                    moment(record.published_at),
                    record.by,
                    len(record.files),
                    sum(record.n_rows.values()),
                    record.n_refused,
                    state(record),
                )
                for record in records
            ],
        )
    )
    return 0
