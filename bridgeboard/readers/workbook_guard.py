"""A workbook is a zip file: look into it before a library unpacks it.

A few kilobytes can unpack to gigabytes, and two cells in far corners make a library lay out every
cell between them. Both are found here by unpacking in pieces, which is quick and keeps nothing.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped

#: A sheet of a million answers unpacks to about 250 MB.
MOST_UNPACKED = 1_000_000_000
#: About a gigabyte of Python objects; a million answers are five million cells.
MOST_CELLS = 30_000_000
#: Rows that Excel has.
MOST_ROWS = 1_048_576

_PIECE = 1 << 20
# [^<>] and not [^>]: what is no XML must not make a search start over at each bracket.
_CELL = rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"
_FILLED_CELL = re.compile(_CELL + rb"[^<>]*?(?<!/)>")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*>"
    rb"(?:<(?:\w+:)?f[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
#: A column beyond Z or a row beyond a million: only then do corners have to be measured.
_FAR = re.compile(rb"\br=[\"'](?:[A-Z]{2,3}[0-9]|[A-Z]?[0-9]{7})")


@dataclass
class Looked:
    """What was seen inside: cells that hold a spreadsheet's error, by sheet."""

    errors: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)


class _Odd(Exception):
    """What is odd about the workbook, in the words of a problem: found, expected, mend."""


def looked_into(data: bytes, file: str) -> Looked | Problem:
    """Error cells by sheet name and (row, column) from 0; a Problem if it is unsafe or damaged."""
    try:
        return _look(data)
    except _Odd as odd:
        found, expected, mend = odd.args
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError):
        found, expected, mend = damaged()
    return Problem(file=file, rule="workbook", found=found, expected=expected, mend=mend)


def damaged() -> tuple[str, str, str]:
    """The words for a workbook that can't be opened."""
    return (
        "a damaged workbook, or another kind of file under this name",
        "this must be an Excel workbook (.xlsx)",
        "Open it in your spreadsheet and save it again as .xlsx, or copy it here once more.",
    )


def _look(data: bytes) -> Looked:
    parts: dict[str, dict[tuple[int, int], str]] = {}
    unpacked = 0
    texts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    for entry in entries:
        if entry.flag_bits & 1:
            raise _Odd(
                "a password-protected workbook",
                "it must open without a password",
                "Take the password off and save it again.",
            )
        keep = entry.filename in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        scan = _Scan()
        kept = []
        for piece in _pieces(data, entry):
            unpacked += len(piece)
            if unpacked > MOST_UNPACKED:
                raise _Odd(
                    f"more than {grouped(MOST_UNPACKED)} bytes once unpacked",
                    "no workbook of ours is that large",
                    "Save the table as CSV UTF-8 if it is really so long.",
                )
            scan.take(piece)
            if keep:
                kept.append(piece)
        scan.finish()
        parts[entry.filename] = scan.errors
        texts[entry.filename] = b"".join(kept)
    names = _sheet_names(
        texts.get("xl/workbook.xml", b""), texts.get("xl/_rels/workbook.xml.rels", b"")
    )
    return Looked({name: parts[path] for path, name in names.items() if parts.get(path)})


def _pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry unpacked a piece at a time; sizes in its header are not believed."""
    at = entry.header_offset
    if data[at : at + 4] != b"PK\x03\x04" or entry.compress_type not in (0, 8):
        raise zipfile.BadZipFile
    names = int.from_bytes(data[at + 26 : at + 28], "little")
    extra = int.from_bytes(data[at + 28 : at + 30], "little")
    start = at + 30 + names + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == 0:
        yield from (bytes(packed[i : i + _PIECE]) for i in range(0, len(packed), _PIECE))
        return
    unpacker = zlib.decompressobj(-15)
    left: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(left, _PIECE)
        if not piece and not unpacker.unconsumed_tail and not unpacker.eof:
            raise zipfile.BadZipFile
        left = unpacker.unconsumed_tail
        yield piece


class _Scan:
    """One entry, piece by piece: how many cells, how far apart, and which are errors."""

    def __init__(self) -> None:
        self.rest = b""
        self.cells = 0
        self.far = False
        self.corner = [0, 0]
        self.errors: dict[tuple[int, int], str] = {}

    def take(self, piece: bytes) -> None:
        buffer = self.rest + piece
        # Up to the last row that is whole: an error's cell and its value must not be parted.
        end = buffer.rfind(b"</row>") + 6
        if end < 6:
            end = buffer.rfind(b">") + 1
        if len(buffer) - end > 40 * _PIECE:
            end = len(buffer)
        self._look(buffer[:end])
        self.rest = buffer[end:]

    def finish(self) -> None:
        self._look(self.rest)
        self.rest = b""

    def _look(self, text: bytes) -> None:
        self.cells += text.count(b"<c ") + text.count(b"<c>") + text.count(b":c ")
        if _FAR.search(text):
            for letters, number in _FILLED_CELL.findall(text):
                self.corner[0] = max(self.corner[0], int(number))
                self.corner[1] = max(self.corner[1], _place(letters) + 1)
        if b'"e"' in text or b"'e'" in text:
            for letters, number, error in _ERROR_CELL.findall(text):
                self.errors[int(number) - 1, _place(letters)] = html.unescape(error.decode())
        rows, columns = self.corner
        if self.cells > MOST_CELLS or rows > MOST_ROWS or rows * columns > MOST_CELLS:
            raise _Odd(
                f"cells as far away as row {grouped(rows)} in column {grouped(columns)}"
                if rows * columns > MOST_CELLS
                else f"more than {grouped(MOST_CELLS)} cells",
                f"a sheet may span {grouped(MOST_CELLS)} cells",
                "Delete what stands far right or far below of the table, or save it as CSV UTF-8.",
            )


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _sheet_names(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Which sheet is in which part of the zip file: path to name."""
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^<>]*>", relations.decode("utf-8", "replace")):
        facts = dict(re.findall(r"([\w:]+)=[\"']([^\"']*)[\"']", tag))
        target = html.unescape(facts.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[facts.get("Id")] = path
    names = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", workbook.decode("utf-8", "replace")):
        facts = dict(re.findall(r"([\w:]+)=[\"']([^\"']*)[\"']", tag))
        relation = next((value for key, value in facts.items() if key.endswith(":id")), None)
        if relation in targets:
            names[targets[relation]] = html.unescape(facts.get("name", ""))
    return names
