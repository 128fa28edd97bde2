"""Sites by the income level of their country: which level each has, in which order they stand.

Everything here is made of frames that a view may see, so nothing hidden can come back through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

Order = Literal["income", "name", "value"]

#: With fewer sites than this in a level, the level is its sites.
FEW = 10
_LEVELS = {level: place for place, level in enumerate(words.INCOMES)}
_SHAPES = {"low": "●", "lower-middle": "◆", "upper-middle": "■", "high": "▲"}
#: A level that no list knows, such as a source's own word, or none at all.
OTHER_SHAPE = "✕"
_WORDS = {
    "at_wave": "by the World Bank's list on the first day of “{wave}”",
    "at_baseline": "by the World Bank's list on the first day of the first wave",
    "as_reported": "as the source words it",
    "counts": "Income levels {basis}: {counts}.",
    "silent": " {n} without a number here.",
    "undated": "not dated",
    "unworded": "not worded",
    "so_few": "so few sites ({counts})",
    "these": "these sites ({counts})",
    "few": "With so few sites a level is its sites: differences may come from country, service or "
    "chance.",
    "many": "Sites of a level share more than income: differences may come from country, service "
    "or chance.",
    "one": "All sites have one income level, so levels can't be compared here.",
    "none": "No site has an income level on this basis.",
    "level": "{level}, {n}",
    "single": "Income levels with one site each",
}


@dataclass(frozen=True, slots=True)
class AtSite:
    """What is shown of one site.

    value, lower, upper: None where there is none, or it is hidden; why then says why. numbers and
    people: as written on charts. n, sd, count: behind a mean (n, sd) or a share (count of n).
    """

    site_id: str
    name: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numbers: str = ""
    people: str = ""
    why: str = ""
    n: int | None = None
    sd: float | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The income level of each site on a basis, at a wave; a site without one isn't in `of`."""

    of: Mapping[str, str]
    basis: str
    wave: str

    def place(self, site_id: str) -> int:
        """Where the site's level stands: low first, then words that no list knows, then none."""
        level = self.of.get(site_id)
        return len(_LEVELS) + 1 if level is None else _LEVELS.get(level, len(_LEVELS))

    def shape(self, site_id: str) -> str:
        """The mark of the site's level."""
        return _SHAPES.get(self.of.get(site_id, ""), OTHER_SHAPE)

    def label(self, site_id: str) -> str:
        """The site's level in words."""
        return level_name(self.of.get(site_id), self.basis)


@dataclass(frozen=True, slots=True)
class Group:
    """Sites of one income level, or several levels of one site each (level is None then)."""

    level: str | None
    label: str
    sites: tuple[AtSite, ...]


def level_name(level: str | None, basis: str) -> str:
    """A level in words; a source's own word as it is."""
    if level is None:
        return words.sentence(_WORDS["unworded" if basis == "as_reported" else "undated"])
    return words.INCOMES.get(level, words.sentence(level))


def levels_at(shown: Shown, basis: str, wave_id: str, wave: str) -> Levels:
    """The income level of each site at a wave, whichever measure is asked.

    In:      any shown measure; basis: at_wave, at_baseline or as_reported; wave: its name.
    Missing: a site whose wave has no date, or whose source words no level, has none.
    """
    known = shown.answer.income.filter(
        (pl.col("basis") == basis)
        & (pl.col("wave_id") == wave_id)
        & pl.col("income_level").is_not_null()
    )
    return Levels(dict(known.select("site_id", "income_level").iter_rows()), basis, wave)


def last_wave(shown: Shown, waves: Shown, basis: str) -> tuple[str, str]:
    """The latest wave at which any site has a level on this basis, else the latest: id and name."""
    known = set(
        shown.answer.income.filter(
            (pl.col("basis") == basis) & pl.col("income_level").is_not_null()
        )["wave_id"]
    )
    rows = waves.frame.sort("wave_order").select("wave_id", "wave_label").rows()
    dated = [row for row in rows if row[0] in known]
    return (dated or rows or [("", "")])[-1]


def ordered(sites: Iterable[AtSite], levels: Levels, order: Order) -> tuple[AtSite, ...]:
    """Sites by income level (low first), by name, or by value (highest first, none last).

    Within a level sites keep the order of sites.csv.
    """
    if order == "name":
        return tuple(sorted(sites, key=lambda site: (site.name.casefold(), site.site_id)))
    if order == "value":
        return tuple(
            sorted(sites, key=lambda site: float("inf") if site.value is None else -site.value)
        )
    return tuple(sorted(sites, key=lambda site: levels.place(site.site_id)))


def grouped(
    sites: Iterable[AtSite], levels: Levels, order: Order, *, merged: bool = False
) -> list[Group]:
    """Sites under their income levels, low first; within a level in the order asked for.

    merged: put levels of one site each together, as the shareable view does: such a level is
    its site, and nothing may be said about it as a level. Those without a level stand last.
    """
    found: dict[str | None, list[AtSite]] = {}
    for site in ordered(ordered(sites, levels, order), levels, "income"):
        found.setdefault(levels.of.get(site.site_id), []).append(site)
    single = [level for level, members in found.items() if merged and level and len(members) == 1]
    groups = [
        Group(level, _heading(level, len(members), levels), tuple(members))
        for level, members in found.items()
        if level not in single
    ]
    if single:
        alone = tuple(site for level in single for site in found[level])
        where = len(groups) - any(group.level is None for group in groups)
        groups.insert(where, Group(None, _WORDS["single"], ordered(alone, levels, order)))
    return groups


def counted(site_ids: Sequence[str], levels: Levels) -> str:
    """How many sites each level has: 2 low, 4 lower-middle, 1 not dated."""
    ids = sorted(site_ids, key=levels.place)
    none = _WORDS["unworded" if levels.basis == "as_reported" else "undated"]
    counts = Counter(levels.of.get(site_id, none) for site_id in ids)
    return ", ".join(f"{n} {level}" for level, n in counts.items())


def counted_sites(site_ids: Sequence[str], levels: Levels) -> str:
    """The same within a sentence: so few sites (2 low, 4 lower-middle)."""
    form = "so_few" if _are_few(site_ids, levels) else "these"
    return _WORDS[form].format(counts=counted(site_ids, levels))


def _are_few(site_ids: Sequence[str], levels: Levels) -> bool:
    sizes = Counter(levels.of[site] for site in site_ids if site in levels.of)
    return min(sizes.values(), default=0) < FEW


def told_apart(site_ids: Sequence[str], levels: Levels) -> bool:
    """Are there two levels at least?"""
    return len({levels.of[site] for site in site_ids if site in levels.of}) > 1


def on_chart(sites: Sequence[AtSite], levels: Levels) -> tuple[str, ...]:
    """What must stand on every drawing by income level: its basis, sites per level, the caution."""
    ids = [site.site_id for site in sites]
    silent = sum(site.value is None for site in sites)
    return said_of(ids, levels, silent if silent < len(ids) else 0)


def said_of(site_ids: Sequence[str], levels: Levels, silent: int = 0) -> tuple[str, ...]:
    """The same for sites without numbers; silent: of how many there is nothing to show."""
    ids = list(site_ids)
    if not any(site in levels.of for site in ids):
        return (f"{_WORDS['none']} ({words.sentence(_basis(levels))}.)",)
    counts = _WORDS["counts"].format(basis=_basis(levels), counts=counted(ids, levels))
    if silent:
        counts += _WORDS["silent"].format(n=words.count(silent, "site"))
    if not told_apart(ids, levels):
        return counts, _WORDS["one"]
    return counts, _WORDS["few" if _are_few(ids, levels) else "many"]


def _basis(levels: Levels) -> str:
    return _WORDS[levels.basis].format(wave=words.isolated(levels.wave))


def _heading(level: str | None, n: int, levels: Levels) -> str:
    name = level_name(level, levels.basis)
    return _WORDS["level"].format(level=name, n=words.count(n, "site"))
