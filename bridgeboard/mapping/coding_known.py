"""What a programme has already of focus groups, themes and statements, for a coding to meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from bridgeboard.mapping.known import Known, known_of


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A focus group of the programme."""

    group_id: str
    site_id: str
    wave_id: str
    stakeholder: str = ""
    transcript_label: str = ""


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A theme of the programme."""

    theme_id: str
    label: str
    parent_id: str | None = None
    order: int = 0
    tree: str | None = None
    construct_id: str | None = None
    mapping_basis: str | None = None


@dataclass(frozen=True)
class KnownCoding:
    """Sites and waves, groups, themes, and the ids of statements. Empty for a new programme."""

    places: Known = field(default_factory=Known)
    groups: tuple[KnownGroup, ...] = ()
    themes: tuple[KnownTheme, ...] = ()
    statement_ids: frozenset[str] = frozenset()

    def path(self, theme: KnownTheme) -> tuple[str, ...]:
        """Labels from the top down to the theme."""
        by_id = {one.theme_id: one for one in self.themes}
        labels: list[str] = []
        at: KnownTheme | None = theme
        while at is not None and len(labels) < 50:
            labels.insert(0, at.label)
            at = by_id.get(at.parent_id) if at.parent_id else None
        return tuple(labels)


def known_coding_of(tables: Mapping[str, pl.DataFrame]) -> KnownCoding:
    """What a programme's tables say, as text or typed; rows without an id are left out."""
    groups = [
        KnownGroup(
            row["group_id"],
            row.get("site_id") or "",
            row.get("wave_id") or "",
            row.get("stakeholder") or "",
            row.get("transcript_label") or "",
        )
        for row in _rows(tables, "focus_groups")
        if row.get("group_id")
    ]
    themes = [
        KnownTheme(
            row["theme_id"],
            row.get("label") or row["theme_id"],
            row.get("parent_id"),
            _order(row.get("order")),
            row.get("tree"),
            row.get("construct_id"),
            row.get("mapping_basis"),
        )
        for row in _rows(tables, "themes")
        if row.get("theme_id")
    ]
    ids = frozenset(row.get("statement_id") or "" for row in _rows(tables, "statements"))
    return KnownCoding(known_of(tables), tuple(groups), tuple(themes), ids - {""})


def _rows(tables: Mapping[str, pl.DataFrame], name: str) -> list[dict[str, str | None]]:
    frame = tables.get(name)
    return [] if frame is None else frame.cast(pl.String).to_dicts()


def _order(cell: str | None) -> int:
    return int(cell) if cell is not None and cell.strip().isdecimal() else 0
