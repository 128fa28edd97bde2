"""docs: write the pages of docs/ that come from the code, or say that they are stale."""

from __future__ import annotations

import argparse
import csv
import importlib
from pathlib import Path

from bridgeboard.problems import Refusal
from bridgeboard.settings import PROJECT

#: What benchmarks/coverage.py found, for the page of measures.
COVERAGE = PROJECT / "docs" / "interval_coverage.csv"

#: Each page and the function that writes it.
PAGES = {
    "docs/tables.md": ("bridgeboard.intake.dictionary", "document"),
    "docs/measures.md": ("bridgeboard.measures", "document"),
}


def add(commands: argparse._SubParsersAction) -> None:
    """Put this command into the help page."""
    command = commands.add_parser(
        "docs",
        help="write the pages of docs/ that come from the code",
        description="Write the generated pages of docs/; with --check change nothing and exit 1 "
        "if one is stale.",
    )
    command.add_argument("--check", action="store_true", help="only say whether they are current")
    command.add_argument("--to", type=Path, default=PROJECT, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def coverage() -> list[dict[str, str]]:
    """How often intervals held the truth: rows of docs/interval_coverage.csv, none without it."""
    if not COVERAGE.exists():
        return []
    with COVERAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(options: argparse.Namespace) -> int:
    """Write the pages that are not current; with --check raise a Refusal that names them."""
    stale = {}
    for page, (module, function) in PAGES.items():
        given = [coverage()] if page == "docs/measures.md" else []
        text = getattr(importlib.import_module(module), function)(*given)
        path = options.to / page
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale[path] = text
    if options.check:
        if stale:
            names = ", ".join(path.name for path in stale)
            raise Refusal(f"Stale in docs: {names}. Run python -m bridgeboard docs and commit.")
        return 0
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"Written: {path.relative_to(options.to)}")  # noqa: T201
    return 0
