"""Rows of a joint display: which there are to choose from, and what each source says in one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: A rating as it stands behind the name of its construct.
_CELL = re.compile(r"(?:^|(?<= ))(?:[+−]\d|0|mixed(?: \([+−]\d\))?|missing|n/a|differ)$")
_COUNTS = ("for", "against", "mixed", "supports", "hinders", "other")


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Rows of the measure laid side by side.

    by: what they all share, site (then subjects are down) or subject (then sites are).
    """

    by: str
    frame: pl.DataFrame


class Rated(NamedTuple):
    """A construct's rating at the earlier and the later wave; empty where nobody rated it.

    name: empty where the row is about this construct.
    """

    name: str
    before: str
    after: str


def is_silent(shown: Shown) -> bool:
    """Does no source say anything about any subject, at any site and wave?"""
    return all(says_nothing(row) for row in shown.frame.iter_rows(named=True))


def occasions(shown: Shown) -> dict[str, str]:
    """Two waves, or one, that can be looked at: id (from:to) and name.

    First what a joint display is best asked for: the first wave to the last where some row has two
    sources to hold against each other, else where most sources speak. Then two waves, the longest
    time first, then single waves from the latest on.
    """
    found = (
        shown.frame.group_by("from_wave_id", "to_wave_id", "about")
        .agg(
            pl.first("from_wave_label", "to_wave_label", "from_wave_order", "to_wave_order"),
            several=(pl.col("n_speaking") > 1).any(),
            n=(pl.col("n_speaking") > 0).sum(),
        )
        .with_columns(apart=pl.col("to_wave_order") - pl.col("from_wave_order"))
        .sort("apart", "to_wave_order", descending=True)
        .to_dicts()
    )
    first = next(iter(found), None)
    if first is not None and not first["several"]:
        first = max(found, key=lambda row: row["n"])
    found.sort(key=lambda row: row is not first)
    return {f"{row['from_wave_id']}:{row['to_wave_id']}": _when(row) for row in found}


def subjects(shown: Shown, kind: str) -> dict[str, str]:
    """Influences, constructs or themes that the answer has rows for, in order."""
    rows = shown.frame.filter(pl.col("subject_kind") == kind).sort("subject_order")
    named = rows.select("subject_id", "subject_label").unique(maintain_order=True)
    twice = named["subject_label"].is_duplicated()
    return {
        one: f"{label} ({one})" if is_twice else label
        for (one, label), is_twice in zip(named.iter_rows(), twice, strict=True)
    }


def rows(shown: Shown, occasion: str, kind: str, *, by: str, which: str) -> Laid:
    """The rows of one site, subjects down; or of one subject, sites down.

    In: occasion as occasions() names it; kind of the subjects; which: the one site or subject.
    """
    earlier, _, later = occasion.partition(":")
    frame = shown.frame.filter(
        pl.col("from_wave_id") == earlier,
        pl.col("to_wave_id") == later,
        pl.col("subject_kind") == kind,
        pl.col(f"{by}_id") == which,
    )
    return Laid(by, frame.sort("subject_order", maintain_order=True))


def is_two(row: dict[str, Any]) -> bool:
    """Is the row about two waves?"""
    return row["from_wave_id"] != row["to_wave_id"]


def says_nothing(row: dict[str, Any]) -> bool:
    """Is there nothing in any source, at either wave, not even what doesn't count?"""
    said = ("survey_reading", "survey_reason", "rating_from", "rating_to", "proposed", "hidden")
    counted = (*(f"n_{c}_{side}" for c in _COUNTS for side in ("from", "to")), "n_of_all_sites")
    return row["status"] == "ok" and not any(row[name] for name in (*said, *counted))


def hides_survey(row: dict[str, Any]) -> bool:
    """Is something asked about it, and hidden in this view?"""
    said = row["survey_reading"] or row["survey_reason"]
    return bool(row["hidden"] and row["survey_kind"] and not said)


def hides_ratings(row: dict[str, Any]) -> bool:
    """Are its ratings hidden in this view? Their number is then unknown, not 0."""
    return bool(row["hidden"] and row["n_rated"] is None)


def ratings(row: dict[str, Any]) -> list[Rated]:
    """Each construct that was rated at either wave."""
    before, after = (dict(_named(row[side])) for side in ("rating_from", "rating_to"))
    return [
        Rated(name, before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys((*before, *after))
    ]


def _named(cells: str | None) -> Iterable[tuple[str, str]]:
    for part in (cells or "").split("; "):
        cell = _CELL.search(part)
        if cell is not None:
            yield part[: cell.start()].strip(), cell[0]


def _when(row: dict[str, Any]) -> str:
    if row["from_wave_id"] == row["to_wave_id"]:
        return row["to_wave_label"]
    return f"{row['from_wave_label']} to {row['to_wave_label']}"
