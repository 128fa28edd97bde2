"""One pass over a long file's bytes: is it text, and text of which kind?"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bridgeboard.problems import Problem
from bridgeboard.readers.encoding import UTF8_MARK, no_text, not_utf8, nul_byte

#: Bytes taken at a time.
SLICE = 1 << 22
#: Of a file that is not UTF-8 this much is looked at to guess what it is.
_HEAD = 1_000_100


@dataclass(frozen=True)
class Sweep:
    """What a long file's bytes are.

    head: its first bytes; marked: does it begin with the mark of UTF-8?
    has_quotes: is there a quotation mark anywhere?
    line_end: how every line ends; "" where lines end in different ways, or in old ones.
    lines: how many there are, if line_end says how they end; the last may have no end.
    problem: why it can't be read as text; None if it can.
    """

    sha256: str
    bytes: int
    head: bytes
    marked: bool
    has_quotes: bool
    line_end: str
    lines: int
    problem: Problem | None


def sweep(path: Path, file: str, done: Callable[[int], None] = lambda n: None) -> Sweep:
    """The file's digest, and what must be known of it before it is split into cells.

    In:     done: called with the bytes of each step.
    Raises: OSError.
    """
    digest, size, quotes, first_bad, first_nul = hashlib.sha256(), 0, False, None, None
    returns = pairs = feeds = 0
    held, last, head = b"", b"", b""
    # The digest of one piece is made beside looking at it; Python lets go of the processor for it.
    with path.open("rb") as opened, ThreadPoolExecutor(1) as beside:
        for piece in _pieces(opened):
            digested = beside.submit(digest.update, piece)
            head += piece[: _HEAD - len(head)]
            quotes = quotes or b'"' in piece
            if first_nul is None and b"\0" in piece:
                first_nul = size + piece.index(b"\0")
            if returns or b"\r" in piece or last == b"\r":
                returns += piece.count(b"\r")
                pairs += piece.count(b"\r\n") + (last == b"\r" and piece[:1] == b"\n")
            feeds += piece.count(b"\n")
            if first_bad is None and (held or not piece.isascii()):
                first_bad, held = _bad_byte(held + piece, size - len(held))
            last = piece[-1:]
            size += len(piece)
            digested.result()
            done(len(piece))
    if first_bad is None and held:
        first_bad = size - len(held)
    line_end = "\n" if not returns else "\r\n" if returns == pairs == feeds else ""
    problem = no_text(head, file)
    if problem is None and first_bad is not None:
        problem = _not_utf8(path, file, first_bad, head)
    if problem is None and first_nul is not None:
        problem = _nul(path, file, first_nul)
    return Sweep(
        sha256=digest.hexdigest(),
        bytes=size,
        head=head,
        marked=head.startswith(UTF8_MARK),
        has_quotes=quotes,
        line_end=line_end,
        lines=feeds + (last != b"\n"),
        problem=problem,
    )


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    while piece := opened.read(SLICE):
        yield piece


def _bad_byte(data: bytes, start: int) -> tuple[int | None, bytes]:
    """Where the first byte is that is not UTF-8; and a character's beginning at the end."""
    try:
        _, taken = codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError as error:
        return start + error.start, b""
    return None, data[taken:]


def _not_utf8(path: Path, file: str, place: int, head: bytes) -> Problem:
    row, _, byte = _up_to(path, place)
    mark = len(UTF8_MARK) if head.startswith(UTF8_MARK) else 0
    return not_utf8(file, row, byte, place - mark, head[mark:])


def _nul(path: Path, file: str, place: int) -> Problem:
    row, characters, _ = _up_to(path, place)
    return nul_byte(file, row, characters)


def _up_to(path: Path, place: int) -> tuple[int, int, int]:
    """The row that a spreadsheet would show this byte in, the characters before it, and itself."""
    row, characters, left, quoted, after_return = 1, 0, place, False, False
    with path.open("rb") as opened:
        if opened.read(len(UTF8_MARK)) == UTF8_MARK:
            left -= len(UTF8_MARK)
        else:
            opened.seek(0)
        while left and (piece := opened.read(min(SLICE, left))):
            left -= len(piece)
            characters += len(piece.decode("utf-8", "replace")) if piece.isascii() else sum(
                byte & 0xC0 != 0x80 for byte in piece
            )  # fmt: skip
            for mark in re.finditer(rb'"|\r\n|\r|\n', piece):
                if mark[0] == b'"':
                    quoted = not quoted
                elif not quoted and not (after_return and mark[0] == b"\n" and not mark.start()):
                    row += 1
            after_return = piece.endswith(b"\r")
        return row, characters, opened.read(1)[0]
