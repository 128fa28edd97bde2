"""Headings of tables of coded segments, as MAXQDA, NVivo, ATLAS.ti, Dedoose and people write them.

Written down from general knowledge of these programs, but for Dedoose's, which were read in code
that works on its exports; none but Taguette's was at hand as a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.coded_rows import plain
from bridgeboard.collected.people import names_people

HEADINGS: dict[str, tuple[str, ...]] = {
    "document": (
        "document name", "document", "documentname", "document title", "dokumentname", "dokument",
        "file name", "filename", "file", "source name", "source", "media title", "resource title",
        "transcript", "interview", "dateiname", "datei", "documento", "nom du document",
    ),
    "code": (
        "hierarchical name", "code path", "code name", "codename", "code", "codes",
        "codes applied combined", "codes applied", "tag", "tags", "node", "node name", "codigo",
        "código", "códigos",
    ),
    "words": (
        "coded segment", "coded segments", "coded text", "segment", "segment text",
        "quotation content", "quotation text", "text content", "quotation", "quote",
        "excerpt copy", "excerpt", "content", "highlight", "passage", "preview", "vorschau",
        "codiertes segment", "zitat", "text",
    ),
    "coder": (
        "coder", "coder name", "coded by", "coded by initials", "excerpt creator", "created by",
        "author", "user", "owner", "modified by", "last modified by", "codierer", "codiert von",
        "autor", "erstellt von", "bearbeitet von", "creating user",
    ),
    "memo": (
        "memo", "comment", "comments", "note", "notes", "kommentar", "kommentare", "bemerkung",
        "quotation comment", "paraphrase", "summary",
    ),
    "begin": (
        "beginning", "begin", "start", "start position", "anfang", "excerpt range", "reference",
        "reference number", "position", "range",
    ),
    "end": ("end", "end position", "ende", "stop"),
    "id": ("id", "quotation id", "segment id", "excerpt id", "highlight id", "nr", "number"),
}  # fmt: skip

#: Columns about a document that tell where and when it was: kept as its variables.
VARIABLES = (
    "document group", "document groups", "document set", "dokumentgruppe", "dokumentgruppen",
    "folder", "site", "wave", "time", "phase", "round", "stakeholder", "group", "gruppe",
    "country", "location", "standort", "centre", "center",
)  # fmt: skip

#: Dedoose writes a column for each code, with True where it applies.
_APPLIED = re.compile(r"^\s*code:\s*(?P<code>.+?)\s+applied\s*$", re.IGNORECASE)
#: Under a heading in the plural a cell may hold several codes.
_SEVERAL = ("codes", "codes applied combined", "codes applied", "tags", "códigos")


@dataclass
class Columns:
    """Where the columns of a table of segments are.

    applied: place to code, of Dedoose's columns; variables: place to heading.
    """

    of: dict[str, int] = field(default_factory=dict)
    applied: dict[int, str] = field(default_factory=dict)
    variables: dict[int, str] = field(default_factory=dict)
    several: bool = False

    @property
    def usable(self) -> bool:
        """Are there documents and codes?"""
        return "document" in self.of and ("code" in self.of or bool(self.applied))


def columns_of(headings: Sequence[str]) -> Columns:
    """What each heading is; of two that fit, the one that is listed first."""
    found = Columns()
    names = [plain(heading) for heading in headings]
    for what, known in HEADINGS.items():
        place = next((names.index(one) for one in known if one in names), None)
        if place is not None:
            found.of[what] = place
    for place, heading in enumerate(headings):
        if match := _APPLIED.match(heading):
            found.applied[place] = match["code"]
        elif names[place] in VARIABLES and not names_people(heading, ()):
            found.variables[place] = " ".join(heading.split())
    if "code" in found.of:
        found.several = names[found.of["code"]] in _SEVERAL
    return found
