"""What is said about decisions when something happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

#: Where a person gave no name.
NOT_SAID = "somebody who gave no name"


def set_aside(files: Sequence[tuple[Path, datetime]]) -> str | None:
    """What must be said while damaged files lie beside; None while there are none."""
    if not files:
        return None
    found = "; ".join(f"{path}, found damaged on {moment(at)}" for path, at in files)
    several = len(files) > 1
    return (
        f"{'Files' if several else 'A file'} with this programme's decisions (actions, accepted "
        f"ratings, groupings, releases, maps) {'were' if several else 'was'} damaged and set "
        f"aside: {found}. What "
        f"{'they hold' if several else 'it holds'} is not shown here; decisions made since then "
        "are. Restore decisions.sqlite from a backup, or have the file mended; when that is "
        "settled, move it out of the folder and this warning goes."
    )


def changed_meanwhile(by: str, at: str, withdrawn: bool) -> str:
    """What a person is told who wrote on something that another had saved meanwhile."""
    done = "withdrew" if withdrawn else "saved"
    return (
        f"{(by or NOT_SAID)[0].upper()}{(by or NOT_SAID)[1:]} {done} this meanwhile, on "
        f"{moment(datetime.fromisoformat(at))}. What you wrote was not put in its place; it is "
        "kept in the history. Look at what stands now, and save again if yours should stand."
    )


def moment(at: datetime) -> str:
    """A time as pages and messages write it, such as 2026-03-01 14:05 UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
