"""For and against, site by site, on several themes or factors: small charts, one a site."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, small_charts, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, ordered, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.readings.sites_compared import income_source
from bridgeboard.charts.said import FACTS, STATEMENTS, Said, offered, said_widely, status_of

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title_theme_id": "{wave}: what was said for and against, site by site?",
    "title_factor": "{wave}: what is on record for and against, site by site?",
    "how": "Each drawing: {against} to the left of the middle, {in_favour} to the right, on one "
    "scale over all sites.",
    "beside": "; also {rest}",
    "alt": "{title} {sites}, {n}. {caution}",
    "n": "{n} over {sites}",
}


def themes(
    shown: Shown, theme_id: str, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Each site's statements for and against, on a theme and those beside it. In: `themes`.

    Missing: a site of which nothing is reported says so; of a theme alone there is a dot, never 0.
    """
    beside = _beside(shown, theme_id)
    named = {one: name for one, name in offered(shown, wave_id).items() if one in beside}
    return _chart(STATEMENTS, shown, named, wave_id, levels, order, dark)


def context(
    shown: Shown, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """Each site's facts that support and that hinder, on every factor. In: `context`."""
    return _chart(FACTS, shown, offered(shown, wave_id), wave_id, levels, order, dark)


def _beside(shown: Shown, theme_id: str) -> set[str]:
    """The theme and those that stand beside it, under the same one and in the same codebook."""
    rows = shown.frame.select("theme_id", "parent_id", "tree").unique()
    one = rows.filter(pl.col("theme_id") == theme_id)
    if one.is_empty():
        return set()
    return set(
        rows.filter(
            pl.col("parent_id").eq_missing(pl.lit(one["parent_id"][0], pl.String))
            & pl.col("tree").eq_missing(pl.lit(one["tree"][0], rows.schema["tree"]))
        )["theme_id"]
    )


def _chart(
    counted: Said,
    shown: Shown,
    named: dict[str, str],
    wave_id: str,
    levels: Levels,
    order: Order,
    dark: bool,
) -> Chart:
    colours = style.palette(dark)
    rows = shown.frame.filter(
        pl.col(counted.key).is_in(list(named))
        & (pl.col("wave_id") == wave_id)
        & pl.col("site_id").is_not_null()
    ).to_dicts()
    at = {(row["site_id"], row[counted.key]): row for row in rows}
    names = {row["site_id"]: row["site_name"] for row in rows}
    sites = [AtSite(*site) for site in names.items()]
    most = max([1, *(row[column] or 0 for row in rows for column in _ways(counted))])
    wave = words.isolated(rows[0]["wave_label"]) if rows else ""
    title = _WORDS[f"title_{counted.key}"].format(wave=wave)
    n = words.count(sum(row[counted.total] or 0 for row in rows), counted.one)
    number = words.count(len(sites), "site")
    said = (*said_of(list(names), levels), *said_widely(counted, shown, rows))
    alt = _WORDS["alt"].format(title=title, sites=number, n=n, caution=said[-1])
    (_, in_favour), (_, against) = counted.ways
    how = _WORDS["how"].format(in_favour=in_favour, against=against)
    groups = small_charts.by_level(sites, levels, order, merged=shown.view == "shareable")
    panels = [
        (
            group.label,
            [
                small_charts.site_heading(site, levels, colours)
                + _panel(
                    counted,
                    [(at.get((site.site_id, one)), name) for one, name in named.items()],
                    most,
                    colours,
                )
                for site in group.sites
            ],
        )
        for group in groups
    ]
    legend = [
        (counted.shapes[kind], getattr(colours, counted.colours)[kind], counted.names[kind])
        for kind in counted.kinds
    ]
    mark = provenance.mark(shown)
    return Chart(
        title=title,
        figure=small_charts.drawn(panels, (*said, how), alt, mark, colours, legend)
        if rows
        else None,
        alt=alt,
        n_text=_WORDS["n"].format(n=n, sites=number),
        unit=counted.unit,
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=mark,
        table=_table(counted, at, ordered(sites, levels, order), named, levels),
        notes=shown.notes,
        said=said,
    )


def _ways(counted: Said) -> tuple[str, str]:
    """Columns of what speaks for and what speaks against."""
    (in_favour, _), (against, _) = counted.ways
    return counted.kinds[in_favour], counted.kinds[against]


def _panel(
    counted: Said,
    told: list[tuple[dict[str, Any] | None, str]],
    most: int,
    colours: style.Palette,
) -> str:
    reported = [row for row, _ in told if row and row[counted.total]]
    if not reported:
        first = next((row for row, _ in told if row), {})
        return f"<p><small>{escape(style.ABSENT)} {escape(status_of(first))}</small></p>"
    return "".join(_row(counted, row, name, most, colours) for row, name in told)


def _row(
    counted: Said, row: dict[str, Any] | None, name: str, most: int, colours: style.Palette
) -> str:
    label = f"<small>{escape(name)}</small>"
    if not row or not row[counted.total]:
        spoken = escape(status_of(row or {}))
        return f'<p>{label} <span role="img" aria-label="{spoken}">{style.ABSENT}</span></p>'
    tones = getattr(colours, counted.colours)
    (in_favour, said_for), (against, said_against) = counted.ways
    n_for, n_against = (row[column] or 0 for column in _ways(counted))
    left, right = 50 - 50 * n_against / most, 50 + 50 * n_for / most
    rest = ", ".join(
        f"{row[column]} {counted.names[kind]}"
        for kind, column in counted.kinds.items()
        if kind not in (in_favour, against) and row[column]
    )
    beside = f"<small>{escape(_WORDS['beside'].format(rest=rest))}</small>" if rest else ""
    bar = (
        f"transparent {left:.0f}%,{tones[against]} {left:.0f}% 50%,"
        f"{tones[in_favour]} 50% {right:.0f}%,transparent {right:.0f}%"
    )
    return (
        f"<p>{label}{beside}</p>"
        f'<p class="for"><span role="img" aria-label="{n_against} {escape(said_against)}">'
        f"{counted.shapes[against]} {n_against}</span>"
        f'<span class="bar" aria-hidden="true" style="background:linear-gradient(90deg,{bar})">'
        f'</span><span role="img" aria-label="{n_for} {escape(said_for)}">'
        f"{n_for} {counted.shapes[in_favour]}</span></p>"
    )


def _table(
    counted: Said,
    at: dict[tuple[str, str], dict[str, Any]],
    sites: tuple[AtSite, ...],
    named: dict[str, str],
    levels: Levels,
) -> pl.DataFrame:
    labels = {kind: words.sentence(counted.names[kind]) for kind in counted.kinds}
    about = counted.about
    return pl.DataFrame(
        [
            {
                "Site": site.name,
                "Income level": levels.label(site.site_id),
                about: name,
                **{
                    label: row[counted.kinds[kind]] if row.get(counted.total) else None
                    for kind, label in labels.items()
                },
                "Status": None if row.get(counted.total) else status_of(row),
            }
            for site in sites
            for one, name in named.items()
            for row in [at.get((site.site_id, one), {})]
        ],
        schema={
            "Site": pl.String,
            "Income level": pl.String,
            about: pl.String,
            **dict.fromkeys(labels.values(), pl.Int64),
            "Status": pl.String,
        },
    )
