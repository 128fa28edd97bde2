"""python -m bridgeboard simulate FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "simulate",
        help="write a simulated programme whose true values are known",
        description="Write a simulated programme into FOLDER, with its true values beside it. "
        "Without options it is the demonstration that comes with Bridgeboard.",
    )
    command.add_argument("folder", metavar="FOLDER", type=Path)
    command.add_argument("--sites", metavar="N", type=int, help="number of sites (default: 12)")
    command.add_argument(
        "--respondents",
        metavar="N",
        type=int,
        help="people at each site and wave (default: 5 to 30, varied)",
    )
    command.add_argument(
        "--seed", metavar="S", type=int, help="another seed makes other rows, the same one the same"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Simulate; 0 when the folder is written."""
    # Here and not above: other commands need neither the model nor Pandera.
    from bridgeboard.problems import Refusal
    from bridgeboard.simulation import SEED, demonstration, scaled, simulate

    seed = SEED if options.seed is None else options.seed
    if seed < 0:
        raise Refusal(f"--seed is {seed}: choose a number from 0 up.")
    if options.sites is None and options.respondents is None:
        plan = demonstration(seed)
    else:
        plan = scaled(12 if options.sites is None else options.sites, options.respondents, seed)
    n_rows = simulate(options.folder, plan)
    counted = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in n_rows.items())
    print(f"{options.folder}: {counted}.".replace(",", "\u202f").replace("\u202f ", ", "))  # noqa: T201
    return 0
