"""python -m bridgeboard programmes"""

from __future__ import annotations

import argparse

from bridgeboard import settings
from bridgeboard.cli.printed import table


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("programmes", help="list the programmes in the store")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one row per programme; 0 when done."""
    from bridgeboard.store import Store
    from bridgeboard.store.records import moment

    store = Store(settings.store_root())
    rows = []
    for programme in store.programmes():
        records = store.snapshots(programme)
        current = next(record for record in records if record.is_current)
        rows.append(
            (
                programme,
                current.name,
                moment(current.published_at),
                current.by,
                current.snapshot_id,
                len(records),
            )
        )
    print(  # noqa: T201
        table(("programme", "name", "published", "by", "snapshot", "kept"), rows)
        if rows
        else "The store has no programme yet: python -m bridgeboard publish FOLDER makes one."
    )
    return 0
