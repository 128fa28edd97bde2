"""How far the check of a programme with long files is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from bridgeboard.pace import Pace, rate
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.near_misses import TEXT_ENDINGS
from bridgeboard.readers.wide_files import least_bytes
from schemas.tables import PROGRAMME_TABLES

#: The share of looking through the bytes, before any row is judged.
_SWEEP = 0.1


class Progress:
    """The share done of everything, by the bytes of the long files."""

    def __init__(
        self,
        folder: Path,
        names: Sequence[str],
        long_from: int,
        said: Callable[[float, str], None],
    ) -> None:
        self._said = said
        self._bytes = _long_bytes(folder, names, long_from)
        self._swept = self._tables = 0
        self._highest = 0.0
        self._paces: dict[str, Pace] = {}

    def swept(self, n: int, file: str) -> None:
        """So many more bytes were looked through."""
        self._swept += n
        self._tell(_SWEEP * self._swept / max(sum(self._bytes.values()), 1), f"Looking at {file}")

    def table(self, name: str) -> None:
        """A table in memory is checked next; of a folder without long files it is all there is."""
        self._tables += 1
        if not self._bytes:
            self._tell(self._tables / (len(PROGRAMME_TABLES) + 1), f"Checking {name}")

    def judged(self, table: str, share: float, n_rows: int) -> None:
        """This share of a table of so many rows was judged."""
        whole = max(sum(self._bytes.values()), 1)
        places = list(self._bytes)
        earlier = places[: places.index(table)] if table in places else ()
        before = sum(self._bytes[one] for one in earlier)
        done = (before + share * self._bytes.get(table, 0)) / whole
        if table not in self._paces:
            self._paces[table] = Pace()
        fast = rate(share * n_rows, self._paces[table].elapsed)
        words = f"Checking {table}, {fast}" if fast else f"Checking {table}"
        self._tell(_SWEEP + (1 - _SWEEP) * done, words)

    def _tell(self, share: float, words: str) -> None:
        # What was thought to be quick may turn out to take the long way: never go back.
        self._highest = max(self._highest, min(share, 1.0))
        self._said(self._highest, words)


def _long_bytes(folder: Path, names: Sequence[str], long_from: int) -> dict[str, int]:
    found = {}
    # A folder that can't be opened is refused where it is read.
    with contextlib.suppress(OSError):
        for path in folder.iterdir() if folder.is_dir() else ():
            name = plain_name(path.stem)
            if name in names and path.suffix.lower() in TEXT_ENDINGS and path.is_file():
                size = path.stat().st_size
                if size >= least_bytes(name, long_from):
                    found[name] = size
    # As they are judged.
    return {name: found[name] for name in names if name in found}
