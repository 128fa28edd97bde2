"""The log: one JSON line an event, each with the seal of the line before it; a file a year.

A line is on the disk before record() returns. The seal of a line is the SHA-256 of its bytes; since
each line holds the seal of the one before, none can be changed, taken out or put in between
unnoticed. How many lines there are, and the last one's seal, stand in a file beside, or nobody
would notice that the last lines are gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import FileIO
from pathlib import Path
from typing import Any

import filelock

from bridgeboard import durable
from bridgeboard.audit.entries import entry
from bridgeboard.problems import Refusal

FOLDER = "audit"
#: A backup copies files by name: read before the lines, it can't know of one that isn't copied.
_COUNTED, _LOCK = "0-counted.json", "audit.lock"
#: A line takes milliseconds.
_PATIENCE_S = 10.0
#: Longer than any line.
_LINE = 16_384
#: It names people: whoever may read the folder by being of its group may, nobody else.
_RIGHTS = 0o660


class NotRecorded(Refusal):
    """An event could not be written down, for this reason; what needs a record must not happen."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"This must be recorded, but the audit can't be written ({reason}), so it was not "
            "done. Tell whoever runs the server."
        )
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Log:
    """The whole log, as it was read.

    events:     oldest first: at, by, event, programme, details.
    troubles:   how it is not as it was written, in sentences; none if it is.
    unfinished: lines that a stop left torn, and that tell nothing.
    seals:      of all lines, oldest first; who noted one elsewhere can tell whether it still holds.
    """

    events: tuple[dict[str, Any], ...]
    troubles: tuple[str, ...]
    unfinished: int
    seals: tuple[str, ...]


def record(root: Path, event: str, by: str, programme: str = "", **details: Any) -> None:
    """Add a line; when this returns, it is on the disk.

    In:     event and details: as in entries.EVENTS.
    Raises: NotRecorded if it can't be written, in words; ValueError for an event that it knows not.
    """
    folder, said = Path(root) / FOLDER, entry(event, by, programme, details)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / _LOCK, timeout=_PATIENCE_S):
            _append(folder, said)
    except (OSError, filelock.Timeout) as error:
        reason = getattr(error, "strerror", None) or "somebody else holds it"
        raise NotRecorded(reason) from error


def events(root: Path) -> list[dict[str, Any]]:
    """What was recorded, oldest first: at, by, event, programme, details."""
    return list(read(root).events)


def read(root: Path) -> Log:
    """The log, every line checked against the one before it. Raises: Refusal if it can't be read.

    Missing: where nothing was recorded yet, the log is empty and whole.
    """
    folder = Path(root) / FOLDER
    counted = folder / _COUNTED
    try:
        # The count first: what is added meanwhile then only makes for more lines than counted.
        kept = durable.read_sealed(counted), counted.exists()
        files = tuple((p, p.stat().st_mtime_ns, p.stat().st_size) for p in _files(folder))
        return _read(kept[0] and (kept[0].get("n"), kept[0].get("seal")), kept[1], files)
    except OSError as error:
        raise Refusal(f"The audit in {folder} can't be read: {error.strerror}.") from error


def _files(folder: Path) -> list[Path]:
    """The files of lines, oldest first."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9].jsonl"))


def _append(folder: Path, said: dict[str, Any]) -> None:
    files = _files(folder)
    this_year = folder / f"{datetime.now(UTC).year:04}.jsonl"
    # A clock set back must not add before what is there.
    path = max([this_year, *files[-1:]])
    last = next((line for file in reversed(files) if (line := _last_line(file))), None)
    before = "" if last is None else _seal(last)
    line = json.dumps({**said, "before": before}, ensure_ascii=False).encode("utf-8", "replace")
    is_new = not path.exists()
    # Unbuffered: what a full disk refused must not be written after all when the file is closed.
    with os.fdopen(_opened(path), "a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        torn = size > 0 and _ends_torn(file)
        try:
            _write(file, (b"\n" if torn else b"") + line + b"\n")
            os.fsync(file.fileno())
        except OSError:
            # What a full disk took of the line tells nothing, and nobody was told that it is there.
            with contextlib.suppress(OSError):
                os.ftruncate(file.fileno(), size)
            raise
    if is_new:
        durable.sync_folder(folder)
        durable.sync_folder(folder.parent)
    # The line is there, whatever becomes of the count: behind, it is still true.
    with contextlib.suppress(OSError):
        durable.write_sealed(folder / _COUNTED, {"n": _count(folder, before), "seal": _seal(line)})


def _count(folder: Path, before: str) -> int:
    """How many lines there are, the new one included: counted anew only if the count is behind."""
    known = durable.read_sealed(folder / _COUNTED)
    if known is not None and known.get("seal") == before and isinstance(known.get("n"), int):
        return known["n"] + 1
    return sum(1 for file in _files(folder) for _ in _lines(file))


def _opened(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, _RIGHTS)


def _write(file: FileIO, rest: bytes) -> None:
    """Write all of it: a disk that is nearly full takes a part first."""
    while rest:
        rest = rest[file.write(rest) :]


def _ends_torn(file: FileIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def _last_line(path: Path) -> bytes | None:
    """The last line's bytes, torn or not; None of an empty file."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LINE))
        tail = file.read().removesuffix(b"\n")
    if not tail:
        return None
    if b"\n" in tail or size <= _LINE:
        return tail.rpartition(b"\n")[2]
    return list(_lines(path))[-1]


def _lines(path: Path) -> Iterator[bytes]:
    content = path.read_bytes().removesuffix(b"\n")
    yield from content.split(b"\n") if content else ()


def _seal(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


@lru_cache(maxsize=2)
def _read(
    counted: tuple[int, str] | None, is_counted: bool, files: tuple[tuple[Path, int, int], ...]
) -> Log:
    """Files that were not touched since say the same, so a page need not read them at each run."""
    found, troubles, seals, unfinished = [], [], [], 0
    for path, *_ in files:
        for number, line in enumerate(_lines(path), 1):
            row = _row(line)
            if row is None:
                unfinished += 1
            elif row["before"] != (seals[-1] if seals else ""):
                troubles.append(
                    f"{path.name}, line {number}: before it, a line was changed, taken out or put "
                    "in."
                )
            if row is not None:
                found.append(row)
            seals.append(_seal(line))
    troubles += _against(counted, is_counted, seals)
    return Log(tuple(found), tuple(troubles), unfinished, tuple(seals))


def _row(line: bytes) -> dict[str, Any] | None:
    """What a line says; None of one that is torn."""
    try:
        row = json.loads(line)
        is_whole = isinstance(row, dict) and isinstance(row["details"], dict)
        texts = ("at", "by", "event", "programme", "before")
        is_whole = is_whole and all(isinstance(row[one], str) for one in texts)
    except (ValueError, KeyError, RecursionError):
        return None
    return row if is_whole else None


def _against(counted: tuple[int, str] | None, is_there: bool, seals: list[str]) -> list[str]:
    """What the count says of lines that are gone from the end."""
    if counted is None:
        # Between the very first line and its count the program may have been stopped.
        if len(seals) <= 1 and not is_there:
            return []
        what = "is damaged" if is_there else "is missing"
        return [
            f"The file that counts the lines ({_COUNTED}) {what}: lines at the end may be gone."
        ]
    n, seal = counted
    if not isinstance(n, int) or len(seals) < n:
        return [f"Lines are gone from the end: {n} were written, {len(seals)} are there."]
    return [] if seals[n - 1] == seal else [f"Line {n} of all is not the one that was written."]
