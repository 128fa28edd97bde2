"""The command line: the same functions that serve the pages."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from bridgeboard.problems import Refusal

#: Order is the order of the help page. Each names a module of this folder with add() and run().
COMMANDS = (
    "publish",
    "check",
    "convert",
    "programmes",
    "snapshots",
    "rollback",
    "backup",
    "restore",
    "signout",
    "audit",
    "measure",
    "report",
    "simulate",
    "form",
    "templates",
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
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may not know a character; text is then worth more than none.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        status = options.run(options)
        sys.stdout.flush()
        return status
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 1
    except BrokenPipeError:
        # Whoever reads our output has seen enough (| head); the flush at exit must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)  # noqa: T201
        return 130
