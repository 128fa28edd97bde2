"""For and against by site and income level: statements on a theme, or facts on a factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, options, provenance, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, ordered, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.readings.sites_compared import cannot, income_source

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "corner": "Site",
    "at": "{n} at {sites}",
    "can": "{what}, {wave}: reported at {n} of {sites}{both}",
    "both": " ({for_it} with {word_for}, {against} with {word_against})",
    "nothing": "Nothing is reported of this at this wave.",
    "absent": "A dot is “{status}”, which is not zero.",
    "status": "Status",
    "level": "Income level",
    "nobody": "not reported in the sources",
    "widely": "The site itself is named in only {named} of these {all}. The others are known by a "
    "transcript's label, or were said of an income level or of all sites at once, which makes the "
    "sites of a level look alike.",
}


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted: names of its columns, words, shapes and colours of its kinds.

    ways: kinds that speak for and against, with the words for them.
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
    title: str
    n: str
    unit: str


_STATEMENTS = _Counted(
    key="theme_id",
    label="theme_label",
    total="n_incl",
    kinds={stance: f"n_incl_{stance}" for stance in words.STANCES},
    names=words.STANCES,
    shapes=style.STANCE_SHAPES,
    colours="stances",
    ways=(("benefit", "benefits"), ("concern", "concerns")),
    one="statement",
    title="{what}, {wave}: what was said for and against at each site?",
    n="{counted}; one that names several sites counts at each",
    unit="statements; how many depends on how many groups were held and how they were read",
)
_DIRECTIONS = ("supports", "hinders", "mixed", "unknown")
_FACTS = _Counted(
    key="factor",
    label="factor_label",
    total="n",
    kinds={direction: f"n_{direction}" for direction in _DIRECTIONS},
    names=words.DIRECTIONS,
    shapes=style.DIRECTION_SHAPES,
    colours="directions",
    ways=(("supports", "facts that support"), ("hinders", "facts that hinder")),
    one="fact",
    title="{what}, {wave}: what is on record at each site?",
    n="{counted}",
    unit="facts on record; how many depends on who wrote them down",
)


def themes(
    shown: Shown, theme_id: str, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Site x stance for one theme and all under it.

    In:      the measure `themes`.
    Missing: a site of which nothing is reported has dots, never 0.
    """
    return _chart(_STATEMENTS, shown, theme_id, wave_id, levels, order, dark)


def context(
    shown: Shown, factor: str, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Site x direction for one factor of the context. In: the measure `context`."""
    return _chart(_FACTS, shown, factor, wave_id, levels, order, dark)


def themes_headline(shown: Shown, theme_id: str, wave_id: str, levels: Levels) -> str:
    """At how many sites a theme was reported and how, and what can't be told."""
    return _headline(_STATEMENTS, shown, theme_id, wave_id, levels)


def context_headline(shown: Shown, factor: str, wave_id: str, levels: Levels) -> str:
    """At how many sites a factor is on record and how, and what can't be told."""
    return _headline(_FACTS, shown, factor, wave_id, levels)


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
    counted = _counted(shown)
    rows = _reported(shown).filter(pl.col("wave_id") == wave_id)
    if counted is _STATEMENTS:
        rows = rows.sort("theme_order", maintain_order=True)
    else:
        # What most sites have on record is what can be compared.
        rows = rows.sort(
            pl.len().over(counted.key), counted.label, descending=[True, False], maintain_order=True
        )
    return dict(rows.select(counted.key, counted.label).unique(maintain_order=True).iter_rows())


def _counted(shown: Shown) -> _Counted:
    return _STATEMENTS if _STATEMENTS.key in shown.frame.columns else _FACTS


def _reported(shown: Shown) -> pl.DataFrame:
    total = pl.col(_counted(shown).total)
    return shown.frame.filter(pl.col("site_id").is_not_null() & (total > 0))


def _chart(
    counted: _Counted,
    shown: Shown,
    which: str,
    wave_id: str,
    levels: Levels,
    order: Order,
    dark: bool,
) -> Chart:
    rows = _rows(counted, shown, which, wave_id)
    by_id = {row["site_id"]: row for row in rows}
    sites = [AtSite(row["site_id"], row["site_name"]) for row in rows]
    listed = ordered(sites, levels, order)
    colours = style.palette(dark)
    name = _headline(counted, shown, which, wave_id, levels)
    matrix = Matrix(
        name=name,
        corner=_WORDS["corner"],
        columns=[words.sentence(counted.names[kind]) for kind in counted.kinds],
        rows=[
            Row(
                site.name,
                tuple(_cell(counted, by_id[site.site_id], kind, colours) for kind in counted.kinds),
                under=f"{levels.shape(site.site_id)} {levels.label(site.site_id)}",
            )
            for site in listed
        ],
        stamp=provenance.mark(shown),
        said=(*said_of([site.site_id for site in sites], levels), *_widely(counted, shown, rows)),
    )
    first = rows[0] if rows else {}
    reported = [row for row in rows if row[counted.total]]
    n = words.count(sum(row[counted.total] for row in reported), counted.one)
    at = _WORDS["at"].format(n=n, sites=words.count(len(reported), "site"))
    absent = dict.fromkeys(_status(row) for row in rows if not row[counted.total])
    return Chart(
        title=counted.title.format(
            what=first.get(counted.label, ""), wave=words.isolated(first.get("wave_label", ""))
        ),
        figure=html_matrix.drawn(matrix, colours) if rows else None,
        alt=name,
        n_text=counted.n.format(counted=at),
        unit=counted.unit,
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=provenance.mark(shown),
        table=_table(counted, [by_id[site.site_id] for site in listed], levels),
        notes=(*(_WORDS["absent"].format(status=status) for status in absent), *shown.notes),
    )


def _widely(counted: _Counted, shown: Shown, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """What must be said where statements were made of an income level or of all sites at once."""
    if counted is not _STATEMENTS or not rows:
        return ()
    below = options.within(shown, rows[0]["theme_id"])
    named = shown.frame.filter(
        pl.col("theme_id").is_in(below)
        & (pl.col("wave_id") == rows[0]["wave_id"])
        & pl.col("site_id").is_not_null()
    )["n_named"].sum()
    every = sum(row["n_incl"] for row in rows)
    if named >= every:
        return ()
    return (_WORDS["widely"].format(named=named, all=words.count(every, counted.one)),)


def _headline(counted: _Counted, shown: Shown, which: str, wave_id: str, levels: Levels) -> str:
    rows = _rows(counted, shown, which, wave_id)
    reported = [row for row in rows if row[counted.total]]
    if not rows:
        return _WORDS["nothing"]
    (for_it, word_for), (against, word_against) = counted.ways
    at = {
        kind: words.count(sum(bool(row[counted.kinds[kind]]) for row in reported), "site")
        for kind in (for_it, against)
    }
    both = _WORDS["both"].format(
        for_it=at[for_it], against=at[against], word_for=word_for, word_against=word_against
    )
    said = _WORDS["can"].format(
        what=rows[0][counted.label],
        wave=words.isolated(rows[0]["wave_label"]),
        n=len(reported),
        sites=words.count(len(rows), "site"),
        both=both if reported else "",
    )
    return said + cannot([row["site_id"] for row in rows], levels)


def _rows(counted: _Counted, shown: Shown, which: str, wave_id: str) -> list[dict[str, Any]]:
    return shown.frame.filter(
        (pl.col(counted.key) == which)
        & (pl.col("wave_id") == wave_id)
        & pl.col("site_id").is_not_null()
    ).to_dicts()


def _status(row: dict[str, Any]) -> str:
    return row.get("hidden") or row.get("status") or _WORDS["nobody"]


def _cell(counted: _Counted, row: dict[str, Any], kind: str, colours: style.Palette) -> Cell:
    n = row[counted.kinds[kind]]
    if not row[counted.total]:
        return Cell(marks=(Mark(style.ABSENT, colours.muted),), spoken=_status(row), absent=True)
    spoken = words.count(n or 0, counted.one)
    if not n:
        return Cell(marks=(Mark("–", colours.muted),), spoken=spoken)
    tone = getattr(colours, counted.colours)[kind]
    return Cell(marks=(Mark(f"{counted.shapes[kind]} {n}", tone, strong=True),), spoken=spoken)


def _table(counted: _Counted, rows: list[dict[str, Any]], levels: Levels) -> pl.DataFrame:
    labels = {kind: words.sentence(counted.names[kind]) for kind in counted.kinds}
    total = words.sentence(f"{counted.one}s")
    return pl.DataFrame(
        [
            {
                _WORDS["corner"]: row["site_name"],
                _WORDS["level"]: levels.label(row["site_id"]),
                total: row[counted.total] or None,
                **{
                    label: row[counted.kinds[kind]] if row[counted.total] else None
                    for kind, label in labels.items()
                },
                _WORDS["status"]: None if row[counted.total] else _status(row),
            }
            for row in rows
        ],
        schema={
            _WORDS["corner"]: pl.String,
            _WORDS["level"]: pl.String,
            total: pl.Int64,
            **dict.fromkeys(labels.values(), pl.Int64),
            _WORDS["status"]: pl.String,
        },
    )
