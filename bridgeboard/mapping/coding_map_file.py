"""The map of a coding as TOML, and back, with every fault named by its key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from bridgeboard.mapping.coding_map import (
    STAKEHOLDERS,
    STANCES,
    CodeRule,
    CodingMap,
    DocumentRule,
)
from bridgeboard.mapping.map_text import MOST_FAULTS, settings_in
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

LARGEST_MAP = 5_000_000

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TOP = ("name", "kind", "tree", "provenance", "source", "documents", "codes")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")
_PROVENANCE = ("collected", "published", "simulated")
_WHEN = r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_HELD = re.compile(rf"{_WHEN}(/{_WHEN})?")


def written(coding_map: CodingMap, remarks: Iterable[str] = ()) -> str:
    """The map as TOML that reads back to the same map."""
    lines = [
        "# What the documents and codes of this file are. How to change it: docs/coded-documents.md"
    ]
    lines += [f"# Open: {_UNSEEN.sub(' ', text)}" for text in remarks]
    top = {name: getattr(coding_map, name) for name in _TOP[:5]}
    lines += ["", *_pairs(top)]
    for name in ("documents", "codes"):
        for rule in getattr(coding_map, name):
            fields = {key: getattr(rule, key) for key in rule.__dataclass_fields__}
            if rule.leave_out:
                fields = {key: fields[key] for key in (name[:-1], "leave_out")}
            # An empty site or wave is a gap that a person fills in, so it is written.
            lines += ["", f"[[{name}]]", *_pairs(fields, empty=("site", "wave", "stakeholder"))]
    return "\n".join(lines) + "\n"


def _pairs(fields: Mapping[str, Any], empty: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{key} = {_value(value)}"
        for key, value in fields.items()
        if value not in (None, False, "") or (value == "" and key in empty)
    ]


def _value(value: Any) -> str:
    if value is True:
        return "true"
    # JSON's text in quotation marks is TOML's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(text: str, file: str) -> CodingMap | list[Problem]:
    """The map, or what is wrong with it. Never raises for what is in the text."""
    settings = settings_in(text, file, LARGEST_MAP)
    if isinstance(settings, Problem):
        return [settings]
    reading = _Reading(file)
    found = reading.coding_map(settings)
    return reading.problems or found


class _Reading:
    """One reading of one map: the faults so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def fault(self, key: str, found: str, expected: str, mend: str) -> None:
        if len(self.problems) < MOST_FAULTS:
            self.problems.append(
                Problem(
                    file=self.file,
                    column=key[:120] or None,
                    rule="map",
                    found=found,
                    expected=expected,
                    mend=mend,
                )
            )

    def coding_map(self, top: Mapping[str, Any]) -> CodingMap:
        self._known(top, _TOP, "")
        for key in ("name", "kind"):
            if not top.get(key):
                self.fault(key, "", f"a map says its {key}", f'Add {key} = "...".')
        provenance = self._text(top, "provenance", "") or "collected"
        self._word("provenance", provenance, _PROVENANCE)
        return CodingMap(
            name=self._text(top, "name", "") or "",
            kind=self._text(top, "kind", "") or "",
            tree=self._text(top, "tree", "") or "",
            provenance=provenance,
            source=self._text(top, "source", ""),
            documents=tuple(self._documents(top)),
            codes=tuple(self._codes(top)),
        )

    def _documents(self, top: Mapping[str, Any]) -> list[DocumentRule]:
        found: dict[str, DocumentRule] = {}
        for at, rule in self._rules(top, "documents", DocumentRule):
            if rule.document in found:
                self.fault(at, quoted(rule.document), "a document may stand once", "Keep one.")
            found[rule.document] = rule
            if rule.leave_out:
                continue
            self._id(f"{at}.group", rule.group, f"which group is {quoted(rule.document)}?")
            if rule.is_new:
                for key in ("site", "wave", "stakeholder"):
                    if not getattr(rule, key):
                        self.fault(
                            f"{at}.{key}",
                            "",
                            f"it is still open for {quoted(rule.document)}",
                            "Fill it in, or write leave_out = true.",
                        )
                if rule.stakeholder:
                    self._word(f"{at}.stakeholder", rule.stakeholder, STAKEHOLDERS)
            if rule.held_in and not _HELD.fullmatch(rule.held_in):
                self.fault(f"{at}.held_in", quoted(rule.held_in), "it must be a day or month",
                           "Write it as 2019-11 or 2019-11-30.")  # fmt: skip
        return list(found.values())

    def _codes(self, top: Mapping[str, Any]) -> list[CodeRule]:
        found: dict[str, CodeRule] = {}
        for at, rule in self._rules(top, "codes", CodeRule):
            if rule.code in found:
                self.fault(at, quoted(rule.code), "a code may stand once", "Keep one.")
            found[rule.code] = rule
            if rule.leave_out:
                continue
            self._id(f"{at}.theme", rule.theme, f"which theme is {quoted(rule.code)}?")
            if rule.under is not None:
                self._id(f"{at}.under", rule.under, "it names the theme above")
            if rule.label is not None and not 1 <= len(rule.label) <= 300:
                self.fault(f"{at}.label", quoted(rule.label), "a label has 1 to 300 characters",
                           "Shorten it.")  # fmt: skip
            if rule.label is None and (rule.under or rule.construct):
                self.fault(f"{at}.label", "", "only a new theme, which has a label, is placed",
                           "Add label, or take under and construct away.")  # fmt: skip
            if rule.stance is not None:
                self._word(f"{at}.stance", rule.stance, STANCES)
        return list(found.values())

    def _rules(self, top: Mapping[str, Any], key: str, rule: type) -> list[tuple[str, Any]]:
        blocks = top.get(key, [])
        if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
            self.fault(key, "", "it must be sections of their own", f"Write [[{key}]] above each.")
            return []
        found = []
        names = tuple(rule.__dataclass_fields__)
        for n, block in enumerate(blocks, start=1):
            at = f"{key}.{n}"
            self._known(block, names, at)
            given = {name: self._text(block, name, at) for name in names if name != "leave_out"}
            leave_out = block.get("leave_out", False)
            if not isinstance(leave_out, bool):
                self.fault(f"{at}.leave_out", "", "it must be true or false", "Write true.")
            if not given[key[:-1]]:
                self.fault(f"{at}.{key[:-1]}", "", "it must be named", f'Add {key[:-1]} = "...".')
            texts = {name: value for name, value in given.items() if value is not None}
            texts.setdefault(key[:-1], "")
            found.append((at, rule(**texts, leave_out=leave_out is True)))
        return found

    def _known(self, section: Mapping[str, Any], known: tuple[str, ...], at: str) -> None:
        for key in section:
            if key not in known:
                near = get_close_matches(key[:60], known, n=1)
                mend = f"Did you mean {near[0]}?" if near else f"Known are {listed(known)}."
                self.fault(_path(at, key), "this key", "a map has none of this name here", mend)

    def _text(self, section: Mapping[str, Any], key: str, at: str) -> str | None:
        value = section.get(key)
        if value is None or isinstance(value, str):
            return value
        self.fault(_path(at, key), "", "it must be text in quotation marks",
                   f'Write {key} = "...".')  # fmt: skip
        return None

    def _word(self, key: str, found: str, allowed: tuple[str, ...]) -> None:
        if found not in allowed:
            expected = f"it must be {listed(allowed, 'or')}"
            self.fault(key, quoted(found), expected, "Write one of them.")

    def _id(self, key: str, found: str, expected: str) -> None:
        if not found:
            self.fault(key, "", expected, "Name it, or write leave_out = true.")
        elif not _IDENTIFIER.fullmatch(found):
            self.fault(key, quoted(found), "an id is made of letters a to z, digits, and . _ - "
                       "after the first, 64 at most", "Choose another.")  # fmt: skip


def _path(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
