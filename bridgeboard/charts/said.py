"""For and against at sites: what statements on themes and facts on factors have in common.

Both measures have a row for each site, wave and theme or factor, with a count for each way that it
speaks; the drawings differ in nothing but words, shapes and colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import options, style, words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "nobody": "not reported in the sources",
    "widely": "The site itself is named in only {named} of these {all}. The others are known by a "
    "transcript's label, or were said of an income level or of all sites at once, which makes the "
    "sites of a level look alike.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is counted for and against: columns, words, shapes and colours of its kinds.

    ways: kinds that speak for and against, with the words for them. about: what one is about.
    """

    key: str
    label: str
    total: str
    kinds: Mapping[str, str]
    names: Mapping[str, str]
    shapes: Mapping[str, str]
    colours: str
    ways: tuple[tuple[str, str], tuple[str, str]]
    one: str
    about: str
    title: str
    n: str
    unit: str


STATEMENTS = Said(
    key="theme_id",
    label="theme_label",
    total="n_incl",
    kinds={stance: f"n_incl_{stance}" for stance in words.STANCES},
    names=words.STANCES,
    shapes=style.STANCE_SHAPES,
    colours="stances",
    ways=(("benefit", "benefits"), ("concern", "concerns")),
    one="statement",
    about="Theme",
    title="{what}, {wave}: what was said for and against at each site?",
    n="{counted}; one that names several sites counts at each",
    unit="statements; how many depends on how many groups were held and how they were read",
)
_DIRECTIONS = ("supports", "hinders", "mixed", "unknown")
FACTS = Said(
    key="factor",
    label="factor_label",
    total="n",
    kinds={direction: f"n_{direction}" for direction in _DIRECTIONS},
    names=words.DIRECTIONS,
    shapes=style.DIRECTION_SHAPES,
    colours="directions",
    ways=(("supports", "facts that support"), ("hinders", "facts that hinder")),
    one="fact",
    about="Factor",
    title="{what}, {wave}: what is on record at each site?",
    n="{counted}",
    unit="facts on record; how many depends on who wrote them down",
)


def waves(shown: Shown) -> dict[str, str]:
    """Waves at which anything is reported of a site by name, that with the most sites first.

    In: the measure `themes` or `context`. Of two with as many sites the later comes first.
    """
    rows = (
        _reported(shown)
        .group_by("wave_id", "wave_label", "wave_order")
        .agg(sites=pl.col("site_id").n_unique())
    )
    rows = rows.sort("sites", "wave_order", descending=True).select("wave_id", "wave_label")
    return dict(rows.iter_rows())


def offered(shown: Shown, wave_id: str) -> dict[str, str]:
    """Themes in order, or factors that most sites have on record first, reported at a wave."""
    counted = of_what(shown)
    rows = _reported(shown).filter(pl.col("wave_id") == wave_id)
    if counted is STATEMENTS:
        rows = rows.sort("theme_order", maintain_order=True)
    else:
        # What most sites have on record is what can be compared.
        rows = rows.sort(
            pl.len().over(counted.key), counted.label, descending=[True, False], maintain_order=True
        )
    return dict(rows.select(counted.key, counted.label).unique(maintain_order=True).iter_rows())


def of_what(shown: Shown) -> Said:
    """Is the measure `themes`, or `context`?"""
    return STATEMENTS if STATEMENTS.key in shown.frame.columns else FACTS


def _reported(shown: Shown) -> pl.DataFrame:
    total = pl.col(of_what(shown).total)
    return shown.frame.filter(pl.col("site_id").is_not_null() & (total > 0))


def said_widely(counted: Said, shown: Shown, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """What must be said where statements were made of an income level or of all sites at once."""
    if counted is not STATEMENTS or not rows:
        return ()
    below = {one for row in rows for one in options.within(shown, row["theme_id"])}
    named = shown.frame.filter(
        pl.col("theme_id").is_in(list(below))
        & (pl.col("wave_id") == rows[0]["wave_id"])
        & pl.col("site_id").is_not_null()
    )["n_named"].sum()
    every = sum(row["n_incl"] for row in rows)
    if named >= every:
        return ()
    return (_WORDS["widely"].format(named=named, all=words.count(every, counted.one)),)


def rows_of(counted: Said, shown: Shown, which: str, wave_id: str) -> list[dict[str, Any]]:
    """Each site's row on one theme or factor at a wave."""
    return shown.frame.filter(
        (pl.col(counted.key) == which)
        & (pl.col("wave_id") == wave_id)
        & pl.col("site_id").is_not_null()
    ).to_dicts()


def status_of(row: dict[str, Any]) -> str:
    """Why nothing stands at a site, in words."""
    return row.get("hidden") or row.get("status") or _WORDS["nobody"]
