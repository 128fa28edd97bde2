"""Make a backup: pack beside, read it again, put it in place in one step."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
import time
import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bridgeboard import LAYOUT, __version__, audit, durable
from bridgeboard.backup import unpacking
from bridgeboard.backup.listing import FOLDER, NAME, Listed, Listing
from bridgeboard.backup.taking import Taken, Taking
from bridgeboard.backup.trouble import said_plainly
from bridgeboard.problems import Refusal

UNDONE = "no backup was made"
_PIECE = 1 << 20
#: Snapshots pack to a sixth at the quickest level; harder ones gain little and take ten times.
_LEVEL = 1
#: What a stopped backup left is cleared away when it is older than any backup takes.
_STRAY = f"{durable.UNFINISHED}backup-"
_STRAY_AFTER_S = 86_400.0


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made and read again.

    kept:     how many snapshots of each programme are in it.
    warnings: what could not be taken as it should be, in sentences.
    """

    path: Path
    bytes: int
    listing: Listing
    kept: dict[str, int]
    warnings: tuple[str, ...]


def back_up(root: Path, to: Path, by: str, overwrite: bool = False) -> BackedUp:
    """Pack the store into one file, while it is used.

    In:     to: the file, or a folder in which it is named by the time; by: who does it, for the
            audit; overwrite: replace a file that is there already.
    Raises: Refusal if there is nothing to back up, no place for it, or the disk refuses; a file
            that was there before stays.
    """
    now = datetime.now(UTC)
    root = Path(root).resolve()
    target = _target(root, Path(to), now, overwrite)
    with said_plainly(target.parent, UNDONE):
        _clear_strays(target.parent)
        beside = target.with_name(f"{_STRAY}{uuid.uuid4().hex}.zip")
        scratch = beside.with_suffix(".sqlite")
        try:
            taking = Taking(root, scratch)
            listing = _pack(taking, beside, scratch, now)
            _read_again(beside, listing)
            _record(taking, by, listing)
            _put_in_place(beside, target, overwrite)
        finally:
            for left in (beside, *scratch.parent.glob(f"{scratch.name}*")):
                with contextlib.suppress(OSError):
                    left.unlink()
    return BackedUp(target, target.stat().st_size, listing, taking.kept, tuple(taking.warnings))


def _target(root: Path, to: Path, now: datetime, overwrite: bool) -> Path:
    to = to.resolve()
    if to.is_dir():
        to /= f"bridgeboard-{now.strftime('%Y%m%dT%H%M%SZ')}.zip"
    if not to.parent.is_dir():
        raise Refusal(f"There is no folder {to.parent}, so {UNDONE}. Make it first.")
    if to.is_relative_to(root):
        raise Refusal(
            f"{to} lies in the store, so {UNDONE}: what becomes of the store would become of it. "
            "Choose a place outside, best on another disk."
        )
    if to.exists() and not (overwrite and to.is_file()):
        raise Refusal(
            f"{to} is there already, so {UNDONE}. Choose another name, or replace it with "
            "--overwrite."
        )
    if not root.is_dir() or not any(root.iterdir()):
        raise Refusal(f"The store {root} is empty or not there, so {UNDONE}.")
    return to


def _clear_strays(folder: Path) -> None:
    for stray in folder.glob(f"{_STRAY}*"):
        with contextlib.suppress(OSError):
            if time.time() - stray.stat().st_mtime > _STRAY_AFTER_S:
                stray.unlink()


def _pack(taking: Taking, beside: Path, scratch: Path, now: datetime) -> Listing:
    # For its owner alone: it holds people's answers. SQLite writes into the file that is there.
    _create(scratch).close()
    with _create(beside) as file:
        with zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=_LEVEL
        ) as packed:
            files = tuple(_packed(packed, taken, taking, now) for taken in taking.files())
            listing = Listing(now, __version__, LAYOUT, files)
            text = json.dumps(durable.sealed(listing.as_json()), ensure_ascii=False, indent=1)
            packed.writestr(_info(NAME, 0o644, now), text + "\n", compresslevel=_LEVEL)
        file.flush()
        os.fsync(file.fileno())
    return listing


def _read_again(beside: Path, listing: Listing) -> None:
    """What was never read may not be readable: better found now than when it is needed."""
    try:
        read = unpacking.check(beside)
    except Refusal:
        read = None
    if read != listing:
        raise OSError(errno.EIO, "the disk gave back other bytes than were written")


def _record(taking: Taking, by: str, listing: Listing) -> None:
    """Whoever takes everything is written down before it is theirs, unless nobody may write here:
    who may read the files could copy them as well."""
    try:
        audit.record(taking.root, "backed up", by, files=len(listing.files), bytes=listing.bytes)
    except audit.NotRecorded:
        taking.warnings.append(
            f"The audit in {taking.root} can't be written, so this backup stands in no record."
        )


def _create(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


def _packed(packed: zipfile.ZipFile, taken: Taken, taking: Taking, now: datetime) -> Listed:
    info = _info(f"{FOLDER}/{taken.name}", taken.mode, now)
    # Tells the zip whether sizes beyond 4 GB are to come.
    info.file_size = taken.bytes
    digest, left = hashlib.sha256(), taken.bytes
    with packed.open(info, "w") as file:
        # A log may grow while it is read: what was there at first is what is taken.
        while left and (piece := taken.file.read(min(left, _PIECE))):
            digest.update(piece)
            file.write(piece)
            left -= len(piece)
    if taken.sha256 not in (None, digest.hexdigest()):
        taking.warnings.append(
            f"{taking.root / taken.name} was changed after it was published: it is taken as it is."
        )
    return Listed(taken.name, taken.bytes - left, digest.hexdigest(), taken.mode)


def _info(name: str, mode: int, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | mode) << 16
    return info


def _put_in_place(beside: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        beside.replace(target)
    else:
        _name_if_free(beside, target)
    # Shares of other machines may know no such call; the file's own bytes are on their disk.
    with contextlib.suppress(OSError):
        durable.sync_folder(target.parent)


def _name_if_free(beside: Path, target: Path) -> None:
    """Never over a file that somebody else put there meanwhile, where the disk can tell."""
    try:
        target.hardlink_to(beside)
    except FileExistsError:
        raise Refusal(
            f"{target} was made by somebody else meanwhile, so {UNDONE}. Choose another name."
        ) from None
    except OSError:
        # A disk without hard links, such as a memory stick.
        if target.exists():
            raise
        beside.rename(target)
