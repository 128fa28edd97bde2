"""Why a file can't be read, in words, for files that nothing here recognises."""

from __future__ import annotations

import io
import zipfile
import zlib

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.problems import Problem

_EXPORT_AS_TABLE = "Export the answers from where they were collected, as CSV or .xlsx."

#: How files begin that nothing here reads: what it is, and how to mend it.
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one with a password",
     "Take the password off, and save it again as .xlsx."),
    (b"\x1c\0\0\0\0\0\0\0ENCRYPTED", "an SPSS file with a password",
     "Save it without the password."),
    (b"%PDF", "a PDF", _EXPORT_AS_TABLE),
    (b"\x1f\x8b", "a gzip file (R's data are such files too)", "Unpack it first, or save the table "
     "from R with write.csv()."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"BZh", "a bzip2 file", "Unpack it first."),
    (b"\xfd7zXZ", "an xz file", "Unpack it first."),
    (b"\x89PNG", "a picture", _EXPORT_AS_TABLE),
    (b"\xff\xd8\xff", "a picture", _EXPORT_AS_TABLE),
    (b"GIF8", "a picture", _EXPORT_AS_TABLE),
    (b"<stata_dta>", "a Stata file", "Export it from Stata as CSV, or save it as .sav."),
    (b"PAR1", "a Parquet file", "Save the table as CSV."),
    (b"ID3", "a recording", _EXPORT_AS_TABLE),
    (b"OggS", "a recording", _EXPORT_AS_TABLE),
    (b"RIFF", "a recording or film", _EXPORT_AS_TABLE),
    (b"MZ", "a program", _EXPORT_AS_TABLE),
    (b"\x7fELF", "a program", _EXPORT_AS_TABLE),
    (b"{\\rtf", "a Word document (.rtf)", _EXPORT_AS_TABLE),
)  # fmt: skip

#: Parts that tell what a zip file is, before anything is unpacked.
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("word/document.xml", "a Word document", _EXPORT_AS_TABLE),
    ("ppt/presentation.xml", "a PowerPoint presentation", _EXPORT_AS_TABLE),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "Save it again as .xlsx."),
    ("Index/Document.iwa", "a Numbers or Pages document", "Export it as .xlsx or CSV."),
)


def reason(file: DroppedFile) -> Problem:
    """Why this file, which is nothing that is known, can't be read. Unpacks nothing."""
    if file.too_large is not None:
        return file.too_large
    if not file.data.strip(b" \t\r\n\xef\xbb\xbf"):
        return _problem(file, "", "Export it once more: there is nothing in it.")
    if file.data.startswith(b"PK"):
        return _zip(file)
    for beginning, found, mend in _BEGINNINGS:
        if file.data.startswith(beginning):
            return _problem(file, found, mend)
    start = file.data[:300].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<body")):
        mend = "Open it in your spreadsheet and save it again as .xlsx or CSV UTF-8."
        return _problem(file, "a web page, whatever its name says", mend)
    if start.startswith(b"<"):
        return _problem(file, "XML of a kind that is not known here", _EXPORT_AS_TABLE)
    if not file.is_text:
        if _is_one_line(file.data):
            found = "a first row of more than a million characters"
            return _problem(file, found, "Its line ends may be lost: export it again.")
        if (damaged := file.text) and isinstance(damaged, Problem) and _is_mostly_text(file.data):
            return damaged
        return _problem(file, "no text and no kind of file that is known here", _EXPORT_AS_TABLE)
    text = file.text
    if isinstance(text, Problem):
        return text
    if start.startswith((b"{", b"[")):
        return _problem(file, "JSON of a kind that is not known here", _EXPORT_AS_TABLE)
    return _problem(
        file,
        "text that is no table",
        "Export the answers as CSV: a row of headings, and below it a row for each person.",
    )


def _is_mostly_text(data: bytes) -> bool:
    """Is it text but for a few bytes?"""
    sample = data[:10_000]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return odd <= max(1, 0.05 * len(sample))


def _is_one_line(data: bytes) -> bool:
    head = data[:1_000_000]
    return len(data) > len(head) and b"\n" not in head and b"\r" not in head and b"\0" not in head


def _zip(file: DroppedFile) -> Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            names = archive.namelist()
            locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError):
        found = "a damaged or cut off workbook or zip file"
        return _problem(file, found, "Export it or copy it here once more.")
    for part, found, mend in _PARTS:
        if part in names:
            return _problem(file, found, mend)
    if "content.xml" in names:
        found = "an OpenDocument file (.ods, .odt)"
        return _problem(file, found, "Save it again as .xlsx or CSV UTF-8.")
    if any(name.startswith("xl/") for name in names):
        return _workbook(file)
    found = "a zip file with a password" if locked else "a zip file"
    return _problem(file, found, "Unpack it first, and drop the files that were in it.")


def _workbook(file: DroppedFile) -> Problem:
    if isinstance(file.workbook, Problem):
        return file.workbook
    if isinstance(file.sheets, Problem):
        return file.sheets
    return _problem(file, "a workbook with no table in it", _EXPORT_AS_TABLE)


def _problem(file: DroppedFile, found: str, mend: str) -> Problem:
    return Problem(
        file=file.name,
        rule="kind of file",
        found=found,
        expected="this must be an export of a tool that is known here, or a table",
        mend=mend,
    )
