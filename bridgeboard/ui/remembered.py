"""What pages read and draw, remembered for whoever asks next: one memory for all, bounded in bytes.

Nothing is copied: what is given away is shared by all sessions and never changed. Two people share
only what is made of the same snapshot as seen by the same sight (Snapshot.key), so roles never do.
"""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from bridgeboard.store import Served, Snapshot
from bridgeboard.ui.weight import weight

_Made = TypeVar("_Made")
_Key = tuple[Any, ...]

#: Of three programmes in use, with filters, some 60 MB are asked for.
_MEGABYTES = 256
#: These are the same object wherever they come from: nothing can be said to be made of them.
_ANYBODYS = (str, bytes, int, float, type(None))


@dataclass(slots=True)
class _Entry:
    """value: what was made. bytes: what it takes. files: the snapshots that it is of.

    made_of_it: the keys of what was made of this very value; without it nobody can ask for them.
    """

    value: Any
    bytes: int
    files: frozenset[Path]
    made_of_it: set[_Key] = field(default_factory=set)


@dataclass(slots=True)
class _Making:
    """One key that is being made: whoever else asks for it waits, and gets it."""

    lock: RLock = field(default_factory=RLock)
    waiting: int = 0


class Memory:
    """Values by key, those asked for last; together no heavier than so many bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._key_of: dict[int, _Key] = {}
        self._making: dict[_Key, _Making] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: _Key) -> bool:
        return key in self._entries

    def kept(self) -> list[_Key]:
        """The keys of all that is there, those asked for last at the end."""
        with self._lock:
            return list(self._entries)

    def get(
        self,
        key: _Key,
        make: Callable[[], _Made],
        made_of: Iterable[Any] = (),
        weighs: int | None = None,
    ) -> _Made:
        """What was made under this key, made now if it isn't there.

        In:     made_of: what it is made of. Snapshots among it, and values that are kept here, say
                of which snapshots it is. weighs: its bytes, where they can't be seen.
        Raises: what make raises; nothing is kept then.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                return entry.value
            making = self._making.setdefault(key, _Making())
            making.waiting += 1
        try:
            with making.lock:
                with self._lock:
                    entry = self._entries.get(key)
                if entry is not None:
                    return entry.value
                value = make()
                self._keep(key, value, tuple(made_of), weighs)
                return value
        finally:
            with self._lock:
                making.waiting -= 1
                if not making.waiting:
                    self._making.pop(key, None)

    def forget(self, folder: Path, but: Set[Path]) -> int:
        """Let go of all that is of snapshots below a folder, but for these files; how many."""
        with self._lock:
            before = len(self._entries)
            for key, entry in list(self._entries.items()):
                if any(folder in file.parents and file not in but for file in entry.files):
                    self._drop(key)
            return before - len(self._entries)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            for key in list(self._entries):
                self._drop(key)

    def _keep(self, key: _Key, value: Any, made_of: tuple[Any, ...], weighs: int | None) -> None:
        with self._lock:
            known = set(self._key_of)
            light = 200 + (weight(value, known) if weighs is None else weighs)
            light += sum(sys.getsizeof(one) for one in key if isinstance(one, str | bytes))
            parents = {self._key_of[id(one)] for one in made_of if id(one) in self._key_of}
            files = _files(made_of).union(*(self._entries[one].files for one in parents))
            self._entries[key] = _Entry(value, light, files)
            self.bytes += light
            if not isinstance(value, _ANYBODYS):
                self._key_of.setdefault(id(value), key)
            for one in parents:
                self._entries[one].made_of_it.add(key)
            while self.bytes > self.most and len(self._entries) > 1:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: _Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.bytes -= entry.bytes
        if self._key_of.get(id(entry.value)) == key:
            del self._key_of[id(entry.value)]
        for made in entry.made_of_it:
            self._drop(made)


def _files(made_of: Iterable[Any]) -> frozenset[Path]:
    found: set[Path] = set()
    for one in made_of:
        if isinstance(one, Snapshot | Served):
            found.add(one.path)
        elif isinstance(one, tuple):
            found |= _files(one)
    return frozenset(found)


def _most() -> int:
    """BRIDGEBOARD_MEMORY_MB if it is a number, in bytes."""
    asked = os.environ.get("BRIDGEBOARD_MEMORY_MB", "")
    return (int(asked) if asked.isascii() and asked.isdigit() else _MEGABYTES) * 2**20


#: All that pages share.
MEMORY = Memory(_most())


def remembered(
    function: Callable[..., _Made] | None = None, *, weighs: int | None = None
) -> Callable[..., Any]:
    """A function whose results are remembered, by its arguments; those whose names begin with "_"
    only say what a result is made of.

    weighs: bytes of a result, where they can't be seen, as of a connection.
    """
    if function is None:
        return functools.partial(remembered, weighs=weighs)
    names = list(inspect.signature(function).parameters)
    counted = [at for at, name in enumerate(names) if not name.startswith("_")]
    of = (function.__module__, function.__qualname__)

    @functools.wraps(function)
    def asked(*given: Any) -> _Made:
        key = (*of, *(given[at] for at in counted))
        return MEMORY.get(key, lambda: function(*given), given, weighs)

    # What the keys of its results begin with; the arguments that count follow.
    asked.of = of
    return asked
