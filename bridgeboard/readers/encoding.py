"""Bytes to text: UTF-8 only; anything else is named, with the way to save it as UTF-8."""

from __future__ import annotations

import re

from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped

UTF8_MARK = b"\xef\xbb\xbf"

SAVE_AS_UTF8 = (
    "Open it in your spreadsheet and save it again as CSV UTF-8 (in Excel: File, Save As, "
    '"CSV UTF-8"; in LibreOffice: Save As, Text CSV, character set Unicode UTF-8).'
)

#: How a file begins that is no text at all, whatever its name says.
_DISGUISES = (
    (b"PK\x03\x04", "an Excel workbook or another zip file", "Save each sheet as CSV UTF-8, or "
     "give the workbook its own name ending, .xlsx."),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel workbook", "Open it in your "
     "spreadsheet, take the password off, and save each sheet as CSV UTF-8."),
    (b"%PDF", "a PDF", "Put the table itself here, saved as CSV UTF-8."),
    (b"\x1f\x8b", "a gzip file", "Unpack it first."),
)  # fmt: skip
_HTML = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|style|div|meta)\b", re.IGNORECASE)

#: Single-byte encodings of the scripts our programmes write in, and the letters that tell them.
_BY_SCRIPT = (
    ("cp1255", "Windows-1255 (Hebrew)", "\u05b0-\u05ea"),
    ("cp1256", "Windows-1256 (Arabic)", "\u0600-\u06ff"),
    ("cp1251", "Windows-1251 (Cyrillic)", "\u0400-\u04ff"),
    ("cp1253", "Windows-1253 (Greek)", "\u0370-\u03ff"),
)


def decoded(data: bytes, file: str) -> str | Problem:
    """The text of a UTF-8 file, without its byte order mark; a Problem if it is anything else."""
    if (problem := no_text(data, file)) is not None:
        return problem
    data = data.removeprefix(UTF8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
        return not_utf8(file, row_at(data, start), data[start], start, data)
    if (nul := text.find("\0")) >= 0:
        return nul_byte(file, row_at(data, data.index(b"\0")), nul)
    return text


def no_text(data: bytes, file: str) -> Problem | None:
    """The problem of a file whose first bytes show that it is something else."""
    disguise = _disguise(data)
    if disguise is not None:
        found, mend = disguise
        return Problem(
            file=file,
            rule="text file",
            found=f"{found} under this name",
            expected="this must be a text file of cells",
            mend=mend,
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(data):
        return Problem(
            file=file,
            rule="UTF-8",
            row=1,
            found="text in UTF-16 (what Excel calls Unicode text)",
            expected="files must be in UTF-8",
            mend=SAVE_AS_UTF8,
        )
    return None


def not_utf8(file: str, row: int, byte: int, place: int, data: bytes) -> Problem:
    """The problem of a byte that is not UTF-8. In: data: the file's beginning, to guess from."""
    return Problem(
        file=file,
        rule="UTF-8",
        row=row,
        found=f"byte 0x{byte:02X} (byte {grouped(place + 1)} of the file), which is not "
        f"UTF-8; the file is probably in {likely_encoding(data)}",
        expected="files must be in UTF-8",
        mend=SAVE_AS_UTF8,
    )


def nul_byte(file: str, row: int, place: int) -> Problem:
    """The problem of a NUL byte. In: place: the characters before it."""
    return Problem(
        file=file,
        rule="no NUL bytes",
        row=row,
        found=f"a NUL byte (character {grouped(place + 1)} of the file)",
        expected="a text file holds none: it was damaged, or is no text file",
        mend="Save the table again from where it came from, as CSV UTF-8.",
    )


def row_at(data: bytes, place: int) -> int:
    """The row that a spreadsheet would show this byte in: line ends inside quotes don't count."""
    before = data[:place]
    # A mark stays where a cell was: line ends before and after it are not one.
    outside = before if b'"' not in before else re.sub(rb'"[^"]*("|$)', b'"', before)
    return 1 + len(re.findall(rb"\r\n|\r|\n", outside))


def likely_encoding(data: bytes) -> str:
    """A guess at the encoding of text that is not UTF-8, in words."""
    sample = data[:1_000_000]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    high = b"".join(runs)
    # In western text accented letters stand alone between plain ones; other scripts make runs.
    if len(high) < 1.6 * len(runs):
        # Letters on a Mac are quotation marks and dashes on Windows (0x92 the one inside a word).
        inside_words = re.findall(rb"[A-Za-z][\x80-\x91\x93-\x9f](?=[a-z\x80-\xff])", sample)
        if len(inside_words) > 0.4 * len(high):
            return "Mac Roman (an old Mac's CSV)"
        return "Windows-1252 or Latin-1 (what Excel's plain CSV writes in western Europe)"
    if (text := _decodes(sample, "cp932")) and _has(text, "\u3040-\u30ff", 0.2):
        return "Shift-JIS (Japanese)"
    if len(high) < 2.5 * len(runs):
        return "an encoding other than UTF-8"
    for codec, name, letters in _BY_SCRIPT:
        if (text := _decodes(sample, codec)) and _has(text, letters, 0.9):
            return name
    if (text := _decodes(sample, "cp932")) and _has(text, "\u3040-\u30ff\u4e00-\u9fff", 0.9):
        return "Shift-JIS (Japanese)"
    if (text := _decodes(sample, "gb18030")) and _has(text, "\u4e00-\u9fff", 0.7):
        return "GB 18030 (Chinese)"
    return "an encoding other than UTF-8"


def _disguise(data: bytes) -> tuple[str, str] | None:
    for magic, found, mend in _DISGUISES:
        if data.startswith(magic):
            return found, mend
    if _HTML.match(data[:1000].removeprefix(UTF8_MARK)):
        return "a web page or XML", (
            "Some systems export a web page under the name of a spreadsheet: open it in your "
            "spreadsheet and save it again as CSV UTF-8."
        )
    return None


def _looks_like_utf16(data: bytes) -> bool:
    """Without a mark: every other byte of mostly western text is NUL."""
    sample = data[:2000]
    half = len(sample) // 2
    return half >= 2 and max(sample[0::2].count(0), sample[1::2].count(0)) > 0.4 * half


def _decodes(data: bytes, codec: str) -> str | None:
    # A sample may end inside a character of two bytes: leave the last few bytes out.
    for end in (len(data), len(data) - 1, len(data) - 2):
        try:
            return data[:end].decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _has(text: str, letters: str, share: float) -> bool:
    """Is at least this share of what is not ASCII made of these letters?"""
    others = re.findall(r"[^\x00-\x7f]", text)
    return bool(others) and len(re.findall(f"[{letters}]", text)) >= share * len(others)
