"""check: what is wrong with a programme's folder, and nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path

from bridgeboard.cli.progress import shown
from bridgeboard.problems import as_json, summed_up
from bridgeboard.readers.quoting import grouped


def add(commands: argparse._SubParsersAction) -> None:
    """Put this command into the help page."""
    command = commands.add_parser(
        "check",
        help="problems of a programme's folder; nothing is published",
        description="Read and check a programme's folder; exit 1 if anything is refused.",
    )
    command.add_argument("folder", type=Path, help="programme.toml and the tables")
    command.add_argument("--json", action="store_true", help="the problems as a JSON array")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the folder's problems, summed up; 1 if a row or file is refused."""
    # Here, since every command's module is imported for the help page, and Pandera takes a second.
    from bridgeboard.intake import accept

    with shown(f"{options.folder.resolve().name}: ") as said:
        accepted = accept(options.folder, said=said)
    if accepted.staged is not None:
        accepted.staged.close()
    problems = summed_up(accepted.problems)
    if options.json:
        print(as_json(problems))  # noqa: T201
        return int(accepted.refused)
    for problem in problems:
        mark = "Refused" if problem.severity == "refused" else "Doubtful"
        print(f"{mark}: {problem.sentence()}")  # noqa: T201
    rows, refused = sum(accepted.n_read.values()), sum(accepted.n_refused.values())
    doubtful = sum(1 + p.also for p in accepted.problems if p.severity == "doubtful")
    line = f"{grouped(rows)} rows read, {grouped(refused)} refused, {grouped(doubtful)} doubtful"
    print(line)  # noqa: T201
    return int(accepted.refused)
