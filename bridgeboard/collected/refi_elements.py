"""The elements of a REFI-QDA project file: what of them is kept while it is read.

Words of transcripts that stand in the file are passed over; so are names of cases, notes, sets and
links.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.code_tree import Entry, clean
from bridgeboard.collected.passages import MOST
from bridgeboard.collected.qda_xml import Attributes, Odd
from bridgeboard.readers.quoting import grouped

_VALUES = {
    "TextValue",
    "BooleanValue",
    "IntegerValue",
    "FloatValue",
    "DateValue",
    "DateTimeValue",
}
#: Attributes that place a passage in its document.
_PLACES = ("page", "startPosition", "endPosition", "firstX", "firstY", "secondX", "secondY")
_TIMES = ("begin", "end", "fromSyncPoint", "toSyncPoint")


@dataclass
class Selection:
    """Where a coding stands: the selection's place, and its words if its name is all of them."""

    key: Hashable
    place: tuple[float, ...]
    name: str
    words: str | None
    area: bool


@dataclass
class Project:
    """What was met in a project file so far; keys are GUIDs in capitals."""

    root: str = ""
    origin: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    codings: list[tuple[str, str, str, Selection]] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    homes: bool = False
    n_users: int = 0

    def __post_init__(self) -> None:
        self._path: list[str] = []
        self._codes: list[str] = []
        self._source: str | None = None
        self._passages: list[Selection] = []
        self._coder = ""
        self._case: tuple[list[str], dict[str, str]] | None = None
        self._variable = ""

    def start(self, name: str, attributes: Attributes) -> bool:
        self._path.append(name)
        guid = attributes.get("guid", "").upper()
        above = self._path[-2] if len(self._path) > 1 else ""
        if not above:
            self.root = name
        if name == "Project":
            self.origin = attributes.get("origin", "")
            self.homes = bool(attributes.get("basePath"))
        elif name == "User":
            self.n_users += 1
        elif name == "Code" and "CodeBook" in self._path:
            key = guid or f"code {len(self.entries)}"
            over = self._codes[-1] if self._codes else None
            self.entries[key] = Entry(key, attributes.get("name", ""), over)
            self._codes.append(key)
        elif name.endswith("Source") and above == "Sources":
            self._source = guid or f"source {len(self.sources)}"
            title = clean(attributes.get("name", ""))
            self.sources[self._source] = title or f"Document {len(self.sources) + 1}"
        elif name.endswith("Selection") and self._source is not None:
            self._passages.append(_passage(name, attributes, self._path))
        elif name == "Coding":
            self._coder = attributes.get("creatingUser", "").upper()
        elif name == "CodeRef" and above == "Coding" and self._source is not None:
            if len(self.codings) >= MOST:
                raise Odd(
                    f"more than {grouped(MOST)} coded passages",
                    "no project that is read here holds so many",
                    "Export fewer documents at a time.",
                )
            whole = Selection("whole", (), "", None, area=False)
            at = self._passages[-1] if self._passages else whole
            code = attributes.get("targetGUID", "").upper()
            self.codings.append((self._source, code, self._coder, at))
        elif name == "Case":
            self._case = ([], {})
        elif name == "Variable":
            self.variables[guid] = clean(attributes.get("name", ""))
        elif name == "VariableRef":
            self._variable = attributes.get("targetGUID", "").upper()
        elif name == "SourceRef" and self._case is not None:
            self._case[0].append(attributes.get("targetGUID", "").upper())
        return name in _VALUES or (name == "Description" and above == "Code")

    def end(self, name: str, text: str) -> None:
        self._path.pop()
        above = self._path[-1] if self._path else ""
        if name == "Code" and self._codes and "CodeBook" in self._path:
            self._codes.pop()
        elif name == "Description" and above == "Code" and text and self._codes:
            old = self.entries[self._codes[-1]]
            self.entries[old.key] = Entry(old.key, old.name, old.above, clean(text))
        elif name.endswith("Selection") and self._passages:
            self._passages.pop()
        elif name.endswith("Source") and above == "Sources":
            self._source, self._passages = None, []
        elif name in _VALUES and text:
            if self._case is not None:
                self._case[1][self._variable] = clean(text)
            elif self._source is not None:
                self._value(self._source, self._variable, clean(text))
        elif name == "Case" and self._case is not None:
            sources, values = self._case
            for source in sources:
                for variable, value in values.items():
                    self._value(source, variable, value)
            self._case = None

    def _value(self, source: str, variable: str, value: str) -> None:
        known = self.values.setdefault(source, {}).setdefault(variable, [])
        if value not in known and len(known) < 20:
            known.append(value)


def _passage(name: str, attributes: Attributes, path: Sequence[str]) -> Selection:
    places = [attributes.get(key, "") for key in _PLACES]
    times = [attributes.get(key, "") for key in _TIMES]
    known = any(places) or any(times)
    inside = "Representation" if "Representation" in path else "Transcript"
    of = inside if inside in path else ""
    key = (name, of, *places, *times) if known else (name, attributes.get("guid", "").upper())
    label = attributes.get("name", "")
    start, stop = (_number(attributes.get(key)) for key in ("startPosition", "endPosition"))
    whole = start is not None and stop is not None and len(label) == stop - start > 0
    place = tuple(_number(value) or 0.0 for value in (places[0], places[1], places[4], times[0]))
    return Selection(key, place, label[:200], label if whole else None, area=name == "PDFSelection")


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
