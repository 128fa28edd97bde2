"""The command line: the same functions that serve the pages."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from bridgeboard.problems import Refusal

#: Order is the order of the help page. Each names a module of this folder with add() and run().
COMMANDS = (
    "publish",
    "check",
    "programmes",
    "snapshots",
    "rollback",
    "measure",
    "simulate",
    "docs",
)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog="python -m bridgeboard",
        description="Bridgeboard: implementation monitoring for peer support programmes.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"bridgeboard.cli.{name}").add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when the command line is off."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)  # noqa: T201
        return 130
