"""Which files of a folder hold answers with a row a respondent, told by their names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bridgeboard.instruments import Instrument
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.near_misses import TEXT_ENDINGS


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
