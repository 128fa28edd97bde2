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
from bridgeboard.readers.headings import MOST_COLUMNS
from bridgeboard.readers.quoting import grouped
from bridgeboard.readers.workbook_strings import MOST_LAID_OUT, Strings, laid_out

#: A sheet of a million answers unpacks to about 250 MB.
MOST_UNPACKED = 1_000_000_000
#: About a gigabyte of Python objects; a million answers are five million cells.
MOST_CELLS = 30_000_000
#: Rows that Excel has.
MOST_ROWS = 1_048_576
#: Beyond these a column's name has more than one letter.
_LETTERS = 26
#: Rows that a sheet may have without being measured: see _FAR.
_NEAR_ROWS = 999_999

_PIECE = 1 << 20
# [^<>] and not [^>]: what is no XML must not make a search start over at each bracket.
# A reference may be in small letters, and spaces may stand beside the equals sign.
_R = rb"\br\s*=\s*[\"']"
_CELL = rb"<(?:[^\s<>:/]+:)?c\s[^<>]*?" + _R + rb"([A-Za-z]{1,3})([0-9]{1,7})[\"']"
_FILLED_CELL = re.compile(_CELL + rb"[^<>]*?(?<!/)>")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*>"
    rb"(?:<(?:\w+:)?f[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
#: A column beyond Z or a row beyond a million: only then do corners have to be measured.
_FAR = re.compile(_R + rb"(?:[A-Za-z]{2,3}[0-9]|[A-Za-z]?[0-9]{7})")
#: Cells without a reference stand right of the one before them, in the row that their row names.
_BARE_CELL = re.compile(rb"<(?:[^\s<>:/]+:)?c(?:\s(?![^<>]*" + _R + rb")[^<>]*)?>")
_ROW = re.compile(rb"<(?:[^\s<>:/]+:)?row\b")
_ROW_NUMBER = re.compile(rb"^[^<>]*?" + _R + rb"([0-9]{1,10})[\"']")
#: A cell's tag has three or four short attributes. In a longer one the patterns above would search
#: back and forth for minutes.
_LONG_CELL = re.compile(rb"<(?:[^\s<>:/]{1,100}:)?c\s[^<>]{1000}")
#: Nothing that people write packs so well: a sheet's text becomes a tenth or a twentieth.
_PACKED = 300
_WORTH_A_LOOK = 100_000_000


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
    scans: dict[str, _Scan] = {}
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
        scan = scans[entry.filename] = _Scan()
        kept = []
        for piece in _pieces(data, entry):
            unpacked += len(piece)
            bomb = unpacked > max(_WORTH_A_LOOK, _PACKED * len(data))
            if bomb or unpacked > MOST_UNPACKED:
                most = _WORTH_A_LOOK if bomb else MOST_UNPACKED
                raise _Odd(
                    f"more than {grouped(most)} bytes once unpacked",
                    "no workbook of ours is that large",
                    "Save the table as CSV UTF-8 if it is really so long.",
                )
            scan.take(piece)
            if keep:
                kept.append(piece)
        scan.finish()
        parts[entry.filename] = scan.errors
        texts[entry.filename] = b"".join(kept)
    _check_strings(data, {entry.filename: entry for entry in entries}, scans)
    names = _sheet_names(
        texts.get("xl/workbook.xml", b""), texts.get("xl/_rels/workbook.xml.rels", b"")
    )
    return Looked({name: parts[path] for path, name in names.items() if parts.get(path)})


def _check_strings(
    data: bytes, entries: dict[str, zipfile.ZipInfo], scans: dict[str, _Scan]
) -> None:
    """Refuse texts that cells point to so often that they would fill the memory."""
    longest = max((scan.strings.longest for scan in scans.values()), default=0)
    pointing = sum(scan.strings.pointing for scan in scans.values())
    if longest * pointing <= MOST_LAID_OUT:
        return
    kept = [name for name, scan in scans.items() if scan.strings.longest]
    sheets = [name for name, scan in scans.items() if scan.strings.pointing]
    size = laid_out(
        (piece for name in kept for piece in _pieces(data, entries[name])),
        (_rows(_pieces(data, entries[name])) for name in sheets),
    )
    if size > MOST_LAID_OUT:
        raise _Odd(
            f"texts that fill more than {grouped(MOST_LAID_OUT)} bytes in its cells",
            "no workbook of ours is that large",
            "Delete long texts that stand in many cells, or save the table as CSV UTF-8.",
        )


def _rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces cut anew, where a row or at least a tag ends."""
    rest = b""
    for piece in pieces:
        buffer = rest + piece
        end = _end_of_rows(buffer)
        yield buffer[:end]
        rest = buffer[end:]
    yield rest


def _end_of_rows(buffer: bytes) -> int:
    """Up to the last row that is whole: a cell and its value must not be parted."""
    end = buffer.rfind(b"</row>") + 6
    if end < 6:
        end = buffer.rfind(b">") + 1
    return len(buffer) if len(buffer) - end > 4 * _PIECE else end


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
        self.rows = 0
        self.bare_row = self.bare_width = 0
        self.unmeasured = False
        self.strings = Strings()
        self.errors: dict[tuple[int, int], str] = {}

    def take(self, piece: bytes) -> None:
        buffer = self.rest + piece
        end = _end_of_rows(buffer)
        self._look(buffer[:end])
        self.rest = buffer[end:]

    def finish(self) -> None:
        self._look(self.rest)
        self.rest = b""

    def _measure_bare(self, text: bytes) -> bool:
        """How far cells without a reference reach, by their rows. Are there any?"""
        found = False
        for row in _ROW.split(text):
            n = len(_BARE_CELL.findall(row))
            if not n:
                continue
            found = True
            self.bare_width = max(self.bare_width, n)
            number = _ROW_NUMBER.match(row)
            if number is not None:
                self.bare_row = max(self.bare_row, int(number[1]))
        return found

    def _look(self, text: bytes) -> None:
        self.strings.take(text)
        if b"<" not in text:
            return
        # A few other tags begin so too, which does no harm.
        cells = text.count(b"<c") + text.count(b":c")
        self.cells += cells
        self.rows += text.count(b"<row") + text.count(b":row")
        has_errors = b'"e"' in text or b"'e'" in text
        if cells and _LONG_CELL.search(text):
            raise _Odd(*damaged())
        bare = cells > text.count(b'<c r="') and self._measure_bare(text)
        if cells and (bare or _FAR.search(text)):
            found = _FILLED_CELL.findall(text)
            self.corner[0] = max(self.corner[0], 0, *map(int, {number for _, number in found}))
            self.corner[1] = max(self.corner[1], 0, *map(_place, {name for name, _ in found}))
        elif cells:
            self.unmeasured = True
        if has_errors:
            for letters, number, error in _ERROR_CELL.findall(text):
                self.errors[int(number) - 1, _place(letters) - 1] = html.unescape(error.decode())
        rows, columns = self.corner
        if self.bare_width:
            # Such cells go on from the last row and cell that had a number.
            rows = max(rows, self.bare_row, _NEAR_ROWS if self.unmeasured else 0) + self.rows
            columns = max(columns, _LETTERS) + self.bare_width
        too_many = rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS
        if self.cells > MOST_CELLS or too_many:
            raise _Odd(
                f"cells as far away as row {grouped(rows)} in column {grouped(columns)}"
                if too_many
                else f"more than {grouped(MOST_CELLS)} cells",
                f"a sheet may span {grouped(MOST_CELLS)} cells",
                "Delete what stands far right or far below of the table, or save it as CSV UTF-8.",
            )


def _place(letters: bytes) -> int:
    """Which column it is, from 1."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place


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
