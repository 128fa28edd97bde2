"""Files of answers with a row a respondent: told by their names, and when they are long."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bridgeboard.instruments import ANSWERS_OF, Instrument
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.near_misses import TEXT_ENDINGS

#: An answer takes so many times fewer bytes in them than in a row of its own.
_DENSER = 8


def least_bytes(table: str, long_from: int) -> int:
    """From so many bytes on a table's file is long. In: long_from: those of rows of answers."""
    return long_from // _DENSER if table.startswith(ANSWERS_OF) else long_from


def wide_files(folder: Path, instruments: Iterable[Instrument]) -> list[str]:
    """The names of such files, each of one of these instruments; none without a folder."""
    names = {one.table for one in instruments}
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix.lower() in TEXT_ENDINGS and plain_name(path.stem) in names
    )
