"""Files that survive a power cut: written whole, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

#: Files under this name are being written; whoever finds one alone may remove it.
UNFINISHED = ".building-"


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    # "r+b", not "rb": Windows flushes only a handle that may write.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the folder's list of names is on the disk (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make the folder, and those above it that are missing, and wait until they are on the disk.

    Raises: OSError.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace(source: Path, target: Path) -> None:
    """Put source in target's place in one step, and wait until that is on the disk.

    Windows refuses while somebody has the target open: readers hold the pointer for microseconds,
    so a few tries are enough.
    """
    for left in reversed(range(50)):
        try:
            source.replace(target)
            break
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(0.02)
    sync_folder(target.parent)


def write_sealed(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON file in one step, with a checksum over its content.

    Either the old file stays or the new one is there whole; the seal tells a reader about a byte
    that flipped later.
    """
    text = json.dumps(sealed(content), ensure_ascii=False, indent=1)
    unfinished = path.with_name(UNFINISHED + path.name)
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def read_sealed(path: Path) -> dict[str, Any] | None:
    """The content of a sealed JSON file; None if it is missing, torn or changed."""
    try:
        return unsealed(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return None


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """The content and a checksum over it, as JSON values."""
    return {"content": content, "sha256": _seal(content)}


def unsealed(whole: Any) -> dict[str, Any] | None:
    """The content that was sealed; None if anything of it was changed."""
    try:
        content = whole["content"]
        is_whole = isinstance(content, dict) and whole["sha256"] == _seal(content)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return content if is_whole else None


def append_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    """Add JSON lines; a line that an earlier stop left torn stays alone on its own line."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    with path.open("a+b") as file:
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                lines = "\n" + lines
        file.write(lines.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines that can be read, in order; torn ones are left out."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    rows = []
    for line in lines:
        with contextlib.suppress(ValueError):
            row = json.loads(line)
            if isinstance(row, dict):
                rows.append(row)
    return rows


def _seal(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
