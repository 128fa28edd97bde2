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
