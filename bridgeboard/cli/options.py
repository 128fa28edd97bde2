"""What several commands take: a day, names of sites and waves."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot


def day(text: str) -> date:
    """The day that a person wrote."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no day: give year, month and day, as 2026-03-31"
        ) from None


def add_waves(command: argparse.ArgumentParser, about: str) -> None:
    """Add --wave; about: what is of these waves only, to begin its help with."""
    command.add_argument(
        "--wave",
        metavar="W",
        nargs="+",
        action="extend",
        default=[],
        help=f"{about}; of two waves that are compared, both must be among them",
    )


def add_day(command: argparse.ArgumentParser) -> None:
    """Add --day."""
    command.add_argument(
        "--day",
        metavar="YYYY-MM-DD",
        type=day,
        help="the day on which it is read, for what may be late; default: today",
    )


def must_exist(
    word: str, asked: Sequence[str], among: Literal["sites", "waves"], snapshot: Snapshot
) -> None:
    """Nothing. Raises: Refusal with the known names if something asked for isn't there."""
    known = snapshot.query(f"SELECT {word}_id FROM ordered_{among} ORDER BY {word}_order")
    known = known.to_series().to_list()
    for name in asked:
        if name not in known:
            raise Refusal(
                f"The programme {snapshot.programme.id} has no {word} {name!r}: "
                f"choose among {', '.join(known)}."
            )
