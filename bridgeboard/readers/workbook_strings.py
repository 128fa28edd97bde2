"""A workbook keeps each text once and cells point to it: how much it is once laid out.

One text of a megabyte and a hundred thousand cells that point to it are a file of a few kilobytes,
and a hundred gigabytes in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Bytes of text in all cells that point to one.
MOST_LAID_OUT = 1_000_000_000

_END = re.compile(rb"</(?:[^\s<>:/]+:)?si\s*>|<(?:[^\s<>:/]+:)?si\b[^<>]*/>")
_POINTS = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_POINTER = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:[^\s<>:/]+:)?v\b[^<>]*>\s*([0-9]{1,9})\s*<"
)


class Strings:
    """What one part of a workbook holds of texts, and of cells that point to them."""

    def __init__(self) -> None:
        self.longest = 0
        self.pointing = 0
        self._since = 0

    def take(self, text: bytes) -> None:
        """Look at the next piece of the part."""
        if b"si" in text:
            last = 0
            for end in _END.finditer(text):
                self.longest = max(self.longest, self._since + end.end() - last)
                self._since, last = 0, end.end()
            self._since += len(text) - last
        else:
            self._since += len(text)
        if b"'s'" in text or b'"s"' in text:
            self.pointing += len(_POINTS.findall(text))


def laid_out(texts: Iterable[bytes], parts: Iterable[Iterable[bytes]]) -> int:
    """Bytes of all texts that cells point to, each as often as they do.

    texts: the part that holds the texts, in pieces; parts: all others, each in pieces that break no
        cell apart.
    """
    whole = b"".join(texts)
    lengths, last = [], 0
    for end in _END.finditer(whole):
        lengths.append(end.end() - last)
        last = end.end()
    del whole
    longest = max(lengths, default=0)
    total = 0
    for part in parts:
        for piece in part:
            pointers = _POINTER.findall(piece)
            # A cell whose pointer can't be made out may point to the longest.
            total += (len(_POINTS.findall(piece)) - len(pointers)) * longest
            for pointer in pointers:
                place = int(pointer)
                total += lengths[place] if place < len(lengths) else 0
            if total > MOST_LAID_OUT:
                return total
    return total
