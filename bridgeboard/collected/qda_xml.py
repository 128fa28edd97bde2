"""XML of programs for qualitative analysis, read piece by piece and without a document type.

The standard library's expat is fed pieces, so nothing is held but what a reader keeps, and no
library is added for it. An entity can only be declared in a document type, which is refused where
it begins: neither a billion laughs nor a file or address from outside can follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol
from xml.parsers import expat

from bridgeboard.readers.quoting import grouped

#: A project of 20,000 coded passages has some 100,000 elements.
MOST_ELEMENTS = 3_000_000
DEEPEST = 100
#: A description or a value; the rest is cut.
LONGEST_TEXT = 10_000
#: What is looked at to tell the kind of a file.
_HEAD = 65_536

Attributes = dict[str, str]


class Odd(Exception):
    """What keeps a file from being read, in the words of a problem: found, expected, mend."""


class Reader(Protocol):
    """What takes the elements of a document; names without their namespace."""

    def start(self, name: str, attributes: Attributes) -> bool:
        """An element begins. Out: is its text wanted?"""

    def end(self, name: str, text: str) -> None:
        """An element ends; text is its own if it was wanted."""


def read(pieces: Iterable[bytes], reader: Reader) -> None:
    """Hand each element of a document to the reader. Raises: Odd."""
    walk = _Walk(reader)
    try:
        for piece in pieces:
            walk.parser.Parse(piece, False)
        walk.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Odd(
            f"XML that is broken in line {error.lineno} ({expat.ErrorString(error.code)})",
            "the file must be as the program wrote it",
            "Export it again.",
        ) from None
    except (UnicodeError, ValueError, LookupError):
        raise Odd(
            "XML in an encoding that is not known", "it must be UTF-8", "Export it again."
        ) from None


class _Walk:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.n = 0
        self.kept: list[list[str] | None] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.ordered_attributes = False
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _no_document_type
        self.parser.EntityDeclHandler = _no_document_type
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, attributes: Attributes) -> None:
        self.n += 1
        if self.n > MOST_ELEMENTS or len(self.kept) >= DEEPEST:
            many = self.n > MOST_ELEMENTS
            raise Odd(
                f"more than {grouped(MOST_ELEMENTS)} elements"
                if many
                else f"elements within elements, more than {DEEPEST} deep",
                "no project that is read here holds so many",
                "Export fewer documents at a time." if many else "Export it again.",
            )
        plain = {_local(key): value for key, value in attributes.items()}
        wanted = self.reader.start(_local(name), plain)
        self.kept.append([] if wanted else None)
        self.parser.CharacterDataHandler = self.text if wanted else None

    def text(self, data: str) -> None:
        kept = self.kept[-1]
        if kept is not None and sum(map(len, kept)) < LONGEST_TEXT:
            kept.append(data)

    def end(self, name: str) -> None:
        kept = self.kept.pop()
        self.reader.end(_local(name), "".join(kept)[:LONGEST_TEXT].strip() if kept else "")
        wanted = bool(self.kept) and self.kept[-1] is not None
        self.parser.CharacterDataHandler = self.text if wanted else None


def root_of(data: bytes) -> tuple[str, str] | None:
    """Namespace and name of the outermost element, as far as the beginning tells; else None."""
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return None
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        found.append(name)
        raise _Seen

    parser.StartElementHandler = start
    # Without this an entity of a document type would be expanded on the way to the first element.
    parser.StartDoctypeDeclHandler = _no_document_type
    broken = (expat.ExpatError, UnicodeError, ValueError, LookupError)
    with suppress(_Seen, Odd, *broken):
        parser.Parse(data[:_HEAD], False)
    if not found:
        return None
    namespace, _, name = found[0].rpartition(" ")
    return namespace, name


class _Seen(Exception):
    pass


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_document_type(*_: object) -> None:
    raise Odd(
        "XML with a document type or entities",
        "programs for qualitative analysis write none, and they can do harm",
        "Export it again from the program itself.",
    )
