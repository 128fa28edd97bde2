"""Which snapshot people read while the answers of a newer one are being made."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

from bridgeboard.store import Served

#: Unit: seconds. So long at most people stay with the snapshot before.
MOST = 10.0
#: Unit: seconds. Whoever comes after nobody was there for so long has nothing to stay with.
_RECENT = 60.0


@dataclass(slots=True)
class _Coming:
    """A snapshot whose answers are being made."""

    path: Path
    ready: Event = field(default_factory=Event)


@dataclass(slots=True)
class _Reading:
    """What people read. asked: when last. outdated: since when something newer was served."""

    served: Served
    asked: float
    outdated: float | None = None
    coming: _Coming | None = None


class Changeover:
    """For each programme and view the snapshot that people read: the newest whose answers are made.

    make_ready: makes of the second snapshot what is asked of the first, in a thread of its own.
    """

    def __init__(
        self,
        make_ready: Callable[[Served, Served], None],
        most: float = MOST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make_ready = make_ready
        self._most = most
        self._clock = clock
        self._reading: dict[Hashable, _Reading] = {}
        self._lock = Lock()

    def served(self, of: Hashable, now: Served) -> Served:
        """What people read of this while this is served now: at most for a few seconds one before.

        Only a snapshot published later is waited for: a roll-back, and whatever takes the place of
        a damaged file, is read at once.
        """
        with self._lock:
            at, reading = self._clock(), self._reading.get(of)
            if reading is not None and self._stays(reading, now, at):
                reading.asked = at
                return reading.served
            self._reading[of] = _Reading(now, at)
            return now

    def read(self, folder: Path) -> list[Served]:
        """What people read of the files below this folder, or did a moment ago."""
        with self._lock:
            at = self._clock()
            read = [one.served for one in self._reading.values() if at - one.asked <= _RECENT]
        return [one for one in read if folder in one.path.parents]

    def wait(self, seconds: float) -> bool:
        """Until all is made that is being made; False if that takes longer."""
        with self._lock:
            coming = [one.coming for one in self._reading.values() if one.coming is not None]
        return all(one.ready.wait(seconds) for one in coming)

    def _stays(self, reading: _Reading, now: Served, at: float) -> bool:
        """Are answers of a newer one still being made, and not for long? Begins to make them."""
        before = reading.served
        is_later = now.record.snapshot_id > before.record.snapshot_id
        if not is_later or now.warning or before.warning or at - reading.asked > _RECENT:
            return False
        if reading.outdated is None:
            reading.outdated = at
        if reading.coming is None or reading.coming.path != now.path:
            # Both views mostly read one file, whose answers are made once.
            others = (one.coming for one in self._reading.values() if one.coming is not None)
            there = next((one for one in others if one.path == now.path), None)
            reading.coming = there or self._begin(before, now)
        return not reading.coming.ready.is_set() and at - reading.outdated < self._most

    def _begin(self, before: Served, now: Served) -> _Coming:
        coming = _Coming(now.path)

        def make() -> None:
            try:
                self._make_ready(before, now)
            finally:
                coming.ready.set()

        Thread(target=make, name="answers of a new snapshot", daemon=True).start()
        return coming
