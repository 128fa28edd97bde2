"""python -m bridgeboard restore FROM"""

from __future__ import annotations

import argparse
from pathlib import Path

from bridgeboard import settings
from bridgeboard.cli.backup import said
from bridgeboard.cli.publish import add_by


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("restore", help="make an empty store what a backup holds")
    command.add_argument("source", metavar="FROM", type=Path, help="a file that `backup` made")
    where = command.add_mutually_exclusive_group()
    where.add_argument(
        "--into",
        metavar="EMPTYFOLDER",
        type=Path,
        help="the store to make (default: the one that BRIDGEBOARD_STORE names, or data/store)",
    )
    where.add_argument(
        "--check", action="store_true", help="read the backup and say if it is whole; write nothing"
    )
    add_by(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore and say what was restored and what to do next; 0 when done."""
    from bridgeboard import backup
    from bridgeboard.store.records import moment

    if options.check:
        listing = backup.check(options.source)
        print(  # noqa: T201
            f"{options.source} is whole: {len(listing.files)} files, {listing.bytes / 1e6:,.1f} MB "
            f"unpacked, made {moment(listing.made_at)}."
        )
        return 0
    restored = backup.restore(options.source, options.into or settings.store_root(), options.by)
    print(  # noqa: T201
        f"Restored to {restored.root}: {said(restored.kept)}, as of "
        f"{moment(restored.listing.made_at)}."
    )
    if restored.unreadable:
        one = len(restored.unreadable) == 1
        print(  # noqa: T201
            f"Another version of Bridgeboard published {', '.join(restored.unreadable)}: publish "
            f"{'its folder' if one else 'their folders'} again, for this version can't read "
            f"{'its snapshot' if one else 'their snapshots'}. What was decided is there."
        )
    if options.into is not None:
        print(f"To use it, set BRIDGEBOARD_STORE={restored.root}.")  # noqa: T201
    return 0
