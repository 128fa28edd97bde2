"""Restore a backup: unpack beside and look at every byte, then put the store in place in one step.

A backup may be damaged, cut short, or made by somebody to do harm: nothing of it is believed before
it is checked, and nothing is visible before all of it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filelock

from bridgeboard import LAYOUT, audit, durable
from bridgeboard.backup.listing import FOLDER, NAME, Listed, Listing
from bridgeboard.backup.trouble import said_plainly
from bridgeboard.problems import Refusal
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf

UNDONE = "nothing was restored"
_PIECE = 1 << 20
#: The zip's own directory and our list of a hundred thousand files; both are read whole.
_MOST_DIRECTORY, _MOST_LIST = 16_000_000, 32_000_000
#: Left free on a disk: a store that can't grow by one publish is no use.
_SPARE = 20_000_000
#: What Python's zip reader raises where a zip isn't what it says it is.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was restored.

    kept:       how many snapshots of each programme it has.
    unreadable: programmes whose snapshot another version of Bridgeboard made, and this one can't
                read: their folders need to be published again.
    """

    root: Path
    listing: Listing
    kept: dict[str, int]
    unreadable: tuple[str, ...]


def check(source: Path) -> Listing:
    """What the backup holds, every byte of it looked at and nothing written. Raises: Refusal."""
    source = Path(source)
    with said_plainly(source.parent, UNDONE), _opened(source) as (packed, listing):
        for file in listing.files:
            for _ in _pieces(packed, file):
                pass
    return listing


def restore(source: Path, root: Path, by: str) -> Restored:
    """Make the store that the backup holds at root: an empty folder, or none yet.

    In:     by: who does it, for the audit of the store that is restored.
    Raises: Refusal if something is there already, the backup isn't whole, or the disk refuses;
            nothing is left behind then, and nothing is ever overwritten.
    """
    # A link to the folder is somebody's wish: what it leads to is made.
    root = Path(root).resolve()
    _refuse_what_is_there(root)
    with (
        said_plainly(root.parent, UNDONE),
        _alone(root) as beside,
        _opened(Path(source)) as (packed, listing),
    ):
        _refuse_full(root.parent, listing)
        try:
            _unpack(packed, listing, beside)
            kept = _looked_at(beside)
            audit.record(beside, "restored", by, files=len(listing.files), bytes=listing.bytes)
            _sync(beside)
            _put_in_place(beside, root)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Restored(root, listing, kept, _of_another_layout(root))


def _refuse_what_is_there(root: Path) -> None:
    if not root.parent.is_dir():
        raise Refusal(f"There is no folder {root.parent}, so {UNDONE}. Make it first.")
    if not root.exists():
        return
    with said_plainly(root, UNDONE):
        there = root.is_file() or any(root.iterdir())
    programmes = Store(root).programmes() if root.is_dir() else []
    if there:
        held = f"has programmes already ({', '.join(programmes)})" if programmes else "is not empty"
        raise Refusal(
            f"{root} {held}, and a restore overwrites nothing, so {UNDONE}. Move it away first, or "
            "restore with --into into another folder and name that in BRIDGEBOARD_STORE."
        )
    if root.is_mount():
        raise Refusal(
            f"{root} is a disk of its own, so {UNDONE}: a store is put in place in one step. "
            f"Restore with --into {root / 'store'} and name that in BRIDGEBOARD_STORE."
        )


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[Path]:
    """The place beside root to unpack into; what a restore that was killed left there is gone."""
    beside = root.with_name(f"{durable.UNFINISHED}restore-{root.name}")
    lock = filelock.FileLock(f"{beside}.lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise Refusal(
            f"Somebody else is restoring to {root} just now, so {UNDONE} here. Wait until that "
            "ends."
        ) from None
    try:
        if beside.is_symlink() or beside.is_file():
            beside.unlink()
        shutil.rmtree(beside, ignore_errors=True)
        yield beside
    finally:
        # Before it is let go of, so that nobody takes a lock that is about to vanish.
        with contextlib.suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def _refuse_full(folder: Path, listing: Listing) -> None:
    free = shutil.disk_usage(folder).free
    if free < listing.bytes + _SPARE:
        raise Refusal(
            f"The backup unpacks to {listing.bytes / 1e6:,.1f} MB and the disk that holds {folder} "
            f"has {free / 1e6:,.1f} MB free, so {UNDONE}. Free some space, or restore elsewhere."
        )


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, Listing]]:
    """The backup and its list, which agree on every name and size. Raises: Refusal."""
    whole = f"{source} is not a whole backup of Bridgeboard"
    advice = f"so {UNDONE}. Take another backup, or copy this one again from where it was made."
    try:
        file = source.open("rb")
    except OSError as error:
        raise Refusal(f"{source} can't be read ({error.strerror}), so {UNDONE}.") from error
    with file:
        try:
            _refuse_large_directory(file)
            with zipfile.ZipFile(file) as packed:
                yield packed, _listing(packed, os.fstat(file.fileno()).st_size)
        except _Unlike as error:
            raise Refusal(f"{whole} ({error}), {advice}") from error
        except _DAMAGE as error:
            raise Refusal(f"{whole}: it is something else, damaged or cut short, {advice}") from (
                error
            )


class _Unlike(Exception):
    """The backup isn't what its own list says; in words."""


def _refuse_large_directory(file: BinaryIO) -> None:
    """Python reads a zip's directory whole, so its size is looked at first. Ours has no comment."""
    size = os.fstat(file.fileno()).st_size
    file.seek(max(0, size - 98))
    end = file.read(98)
    if end[-22:-18] != b"PK\x05\x06":
        raise _Unlike("its end is missing")
    (length,) = struct.unpack("<L", end[-10:-6])
    if end[-42:-38] == b"PK\x06\x07":
        (length,) = struct.unpack("<Q", end[-58:-50])
    if length > _MOST_DIRECTORY:
        raise _Unlike("it names far too many files")


def _listing(packed: zipfile.ZipFile, size: int) -> Listing:
    infos = {info.filename: info for info in packed.infolist()}
    for info in packed.infolist():
        if not 0 <= info.header_offset < size:
            raise _Unlike("it says that files lie outside of it")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Unlike("it is packed in a way that Bridgeboard doesn't use")
    if NAME not in infos:
        raise _Unlike(f"it has no {NAME}")
    if infos[NAME].file_size > _MOST_LIST:
        raise _Unlike("its list is far too long")
    with packed.open(infos[NAME]) as file:
        text = file.read(_MOST_LIST).decode("utf-8")
    try:
        content = durable.unsealed(json.loads(text))
    except RecursionError as error:
        raise _Unlike("its list can't be read") from error
    if content is None:
        raise _Unlike("its list was changed")
    listing = Listing.from_json(content)
    sizes = {f"{FOLDER}/{file.name}": file.bytes for file in listing.files}
    found = [info for info in packed.infolist() if info.filename != NAME]
    if len(found) != len(sizes) or len(infos) != len(sizes) + 1:
        raise _Unlike("it holds other files than it lists")
    for info in found:
        if sizes.get(info.filename) != info.file_size:
            raise _Unlike("it holds other files than it lists")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise _Unlike("it holds something that is no file")
    return listing


def _pieces(packed: zipfile.ZipFile, listed: Listed) -> Iterator[bytes]:
    """The file's bytes, never more than listed. Raises: _Unlike at the end if they differ."""
    digest, read = hashlib.sha256(), 0
    with packed.open(f"{FOLDER}/{listed.name}") as file:
        while piece := file.read(_PIECE):
            read += len(piece)
            if read > listed.bytes:
                break
            digest.update(piece)
            yield piece
    if read != listed.bytes or digest.hexdigest() != listed.sha256:
        raise _Unlike(f"{listed.name} was changed")


def _unpack(packed: zipfile.ZipFile, listing: Listing, beside: Path) -> None:
    beside.mkdir()
    for listed in listing.files:
        path = beside / listed.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for piece in _pieces(packed, listed):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(listed.mode | 0o600)


def _looked_at(beside: Path) -> dict[str, int]:
    """How many snapshots each programme has; a history that lacks its last line gets it."""
    kept = {}
    for programme in Store(beside).programmes():
        shelf = Shelf(beside, programme)
        shelf.mend_history()
        kept[programme] = len(shelf.pointer().kept)
    return kept


def _sync(folder: Path) -> None:
    for inner in sorted(folder.rglob("*"), reverse=True):
        if inner.is_dir():
            durable.sync_folder(inner)
    durable.sync_folder(folder)


def _put_in_place(beside: Path, root: Path) -> None:
    """One step; it fails if somebody put something there meanwhile."""
    if root.exists():
        beside.chmod(stat.S_IMODE(root.stat().st_mode))
        if os.name == "nt":
            root.rmdir()
    beside.rename(root)
    durable.sync_folder(root.parent)


def _of_another_layout(root: Path) -> tuple[str, ...]:
    found = []
    for programme in Store(root).programmes():
        shelf = Shelf(root, programme)
        manifest = durable.read_sealed(shelf.manifest_file(shelf.pointer().current))
        if manifest is not None and manifest.get("layout") != LAYOUT:
            found.append(programme)
    return tuple(found)
