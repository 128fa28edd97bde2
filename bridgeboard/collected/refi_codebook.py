"""REFI-QDA codebooks (.qdc): codes and their descriptions.

Three namespaces are in use and programs break the published schema, so elements are told by their
local names alone and nothing is held against a schema.
"""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.collected.code_tree import Entry, arranged, clean
from bridgeboard.collected.coding import Coding
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.qda_xml import Attributes, Odd, read, root_of
from bridgeboard.collected.refi_words import PROGRAMS, counted, refused

_PIECE = 1 << 20


class _Codebook:
    """The codes that were met so far."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.root = ""
        self.origin = ""
        self._open: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: Attributes) -> bool:
        above = self._path[-1] if self._path else ""
        self._path.append(name)
        if not above:
            self.root, self.origin = name, attributes.get("origin", "")
        if name == "Code":
            key = attributes.get("guid", "").upper() or f"code {len(self.entries)}"
            over = self._open[-1] if self._open else None
            self.entries[key] = Entry(key, attributes.get("name", ""), over)
            self._open.append(key)
        return name == "Description" and above == "Code"

    def end(self, name: str, text: str) -> None:
        self._path.pop()
        if name == "Code":
            self._open.pop()
        elif name == "Description" and text and self._path and self._path[-1] == "Code":
            old = self.entries[self._open[-1]]
            self.entries[old.key] = Entry(old.key, old.name, old.above, clean(text))


def read_codebook(dropped: DroppedFile, beside: Sequence[tuple[str, DroppedFile]] = ()) -> Coding:
    """Codes with their descriptions; a codebook has no documents and no coded passages."""
    kind = "refi-qda-codebook"
    if dropped.too_large is not None:
        return Coding(kind, dropped.name, problems=(dropped.too_large,))
    found = _Codebook()
    data = dropped.data
    try:
        read((data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), found)
        if found.root != "CodeBook":
            raise Odd(
                "XML that is no codebook",
                "a REFI-QDA codebook (.qdc) begins with CodeBook",
                "Export the codebook once more, as REFI-QDA.",
            )
    except Odd as odd:
        return Coding(kind, dropped.name, problems=(refused(dropped.name, odd),))
    tree, _ = arranged(found.entries.values(), dots="taguette" in found.origin.casefold())
    program = next((name for name in PROGRAMS if name.casefold() in found.origin.casefold()), "")
    said = (
        f"A codebook{' of ' + program if program else ''} with {counted(len(tree.codes), 'code')}."
    )
    return Coding(kind, dropped.name, codes=tree.in_order(), said=(said,))


def seen_codebook(dropped: DroppedFile) -> Likeness | None:
    """XML that begins with CodeBook, in whichever namespace."""
    root = root_of(dropped.data)
    if root is not None and root[1] == "CodeBook":
        return Likeness(1.0, f"it is XML that begins with CodeBook ({root[0] or 'no namespace'})")
    if dropped.name.lower().endswith(".qdc"):
        return Likeness(0.6, "its name ends as those of REFI-QDA codebooks do")
    return None


KINDS = (
    Kind(
        name="refi-qda-codebook",
        label="REFI-QDA codebook",
        seen=seen_codebook,
        read=read_codebook,
    ),
)
