"""python -m bridgeboard rollback PROGRAMME SNAPSHOT"""

from __future__ import annotations

import argparse

from bridgeboard import settings
from bridgeboard.cli.publish import add_by


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("rollback", help="serve an earlier snapshot again")
    command.add_argument("programme", metavar="PROGRAMME")
    command.add_argument("snapshot", metavar="SNAPSHOT", help="as `snapshots PROGRAMME` lists it")
    add_by(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Roll back and print what is served now; 0 when done."""
    from bridgeboard.store import Store
    from bridgeboard.store.records import moment

    store = Store(settings.store_root())
    record = store.roll_back(options.programme, options.snapshot, options.by)
    print(  # noqa: T201
        f"{record.programme}: serving {record.snapshot_id} again, which {record.by} published on "
        f"{moment(record.published_at)}."
    )
    return 0
