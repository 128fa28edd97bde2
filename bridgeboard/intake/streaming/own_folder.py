"""A folder to work in, held as long as its process works; and those that killed processes left."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

import filelock

_PREFIX = "bridgeboard-long-"
#: Locked as long as the folder is in use: the system lets go of it if the process is killed.
_LOCK = "in use"


class OwnFolder:
    """A new folder under the system's folder for temporary files, until it is closed.

    Before it is made, folders go that processes which are no more have left there.
    Raises: OSError.
    """

    def __init__(self) -> None:
        _remove_left()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = _lock_of(self.path)
            # Before it is locked another process may take it for one that was left.
            with contextlib.suppress(FileNotFoundError):
                self._lock.acquire()
                if (self.path / _LOCK).exists():
                    return
                self._lock.release()

    def keep_only(self, kept: Path) -> None:
        """Remove everything else in it."""
        for path in self.path.iterdir():
            if path not in (kept, self.path / _LOCK):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def close(self) -> None:
        """Remove it and all that is in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def _lock_of(folder: Path) -> filelock.BaseFileLock:
    # Whoever lets go of it last may do so in another thread.
    return filelock.FileLock(folder / _LOCK, thread_local=False)


def _remove_left() -> None:
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            if _is_ours(path) and (path / _LOCK).is_file():
                _remove_if_left(path)


def _is_ours(path: Path) -> bool:
    """Is it a folder, and this user's?"""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (os.name == "nt" or found.st_uid == os.getuid())


def _remove_if_left(path: Path) -> None:
    lock = _lock_of(path)
    try:
        lock.acquire(timeout=0)
    except (filelock.Timeout, OSError):
        return
    # Windows keeps the lock's file as long as it is held.
    shutil.rmtree(path, ignore_errors=True)
    lock.release()
    shutil.rmtree(path, ignore_errors=True)
