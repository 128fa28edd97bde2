"""The file of decisions: made whole, opened for one transaction at a time, never overwritten.

SQLite with a write-ahead log: readers don't wait for a writer, a killed writer leaves nothing half
done, and what was saved has reached the disk (synchronous=FULL). Each call has a connection of its
own, so any thread and any process may come at any time.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import filelock

from bridgeboard import durable
from bridgeboard.decisions import damage, migrations
from bridgeboard.decisions.refused import is_full, said_plainly
from bridgeboard.problems import Refusal

NAME = "decisions.sqlite"
#: A publish clears away what begins with a dot; these are none of its business.
_UNFINISHED = "decisions.new-"
_SET_ASIDE = "decisions.damaged-"
_STAMP = "%Y%m%dT%H%M%S%fZ"
#: SQLite's own two files beside; they go where the file goes.
_BESIDE = ("-wal", "-shm")
#: Whoever may read the folder's snapshots by being of its group may work here too; nobody else.
_RIGHTS = 0o660
#: A write takes milliseconds: whoever waits longer than this waits for something that hangs.
_PATIENCE_S = 15.0
_LOG = logging.getLogger(__name__)


class DecisionsFile:
    """decisions.sqlite in a programme's folder of the store; made when something is decided."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection that sees one state of the file; None if nothing was ever decided."""
        with self._minded(), contextlib.ExitStack() as stack:
            con = self._readable(stack)
            if con is None:
                yield None
                return
            stack.enter_context(contextlib.closing(con))
            con.execute("BEGIN")
            yield con
            con.execute("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are all on the disk at the end, or none if it raises."""
        with self._minded(), contextlib.ExitStack() as stack:
            con = self._opened()
            if con is None:
                self._create()
                con = self._opened()
            stack.enter_context(contextlib.closing(con))
            con.execute("BEGIN IMMEDIATE")
            try:
                yield con
            except BaseException:
                con.execute("ROLLBACK")
                raise
            con.execute("COMMIT")

    def set_aside(self) -> list[tuple[Path, datetime]]:
        """Damaged files that lie beside, oldest first, and when they were found so."""
        found = []
        for path in sorted(self.folder.glob(f"{_SET_ASIDE}*.sqlite")):
            with contextlib.suppress(ValueError):
                at = datetime.strptime(path.stem.removeprefix(_SET_ASIDE), _STAMP)
                found.append((path, at.replace(tzinfo=UTC)))
        return found

    def _is_ours(self) -> bool:
        """May we write here? Even a reader must, to see what a writer has just logged."""
        return not self.path.exists() or all(
            os.access(place, os.R_OK | os.W_OK) for place in (self.folder, self.path)
        )

    @contextlib.contextmanager
    def _minded(self) -> Iterator[None]:
        """Say in words what the disk refuses; damage that shows only now is dealt with now."""
        with said_plainly(self.path):
            try:
                yield
            except sqlite3.DatabaseError as error:
                if not damage.is_damage(error):
                    raise
                damage.forget(self.path)
                self._put_aside()
                raise Refusal(
                    f"{self.path} turned out to be damaged, so nothing was read or saved. Load the "
                    "page again: it says where the damaged file lies now."
                ) from error

    def _opened(self) -> sqlite3.Connection | None:
        """The file as it should be; None if there is none, or none any more."""
        if not self.path.exists():
            return None
        try:
            return self._whole()
        except sqlite3.DatabaseError as error:
            if not damage.is_damage(error):
                raise
        self._put_aside()
        return None

    def _whole(self, still: bool = False) -> sqlite3.Connection:
        con = connect(self.path, still)
        try:
            damage.check(self.path, con)
            if migrations.is_behind(con, self.path):
                with self._lock():
                    migrations.take(con)
        except BaseException:
            con.close()
            raise
        return con

    def _readable(self, stack: contextlib.ExitStack) -> sqlite3.Connection | None:
        """The file for reading, also where nothing can be written."""
        if self._is_ours():
            try:
                return self._opened()
            except sqlite3.OperationalError as error:
                if not is_full(error):
                    raise
                if not self._logged():
                    # SQLite has no room for its own files, and here needs none.
                    return self._whole(still=True)
        return stack.enter_context(self._copy())

    def _logged(self) -> bool:
        """Is anything written down that is not in the file itself yet?"""
        log = Path(f"{self.path}-wal")
        return log.exists() and log.stat().st_size > 0

    @contextlib.contextmanager
    def _copy(self) -> Iterator[sqlite3.Connection]:
        """The file, copied to where we may write: for reading where we may only read."""
        with tempfile.TemporaryDirectory(prefix="bridgeboard-") as folder:
            copied = Path(folder) / NAME
            for ending in ("-wal", ""):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(f"{self.path}{ending}", f"{copied}{ending}")
            if trouble := _trouble(copied):
                raise Refusal(
                    f"{self.path} is damaged ({trouble}), and Bridgeboard may not write in its "
                    "folder to set it aside. Restore it from a backup."
                )
            with contextlib.closing(connect(copied)) as con:
                if migrations.is_behind(con, self.path):
                    migrations.take(con)
                yield con

    def _create(self) -> None:
        """Make the file, whole or not at all: an empty one is the sign of a loss."""
        durable.make_folder(self.folder)
        with self._lock():
            if self.path.exists():
                return
            for stray in self.folder.glob(f"{_UNFINISHED}*"):
                stray.unlink()
            # Left of a file that was taken away by hand, they would be taken for the new one's.
            self._move(_BESIDE)
            unfinished = self.folder / f"{_UNFINISHED}{uuid.uuid4().hex}.sqlite"
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _RIGHTS))
            with contextlib.closing(connect(unfinished)) as con:
                con.execute(f"PRAGMA application_id = {damage.APPLICATION_ID}")
                migrations.take(con)
                con.execute("PRAGMA journal_mode = WAL").fetchone()
            _sync(unfinished)
            unfinished.replace(self.path)
            _sync(self.folder)

    def _put_aside(self) -> None:
        """Give a damaged file another name, in which nothing is lost that could be mended."""
        with self._lock():
            trouble = _trouble(self.path) if self.path.exists() else None
            if trouble is None:
                return
            target = self._move((*_BESIDE, ""))
            _LOG.error("%s is damaged (%s) and was set aside as %s", self.path, trouble, target)

    def _move(self, endings: tuple[str, ...]) -> Path:
        """Rename the file, SQLite's own two first: alone they would spoil whatever comes next."""
        target = self.folder / f"{_SET_ASIDE}{datetime.now(UTC).strftime(_STAMP)}.sqlite"
        for ending in endings:
            with contextlib.suppress(FileNotFoundError):
                Path(f"{self.path}{ending}").rename(f"{target}{ending}")
        _sync(self.folder)
        return target

    def _lock(self) -> filelock.BaseFileLock:
        """Held where the file itself is made, changed in kind or moved; writers need none."""
        return filelock.FileLock(self.folder / "decisions.lock", timeout=_PATIENCE_S)


def connect(path: Path, still: bool = False) -> sqlite3.Connection:
    """A connection to a file that exists; what it commits has reached the disk.

    In: still: only read, as it lies there, with no file beside: while nobody writes.
    """
    # mode=rw: never make a file, for an empty one would look like one without decisions.
    con = sqlite3.connect(
        f"{path.resolve().as_uri()}?{'mode=ro&immutable=1' if still else 'mode=rw'}",
        uri=True,
        timeout=_PATIENCE_S,
        isolation_level=None,
        check_same_thread=False,
    )
    con.row_factory = sqlite3.Row
    try:
        con.execute("PRAGMA synchronous = FULL")
        con.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        con.close()
        raise
    return con


def _trouble(path: Path) -> str | None:
    """What is wrong with the file, in SQLite's words; None if it is whole."""
    try:
        with contextlib.closing(connect(path)) as con:
            damage.look(con)
    except sqlite3.DatabaseError as error:
        if not damage.is_damage(error):
            raise
        return str(error)
    return None


def _sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
