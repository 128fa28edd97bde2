"""Whether a file of a programme's folder may be opened: a plain one, inside, and not too large."""

from __future__ import annotations

import os
from pathlib import Path

from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped


def why_not_plain(path: Path, folder: Path, largest: int) -> Problem | None:
    """The problem of a file that is not read; None if it may be."""
    # realpath, since resolve() raises for a link to itself.
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    if path.is_symlink() and not inside:
        return _not_plain(path, "a link to outside of the folder", "Put the file itself here.")
    if path.is_dir():
        return _not_plain(path, "a folder of this name", "Rename the folder.")
    if path.exists() and not path.is_file():
        return _not_plain(path, "a device or pipe of this name", "Put a file here.")
    try:
        size = path.stat().st_size
    except OSError as error:
        return cannot_open(path, error)
    if size <= largest:
        return None
    return _not_plain(
        path,
        f"a file of {grouped(size)} bytes",
        f"Files of up to {grouped(largest)} bytes are read; leave out what is not needed.",
    )


def cannot_open(path: Path, error: OSError) -> Problem:
    """The problem of a file that the system doesn't give."""
    return _not_plain(
        path,
        f"a file that can't be opened ({error.strerror})",
        "Check that you may read it and that no other program holds it.",
    )


def _not_plain(path: Path, found: str, mend: str) -> Problem:
    return Problem(
        file=path.name,
        rule="a file that can be read",
        found=found,
        expected="this must be a plain file in the programme's folder",
        mend=mend,
    )
