"""Encodings of text: which a person may choose, and which of them a file may be in."""

from __future__ import annotations

from dataclasses import replace

from bridgeboard.problems import Problem
from bridgeboard.readers.encoding import likely_encoding
from bridgeboard.readers.quoting import listed

#: What a person may choose, by the name that Python has for it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16 (Excel's Unicode text)",
    "cp1252": "Windows-1252 (western Europe)",
    "mac_roman": "Mac Roman (old Macs, western Europe)",
    "cp1250": "Windows-1250 (central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp932": "Shift-JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
}
#: How `likely_encoding` begins what it says, and what that is here.
_GUESSED = {
    "Mac Roman": "mac_roman",
    "Windows-1252": "cp1252",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1251": "cp1251",
    "Windows-1253": "cp1253",
    "Shift-JIS": "cp932",
    "GB 18030": "gb18030",
}
_SAMPLE = 1_000_000


def likely(data: bytes) -> tuple[str, ...]:
    """The encodings that a file which is not UTF-8 may be in, the likeliest first.

    A guess from letters: one and the same byte is a letter in several encodings, so a person must
    look at what comes of it.
    """
    if in_utf16(data):
        return ("utf-16",)
    said = likely_encoding(data)
    first = next((codec for words, codec in _GUESSED.items() if said.startswith(words)), "cp1252")
    rest = ["cp1252", "mac_roman"] if first in ("cp1252", "mac_roman") else ["cp1252"]
    return tuple(codec for codec in dict.fromkeys([first, *rest]) if _decodes(data, codec)) or (
        "mac_roman",
    )


def in_utf16(data: bytes) -> bool:
    """Does it begin as text in UTF-16 does, or is every other byte NUL?"""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = data[:2000]
    half = len(sample) // 2
    return half >= 2 and max(sample[0::2].count(0), sample[1::2].count(0)) > 0.4 * half


def not_utf8(problem: Problem, data: bytes) -> Problem:
    """The same problem with what to do about it here: choose the encoding."""
    if problem.rule != "UTF-8":
        return problem
    names = listed([ENCODINGS[codec] for codec in likely(data)], "or")
    return replace(
        problem,
        rule="encoding",
        expected="without a choice a file is read as UTF-8",
        mend=f"Choose its encoding: probably {names}; look whether letters with accents come out "
        "right. Or export it again as UTF-8.",
    )


def no_text(file: str, encoding: str) -> Problem:
    """The problem of a file that is no text, though its bytes can be taken for letters."""
    return Problem(
        file=file,
        rule="encoding",
        found=f"NUL bytes or a zip file, read as {ENCODINGS.get(encoding, encoding)}",
        expected="a text file holds none in this encoding",
        mend="Choose another encoding, or export the file again.",
    )


def _decodes(data: bytes, codec: str) -> bool:
    sample = data[:_SAMPLE]
    for end in (len(sample), len(sample) - 1):
        try:
            sample[:end].decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False
