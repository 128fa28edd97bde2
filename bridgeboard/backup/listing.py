"""The list in a backup: every file with its size and SHA-256, and what made it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from bridgeboard.problems import Refusal

#: The list's own name in the zip, and the folder in it that holds the store.
NAME, FOLDER = "backup.json", "store"
#: How a backup is laid out; raised when an older Bridgeboard could no longer restore it.
FORMAT = 1
#: A store has about 30 files per programme.
MOST_FILES = 100_000
_LONGEST_NAME = 1_000
_DEEPEST = 10
#: Letters, digits and marks that every file system takes as they are. No colon, no backslash:
#: Windows reads a disk or a folder into them.
_PART = re.compile(r"[\w.][\w .,;@()+=~#%&'!-]{0,199}")
#: Names that Windows keeps for devices, whatever ending follows.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the store: its path from the store's folder, with slashes; mode as in chmod."""

    name: str
    bytes: int
    sha256: str
    mode: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What a backup holds, when it was made, and by which version of Bridgeboard."""

    made_at: datetime
    bridgeboard: str
    layout: int
    files: tuple[Listed, ...]

    @property
    def bytes(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(file.bytes for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """The list as JSON values."""
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "bridgeboard": self.bridgeboard,
            "layout": self.layout,
            "files": [asdict(file) for file in self.files],
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Listing:
        """The list that as_json gave, every name and number looked at.

        Raises: Refusal if a newer Bridgeboard made it; KeyError, TypeError, ValueError if it is
        not what as_json gives, or names what may not be written.
        """
        if _whole_number(content["format"]) > FORMAT:
            raise Refusal(
                "A newer Bridgeboard made this backup, so nothing was restored. Update Bridgeboard."
            )
        listing = cls(
            datetime.fromisoformat(content["made_at"]),
            str(content["bridgeboard"]),
            _whole_number(content["layout"]),
            tuple(_listed(file) for file in content["files"]),
        )
        if len(listing.files) > MOST_FILES:
            raise ValueError("too many files")
        _refuse_clashes([file.name for file in listing.files])
        return listing


def is_plain(name: str) -> bool:
    """Is the name a path inside a folder, and the same one on Linux, macOS and Windows?"""
    parts = name.split("/")
    return (
        len(name) <= _LONGEST_NAME
        and len(parts) <= _DEEPEST
        and all(
            _PART.fullmatch(part) and not part.endswith((".", " ")) and not _DEVICE.fullmatch(part)
            for part in parts
        )
    )


def _listed(fields: dict[str, Any]) -> Listed:
    file = Listed(**fields)
    if not (isinstance(file.name, str) and is_plain(file.name)):
        raise ValueError("a name that leads out of the store")
    if not (isinstance(file.sha256, str) and _SHA256.fullmatch(file.sha256)):
        raise ValueError("no checksum")
    # Readable and writable, nothing else: no file of a store is a program.
    if _whole_number(file.mode) & ~0o666:
        raise ValueError("rights that no file of a store has")
    _whole_number(file.bytes)
    return file


def _whole_number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no whole number")
    return value


def _refuse_clashes(names: Iterable[str]) -> None:
    """Raise ValueError if two names are one file on some system, or a file is a folder too."""
    files: set[str] = set()
    folders: set[str] = set()
    for name in names:
        alike = unicodedata.normalize("NFC", name).casefold()
        if alike in files:
            raise ValueError("the same name twice")
        files.add(alike)
        folders.update(str(folder) for folder in PurePosixPath(alike).parents)
    if files & folders:
        raise ValueError("a file that is a folder too")
