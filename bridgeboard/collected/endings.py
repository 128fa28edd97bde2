"""Endings of file names: what they promise, and whether the content keeps it."""

from __future__ import annotations

from pathlib import PurePath

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.problems import Problem

#: What a file is inside, in words, and the endings that belong to it.
_BELONG = {
    "an Excel workbook": (".xlsx", ".xlsm"),
    "an SPSS file": (".sav", ".zsav"),
    "a REFI-QDA project": (".qdpx", ".qdpx-files", ".zip"),
    "a SQLite database": (".qda", ".db", ".sqlite"),
    "XML": (".qdc", ".xml"),
    "JSON": (".qsf", ".json"),
    "text": (".csv", ".tsv", ".txt", ".tab", ".dat", ".toml"),
}


def wrong_ending(file: DroppedFile) -> Problem | None:
    """A doubtful problem if the name's ending promises something else than what is inside."""
    ending = PurePath(file.name).suffix.lower()
    inside = _inside(file)
    known = {one for endings in _BELONG.values() for one in endings}
    if inside is None or ending in _BELONG[inside] or ending not in known:
        return None
    return Problem(
        file=file.name,
        rule="ending of the name",
        severity="doubtful",
        found=f"{inside} under a name that ends in {ending}",
        expected=f"the name of {inside} ends in {' or '.join(_BELONG[inside][:2])}",
        mend="It is read as what it is inside; look whether it is the file you meant.",
    )


def _inside(file: DroppedFile) -> str | None:
    data = file.data
    if data.startswith(b"PK\x03\x04"):
        return "an Excel workbook" if file.is_workbook else "a REFI-QDA project"
    if data.startswith((b"$FL2", b"$FL3")):
        return "an SPSS file"
    if data.startswith(b"SQLite format 3\0"):
        return "a SQLite database"
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "XML"
    if start.startswith(b"{"):
        return "JSON"
    return "text" if file.is_text else None
