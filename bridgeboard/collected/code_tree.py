"""Codes as a tree: names from the top joined to paths."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.coding import Code

#: Between the names of a path, and how programs write it in a name or a cell. A > or : without a
#: blank on both sides may be part of a name; so may a backslash or slash outside of a path.
BETWEEN = " > "
_WRITTEN = re.compile(r"\s+[>›»]\s+|\s*::\s*|\s*\\+\s*")
#: A dot is between two names of letters, not within 2.0, e.g. or "etc. and".
_DOT = re.compile(r"(?<=[^\W_]{2})\.(?=[^\W_]{2})(?!(?<=\d\.)\d)")
#: What NVivo writes before the path of every code.
_ROOTS = ("nodes", "codes", "codebook", "code system", "codesystem")

LONGEST_NAME = 300
DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as a program keeps it: its own key, the key of the code above it, its name."""

    key: Hashable
    name: str
    above: Hashable | None = None
    description: str | None = None


@dataclass
class CodeTree:
    """Codes by path, in the order in which they came, each after the code above it."""

    codes: dict[str, Code] = field(default_factory=dict)

    def add(self, names: Sequence[str], description: str | None = None) -> str:
        """The path of these names, which then stands in the tree with all above it."""
        path, above = "", None
        for name in names:
            path = f"{above}{BETWEEN}{name}" if above is not None else name
            if path not in self.codes:
                self.codes[path] = Code(code=path, name=name, parent=above)
            above = path
        if description and path and self.codes[path].description is None:
            found = self.codes[path]
            self.codes[path] = Code(found.code, found.name, found.parent, description)
        return path

    def in_order(self) -> tuple[Code, ...]:
        """Each code followed by those under it."""
        under: dict[str | None, list[Code]] = {}
        for code in self.codes.values():
            under.setdefault(code.parent, []).append(code)
        waiting, walked = under.get(None, [])[::-1], []
        while waiting:
            code = waiting.pop()
            walked.append(code)
            waiting += under.get(code.code, [])[::-1]
        return tuple(walked)


def clean(name: str) -> str:
    """A name in one line, without what can't be seen, no longer than a label may be."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(shown.split())[:LONGEST_NAME].strip()


def names_in(text: str, dots: bool = False) -> list[str]:
    """The names of a path as programs write it; dots: as Taguette writes a tree."""
    parts = _WRITTEN.split(text)
    if len(parts) > 1 and parts[0].strip().casefold() in _ROOTS:
        parts = parts[1:]
    if dots:
        parts = [name for part in parts for name in _DOT.split(part)]
    found = [name for name in map(clean, parts) if name]
    if len(found) > DEEPEST:
        found = [*found[: DEEPEST - 1], clean(" ".join(found[DEEPEST - 1 :]))]
    return found


def arranged(entries: Iterable[Entry], dots: bool = False) -> tuple[CodeTree, dict[Hashable, str]]:
    """The tree of codes that name the one above them, and each one's path by its key.

    A code without a name is left out; one whose upper code is missing stands at the top, and so
    does one that is above itself.
    """
    known: Mapping[Hashable, Entry] = {entry.key: entry for entry in entries}
    tree, paths = CodeTree(), {}
    for key, entry in known.items():
        names: list[str] = []
        seen: set[Hashable] = set()
        at: Entry | None = entry
        while at is not None and at.key not in seen and len(names) < DEEPEST:
            seen.add(at.key)
            names = names_in(at.name, dots) + names
            at = known.get(at.above) if at.above is not None else None
        names = names[-DEEPEST:]
        if names and names_in(entry.name, dots):
            paths[key] = tree.add(names, entry.description)
    return tree, paths
