"""A .qdpx is a zip file: the one project file at its root is read, and nothing else.

Nothing is unpacked to disk, and what lies in sources/ (transcripts, recordings) is never opened.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from bridgeboard.collected.qda_xml import Odd
from bridgeboard.readers.quoting import grouped

#: A project file of 20,000 coded passages has some 20 MB.
MOST_UNPACKED = 200_000_000
#: XML packs to a twentieth; a zip bomb to a thousandth. Small ones are let be.
MOST_RATIO, RATIO_FROM = 250, 5_000_000
MOST_MEMBERS = 20_000

_PIECE = 1 << 20
_ENTRY = b"PK\x01\x02"
_OUTSIDE = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)")
#: As it is, or by deflate; other ways may take gigabytes to unpack, and no program uses them.
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_DAMAGED = (
    "a damaged archive, or another kind of file under this name",
    "this must be a REFI-QDA project (.qdpx)",
    "Export the project again, or copy it here once more.",
)


def is_archive(data: bytes) -> bool:
    """Does it begin as a zip file does?"""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def project_pieces(data: bytes) -> Iterator[bytes]:
    """The project file of the archive, unpacked a piece at a time. Raises: Odd."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entry = _project_in(data, archive)
            yield from _unpacked(archive, entry)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        ValueError,
        RuntimeError,
        EOFError,
        OSError,
        OverflowError,
    ):
        raise Odd(*_DAMAGED) from None


def has_project(data: bytes) -> bool:
    """Is there a project file at the root of the archive, as far as its list tells?"""
    if not is_archive(data) or data.count(_ENTRY) > MOST_MEMBERS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(_is_project(entry.filename) for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError):
        return False


def too_many_members(data: bytes) -> None:
    """Raises: Odd if the archive lists more members than a project has.

    Counted by their marks, before a library makes an object of each.
    """
    if data.count(_ENTRY) > MOST_MEMBERS:
        raise Odd(
            f"an archive of more than {grouped(MOST_MEMBERS)} files",
            "a project holds its project file and its sources",
            "Export the project again.",
        )


def _is_project(name: str) -> bool:
    return name.lower().endswith(".qde") and "/" not in name and "\\" not in name


def _project_in(data: bytes, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    entries = archive.infolist()
    if any(_OUTSIDE.search(entry.filename) for entry in entries):
        raise Odd(
            "an archive with names that lead out of its own folder",
            "no program writes such names, and they can do harm",
            "Export the project again from the program itself.",
        )
    found = [entry for entry in entries if _is_project(entry.filename)]
    if len(found) != 1:
        raise Odd(
            "an archive without a project file (.qde)"
            if not found
            else f"an archive with {len(found)} project files (.qde)",
            "a REFI-QDA project has exactly one, not in a folder",
            "Export the project again as REFI-QDA.",
        )
    entry = found[0]
    if entry.flag_bits & 1:
        raise Odd(
            "a project file with a password",
            "it must open without a password",
            "Export the project again without one.",
        )
    if entry.compress_type not in _WAYS:
        raise Odd(*_DAMAGED)
    return entry


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The pieces; sizes are counted, since those of the header need not be true."""
    size = 0
    with archive.open(entry) as member:
        while piece := member.read(_PIECE):
            size += len(piece)
            packed = max(entry.compress_size, 1)
            if size > MOST_UNPACKED or (size > RATIO_FROM and size > MOST_RATIO * packed):
                raise Odd(
                    f"a project file of more than {grouped(min(size, MOST_UNPACKED))} bytes once "
                    "unpacked",
                    "no project that is read here is that large or packs so well",
                    "Export fewer documents at a time.",
                )
            yield piece
