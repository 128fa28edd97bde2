"""Does a map fit the next export of the same project?"""

from __future__ import annotations

from dataclasses import dataclass

from bridgeboard.collected.coding import Coding
from bridgeboard.mapping.coding_map import CodingMap
from bridgeboard.readers.quoting import listed, quoted

_SHOWN = 5


@dataclass(frozen=True)
class CodingFit:
    """What of an export a map doesn't know, and what it knows that the export has not."""

    same_kind: bool
    new_documents: tuple[str, ...]
    new_codes: tuple[str, ...]
    missing_documents: tuple[str, ...]
    missing_codes: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Is everything in the export known? What is missing from it needs no answer."""
        return not self.new_documents and not self.new_codes

    def sentences(self) -> tuple[str, ...]:
        """The same for people."""
        said = [
            f"{len(names)} {what}: {_named(names)}."
            for what, names in (
                ("new documents", self.new_documents),
                ("new codes", self.new_codes),
                ("documents of the map are not in this file", self.missing_documents),
                ("codes of the map are not in this file", self.missing_codes),
            )
            if names
        ]
        if not self.same_kind:
            said.append("The map was made for another kind of file: names may differ.")
        return tuple(said)


def fit(coding_map: CodingMap, coding: Coding) -> CodingFit:
    """How a map fits an export."""
    documents = [one.document for one in coding.documents]
    codes = [one.code for one in coding.codes]
    known_documents = [rule.document for rule in coding_map.documents]
    known_codes = [rule.code for rule in coding_map.codes]
    return CodingFit(
        same_kind=coding_map.kind == coding.kind,
        new_documents=_without(documents, known_documents),
        new_codes=_without(codes, known_codes),
        missing_documents=_without(known_documents, documents),
        missing_codes=_without(known_codes, codes),
    )


def _without(names: list[str], known: list[str]) -> tuple[str, ...]:
    there = set(known)
    return tuple(name for name in names if name not in there)


def _named(names: tuple[str, ...]) -> str:
    shown = [quoted(name) for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    return listed([*shown, f"{more} more"] if more else shown)
