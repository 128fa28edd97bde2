"""python -m bridgeboard backup TO"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bridgeboard import settings
from bridgeboard.cli.publish import add_by


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "backup", help="pack the whole store into one file, while it is used"
    )
    command.add_argument(
        "to",
        metavar="TO",
        type=Path,
        help="the file to make (a zip), or a folder in which it is named by the time",
    )
    command.add_argument(
        "--overwrite", action="store_true", help="replace the file, if it is there already"
    )
    add_by(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Back up and say what is in it and what isn't; 0 when done."""
    from bridgeboard.backup import back_up

    root = settings.store_root()
    made = back_up(root, options.to, options.by, options.overwrite)
    for warning in made.warnings:
        print(f"Look at this: {warning}", file=sys.stderr)  # noqa: T201
    print(  # noqa: T201
        f"Backed up {root}: {said(made.kept)}; {len(made.listing.files)} files, read again and "
        f"whole, {made.bytes / 1e6:,.1f} MB in {made.path}.\n"
        "It holds people's answers: keep it as safe as the store.\n"
        "Not in it, as they hold secrets: .streamlit/secrets.toml and .streamlit/access.toml. "
        "Keep a copy of them elsewhere."
    )
    return 0


def said(kept: dict[str, int]) -> str:
    """The programmes and how many snapshots each has, in words."""
    if not kept:
        return "no programme"
    return ", ".join(f"{name} ({n} snapshot{'s'[: n != 1]})" for name, n in kept.items())
