"""What of a store goes into a backup, each programme as it stood at one moment.

No lock is taken, so nobody waits for a backup and a store that we may only read can be backed up.
Snapshots never change once written, and the pointer changes in one step: if it is the same after
the snapshots, their manifests and the history were opened as before, they belong together. Opened,
they stay readable whatever a publish removes meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bridgeboard import durable
from bridgeboard.backup.listing import is_plain
from bridgeboard.decisions.copying import BESIDE, copied
from bridgeboard.decisions.file import NAME as DECISIONS
from bridgeboard.problems import Refusal
from bridgeboard.store.shelf import PROGRAMME_ID, Shelf

#: Opening a programme's files takes a millisecond, a publish at least a hundred.
_TRIES, _PATIENCE, _PAUSE_S = 200, 25, 0.02
#: Not through a link, and not waiting where a pipe was put in the file's place.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
#: Files that hold a lock, or that somebody is writing; the last are secrets, should they lie here.
_ENDINGS = (".lock", ".spill")
_BEGINNINGS = (durable.UNFINISHED, "decisions.new-")
_NEVER = ("lock", "secrets.toml", "access.toml")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that goes into the backup: what is in it from here on, at most so many bytes."""

    name: str
    file: BinaryIO
    bytes: int
    mode: int
    #: What its SHA-256 must be, where the store knows.
    sha256: str | None = None


@dataclass
class Taking:
    """Goes through a store, file by file; each is open only until the next one is asked for.

    scratch:  where a copy of decisions may lie meanwhile.
    warnings: what could not be taken as it should be, in sentences.
    kept:     how many snapshots there are, by programme.
    """

    root: Path
    scratch: Path
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)

    def files(self) -> Iterator[Taken]:
        """Programmes first; then everything else, such as logs, which so name all that is there."""
        programmes = [path.name for path in _sorted(self.root) if self._is_programme(path)]
        for name in programmes:
            yield from self._programme(Shelf(self.root, name))
        yield from self._others(self.root, leave_out={self.root / name for name in programmes})

    def _is_programme(self, path: Path) -> bool:
        return (
            PROGRAMME_ID.fullmatch(path.name) is not None
            and not path.is_symlink()
            and (path / "snapshots").is_dir()
        )

    def _programme(self, shelf: Shelf) -> Iterator[Taken]:
        with contextlib.ExitStack() as opened:
            yield from self._published(shelf, opened)
        yield from self._decisions(shelf.folder)
        handled = {shelf.pointer_file, shelf.history_file, shelf.snapshots}
        handled |= {shelf.folder / name for name in (DECISIONS, *BESIDE)}
        yield from self._others(shelf.folder, leave_out=handled)

    def _published(self, shelf: Shelf, opened: contextlib.ExitStack) -> list[Taken]:
        """The pointer, the history, and the snapshots that are kept: all of one moment."""
        for tried in range(_TRIES):
            before, pointer = _bytes_of(shelf.pointer_file), shelf.pointer()
            snapshots, missing = self._snapshots(shelf, pointer.kept, opened)
            history, events = _bytes_of(shelf.history_file), shelf.history()
            # The history's line follows the pointer at once, unless the disk was full then.
            behind = pointer.event is not None and pointer.event not in events
            if _bytes_of(shelf.pointer_file) == before and (not behind or tried >= _PATIENCE):
                break
            opened.close()
            time.sleep(_PAUSE_S)
        else:
            raise Refusal(
                f"“{shelf.programme}” is published again and again, so no backup was made. Try "
                "again when that ends."
            )
        if pointer.trouble is not None:
            self._warn(f"{shelf.pointer_file} {pointer.trouble}: snapshots are taken as they lie")
        for what in missing:
            self._warn(what)
        self.kept[shelf.programme] = len(pointer.kept)
        small = [(shelf.pointer_file, before), (shelf.history_file, history)]
        return [
            *(
                Taken(self._name(p), BytesIO(b), len(b), _mode(p))
                for p, b in small
                if b is not None
            ),
            *snapshots,
        ]

    def _snapshots(
        self, shelf: Shelf, kept: tuple[str, ...], opened: contextlib.ExitStack
    ) -> tuple[list[Taken], list[str]]:
        """The files of the snapshots, open; and what is missing of them, in words."""
        taken, missing = [], []
        for snapshot_id in kept:
            manifest = shelf.manifest(snapshot_id)
            edition = manifest.edition if manifest is not None else None
            for path, written in (
                (shelf.database(snapshot_id), manifest),
                (shelf.edition(snapshot_id), edition),
                (shelf.manifest_file(snapshot_id), None),
            ):
                one = self._opened(path, written.sha256 if written is not None else None)
                if one is not None:
                    taken.append(one)
                    opened.callback(one.file.close)
                elif path != shelf.edition(snapshot_id) or edition is not None:
                    missing.append(f"{path} is missing")
        return taken, missing

    def _decisions(self, folder: Path) -> Iterator[Taken]:
        path = folder / DECISIONS
        if path.is_symlink() or not path.exists():
            return
        trouble = copied(path, self.scratch)
        if trouble is None:
            with self.scratch.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                yield Taken(self._name(path), file, size, _mode(path) or 0o600)
        else:
            self._warn(f"{path} is damaged ({trouble}): it is taken as it is")
            for one in (path, folder / BESIDE[0]):
                yield from self._one(one)
        for stray in self.scratch.parent.glob(f"{self.scratch.name}*"):
            stray.unlink()

    def _others(self, folder: Path, leave_out: set[Path]) -> Iterator[Taken]:
        for path in _sorted(folder):
            if path in leave_out or _is_passing(path.name):
                continue
            if path.is_symlink():
                self._warn(f"{path} is a link: it is not followed, and not in the backup")
            elif path.is_dir():
                yield from self._others(path, leave_out=set())
            else:
                yield from self._one(path)

    def _one(self, path: Path) -> Iterator[Taken]:
        taken = self._opened(path)
        if taken is None:
            return
        with taken.file:
            if is_plain(taken.name):
                yield taken
            else:
                self._warn(
                    f"{path} has a name that not every system knows: it is not in the backup"
                )

    def _opened(self, path: Path, sha256: str | None = None) -> Taken | None:
        """The file, open; None if it is gone, or no file but a link, folder, pipe or the like."""
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            handle = os.open(path, os.O_RDONLY | _NO_LINK | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        file = os.fdopen(handle, "rb")
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            file.close()
            return None
        return Taken(self._name(path), file, state.st_size, state.st_mode & 0o666, sha256)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _warn(self, sentence: str) -> None:
        self.warnings.append(f"{sentence}.")


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _is_passing(name: str) -> bool:
    return name in _NEVER or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o666
    except FileNotFoundError:
        return 0o600
