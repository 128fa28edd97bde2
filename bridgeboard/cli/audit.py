"""python -m bridgeboard audit"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from typing import TYPE_CHECKING

from bridgeboard import settings
from bridgeboard.cli.printed import table

if TYPE_CHECKING:
    import polars as pl

_WHOLE = (
    "The audit is whole. Its lines: {n}; none was changed or is missing. The last one's seal is "
    "{seal}. Note it elsewhere: audit --seal tells later whether it is still there."
)
_EMPTY = "The audit has no line yet; publishing, rolling back and decisions have their own records."
_NO_SEAL = "No line of the audit has this seal: the log was replaced, or an older one restored."


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "audit",
        help="who published, decided, took away or tried what and when",
        description="Who published, decided, took away or tried what and when, oldest first, and "
        "whether the log of it is as it was written.",
    )
    command.add_argument("--programme", metavar="P", help="of this programme only")
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command.add_argument("--seal", metavar="SEAL", help="that the log had once: is it still there?")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print all deeds; 0 if the log is whole, 1 if it isn't."""
    from bridgeboard import audit
    from bridgeboard.access import local_viewer
    from bridgeboard.measures.deeds import deeds

    root = settings.store_root()
    found = deeds(root, local_viewer(), options.programme)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write({"table": _table, "csv": _csv, "json": _json}[options.format](found.frame))
    sys.stdout.flush()
    troubles = list(found.troubles)
    if options.seal and options.seal not in audit.read(root).seals:
        troubles.append(_NO_SEAL)
    whole = _WHOLE.format(n=found.n_sealed, seal=found.seal) if found.n_sealed else _EMPTY
    print("\n".join(troubles or [whole]), file=sys.stderr)  # noqa: T201
    return 1 if troubles else 0


def _rows(frame: pl.DataFrame) -> list[list[str]]:
    return [
        ["" if at is None else at.isoformat(timespec="seconds"), *said]
        for at, *said in frame.iter_rows()
    ]


def _table(frame: pl.DataFrame) -> str:
    return table(frame.columns, _rows(frame)) + "\n"


def _csv(frame: pl.DataFrame) -> str:
    from bridgeboard.formula_cells import harmless

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in [frame.columns, *_rows(frame)])
    return out.getvalue()


def _json(frame: pl.DataFrame) -> str:
    rows = [dict(zip(frame.columns, row, strict=True)) for row in _rows(frame)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
