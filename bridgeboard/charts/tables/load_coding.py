"""Documents and codes of a coding beside the map that reads them: frames, names and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.mapping.coding_map import STANCES, CodeRule, CodingMap, DocumentRule

if TYPE_CHECKING:
    from bridgeboard.collected import Coding
    from bridgeboard.decisions import SavedMap
    from bridgeboard.mapping.coding_guessing import GuessedCoding
    from bridgeboard.mapping.coding_known import KnownCoding

_DOCUMENTS = ("Document", "It is", "Why", "Passages")
_CODES = ("Code", "It is", "Stance", "Why", "Passages")
_LEFT_OUT = "left out"
_GROUP = "the focus group {group}"
_NEW_GROUP = "a new focus group {group}: {site}, {wave}, {who}"
_THEME, _NEW_THEME = "the theme {theme}", "a new theme “{label}”"
_OPEN = "○ open"
#: What a document or a code can be besides what the programme has.
NEW, LEAVE_OUT = "new", "leave out"
_CHOICES = {NEW: "a new one", LEAVE_OUT: "none of ours: leave it out"}


def documents(coding: Coding, coding_map: CodingMap, guess: GuessedCoding) -> pl.DataFrame:
    """Each document with what it is, why, and how many coded passages it has."""
    n = _passages(coding, "document")
    rules = {rule.document: rule for rule in coding_map.documents}
    rows = [
        (name, _document(rules.get(name)), _why(guess, name), n.get(name, 0))
        for name in (one.document for one in coding.documents)
    ]
    kinds = (pl.String, pl.String, pl.String, pl.Int64)
    return pl.DataFrame(rows, schema=dict(zip(_DOCUMENTS, kinds, strict=True)), orient="row")


def codes(coding: Coding, coding_map: CodingMap, guess: GuessedCoding) -> pl.DataFrame:
    """Each code with what it is, the stance of what is coded so, why, and how many passages."""
    n, stances = _passages(coding, "code"), coding_map.stances()
    rules = {rule.code: rule for rule in coding_map.codes}
    rows = [
        (
            one.code,
            _code(rules.get(one.code)),
            stances.get(one.code, ""),
            _why(guess, one.code),
            n.get(one.code, 0),
        )
        for one in coding.codes
    ]
    kinds = (pl.String, pl.String, pl.String, pl.String, pl.Int64)
    return pl.DataFrame(rows, schema=dict(zip(_CODES, kinds, strict=True)), orient="row")


def groups(known: KnownCoding) -> dict[str, str]:
    """What a document may be, by key: a group of the programme, a new one, or none of ours."""
    there = {
        one.group_id: f"{one.group_id} ({one.site_id}, {one.wave_id}, {one.stakeholder})"
        for one in known.groups
    }
    return there | _CHOICES


def themes(known: KnownCoding) -> dict[str, str]:
    """What a code may be, by key: a theme of the programme, a new one, or none of ours."""
    there = {one.theme_id: " > ".join(known.path(one)) for one in known.themes}
    return there | _CHOICES


def stances() -> dict[str, str]:
    """What is coded so speaks for or against; "" takes the stance of the code above."""
    return {"": "as the code above"} | {one: one for one in STANCES}


def group_of(rule: DocumentRule | None) -> str | None:
    """The key, among groups, of what a document is."""
    if rule is None:
        return None
    return LEAVE_OUT if rule.leave_out else NEW if rule.is_new else rule.group


def theme_of(rule: CodeRule | None) -> str | None:
    """The key, among themes, of what a code is."""
    if rule is None:
        return None
    return LEAVE_OUT if rule.leave_out else NEW if rule.label is not None else rule.theme


def with_document(coding_map: CodingMap, rule: DocumentRule) -> CodingMap:
    """The map with another rule for a document."""
    others = tuple(rule if one.document == rule.document else one for one in coding_map.documents)
    return replace(coding_map, documents=others if rule in others else (*others, rule))


def with_code(coding_map: CodingMap, rule: CodeRule) -> CodingMap:
    """The map with another rule for a code."""
    others = tuple(rule if one.code == rule.code else one for one in coding_map.codes)
    return replace(coding_map, codes=others if rule in others else (*others, rule))


def fitting(coding: Coding, saved: Mapping[str, SavedMap]) -> dict[str, CodingMap]:
    """The saved maps that are for this kind of coding, those that fit exactly first."""
    from bridgeboard.mapping.coding_fitting import fit

    read = {}
    for name, one in saved.items():
        found = CodingMap.from_toml(one.toml, name) if one.kind == coding.kind else None
        if isinstance(found, CodingMap):
            read[name] = found
    return dict(sorted(read.items(), key=lambda pair: not fit(pair[1], coding).exact))


def _passages(coding: Coding, of: str) -> dict[str, int]:
    counted = coding.segments.group_by(of).agg(pl.col("n").fill_null(1).sum())
    return dict(counted.select(of, "n").iter_rows())


def _why(guess: GuessedCoding, name: str) -> str:
    return next((one.why for one in guess.reasons if one.of == name), "")


def _document(rule: DocumentRule | None) -> str:
    if rule is None:
        return _OPEN
    if rule.leave_out:
        return _LEFT_OUT
    if not rule.is_new:
        return _GROUP.format(group=rule.group)
    place = {"site": rule.site, "wave": rule.wave, "who": rule.stakeholder}
    return _NEW_GROUP.format(
        group=rule.group, **{name: given or _OPEN for name, given in place.items()}
    )


def _code(rule: CodeRule | None) -> str:
    if rule is None:
        return _OPEN
    if rule.leave_out:
        return _LEFT_OUT
    if rule.label is None:
        return _THEME.format(theme=rule.theme)
    return _NEW_THEME.format(label=rule.label)
