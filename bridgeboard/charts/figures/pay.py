"""How PSWs are paid at each site: on a line of time, and as a share of the site's own wage."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, site_records, style, timeline_sheet, words
from bridgeboard.charts.by_income import AtSite
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.time_axis import TimeAxis, time_axis

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: The last way of paying goes on beyond its first day; this much of the line says so.
_STILL, _LEAST_STILL = 0.2, timedelta(days=120)
#: Each way of paying has a line of its own look as well as a shape.
_LINES = {
    "employed": "6px solid",
    "hourly": "3px solid",
    "stipend": "6px double",
    "expenses": "3px dashed",
    "unpaid": "3px dotted",
    "unknown": "1px dotted",
}
_WORDS = {
    "over_title": "How are PSWs paid at each site, and when did it change?",
    "over_alt": "{known} of {sites} with a dated payment record; {changed} changed the way of "
    "paying.",
    "over_none": "No payment has a first day.",
    "step": "{basis} from {day}",
    "undated": "{basis}, since when isn't said",
    "then": ", then ",
    "over_unit": "days on which each way of paying began; it holds until the next, or still",
    "over_n": "{known} of {sites} with a payment record",
    "share_title": "How much are PSWs paid, of each site's own reference wage?",
    "share_alt": "{n} of {sites} have a monthly pay to compare with a wage: from {low} to {high}.",
    "share_none": "No site has a monthly pay to compare with a wage ({sites}).",
    "share_unit": "% of the site's own reference wage; no conversion between currencies",
    "share_n": "{n} of {sites}, the latest pay on record",
    "wage": "100 % is the reference wage.",
    "no_interval": "These are records, not samples of people: they have no interval.",
}


def over_time(shown: Shown, *, dark: bool = False) -> Chart:
    """Site by site, the ways of paying in turn: each begins at a shape and lasts until the next.

    In:      the measure `payment`.
    Missing: a site without a record has no line and says so; so has a payment without a first day.
    """
    colours = style.palette(dark)
    periods: dict[str, list[dict[str, Any]]] = {}
    for row in shown.frame.to_dicts():
        periods.setdefault(row["site_id"], []).append(row)
    known = [rows for rows in periods.values() if any(map(_is_reported, rows))]
    axis = _axis([row["from_on"] for rows in periods.values() for row in rows])
    sites = words.count(len(periods), "site")
    alt = _WORDS["over_none"]
    if axis is not None:
        changed = sum(len({row["basis"] for row in rows}) > 1 for rows in periods.values())
        alt = _WORDS["over_alt"].format(
            known=len(known), sites=sites, changed=words.count(changed, "site")
        )
    found = {row["basis"] for rows in known for row in rows}
    legend = [
        (style.BASIS_SHAPES[basis], _LINES[basis], word)
        for basis, word in words.BASES.items()
        if basis in found
    ]
    rows = [
        (group[0]["site_name"], _steps(_changes(group), axis, colours), _told(_changes(group)))
        for group in periods.values()
    ]
    mark = provenance.mark(shown)
    ticks = tuple(axis.ticks()) if axis else ()
    labels = [row["source_label"] or "" for rows_ in periods.values() for row in rows_]
    return Chart(
        title=_WORDS["over_title"],
        figure=_rows(rows, ticks, legend, alt, mark, colours) if axis else None,
        alt=alt,
        n_text=_WORDS["over_n"].format(known=len(known), sites=sites),
        unit=_WORDS["over_unit"],
        source_text=provenance.source(shown, *labels),
        provenance_mark=mark,
        table=shown.frame.select(
            Site=pl.col("site_name"),
            From=pl.col("from_on"),
            Basis=pl.col("basis").replace_strict(words.BASES),
            Status=pl.col("status"),
        ),
        notes=shown.notes,
    )


def share_of_wage(shown: Shown, *, dark: bool = False) -> Chart:
    """Site by site, the latest monthly pay as a share of the reference wage, as a labelled point.

    In:      the measure `payment`. Missing: why a site has no point stands in its place.
    """
    colours = style.palette(dark)
    sites = site_records.pay(shown).sites
    shares = [site.value for site in sites if site.value is not None]
    counted = words.count(len(sites), "site")
    alt = _WORDS["share_none"].format(sites=counted)
    if shares:
        alt = _WORDS["share_alt"].format(
            n=len(shares),
            sites=counted,
            low=words.percent(min(shares)),
            high=words.percent(max(shares)),
        )
    most = max([1.0, *shares]) * 1.06
    ticks = tuple((100 * tick / most, words.percent(tick)) for tick in (0, 0.5, 1) if tick <= most)
    rows = [(site.name, _point(site, most, colours), site.numbers or site.why) for site in sites]
    mark = provenance.mark(shown)
    return Chart(
        title=_WORDS["share_title"],
        figure=_rows(rows, ticks, [], alt, mark, colours) if shares else None,
        alt=alt,
        n_text=_WORDS["share_n"].format(n=len(shares), sites=counted),
        unit=_WORDS["share_unit"],
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=pl.DataFrame(
            {
                words.SITE: [site.name for site in sites],
                "Share of wage": [site.value for site in sites],
                "What is known": [site.numbers or site.why for site in sites],
            },
            schema={words.SITE: pl.String, "Share of wage": pl.Float64, "What is known": pl.String},
        ),
        notes=(_WORDS["wage"], _WORDS["no_interval"], *shown.notes),
    )


def _changes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that begin another way of paying: a new amount of the same kind is no step."""
    return [
        row
        for row, before in zip(rows, [None, *rows], strict=False)
        if before is None or before["basis"] != row["basis"]
    ]


def _is_reported(row: dict[str, Any]) -> bool:
    return row["status"] != words.NOT_REPORTED


def _axis(days: list[date | None]) -> TimeAxis | None:
    known = [day for day in days if day is not None]
    if not known:
        return None
    still = max((max(known) - min(known)) * _STILL, _LEAST_STILL)
    return time_axis([*known, max(known) + still])


def _told(rows: list[dict[str, Any]]) -> str:
    steps = []
    for row in rows:
        if not _is_reported(row):
            return words.NOT_REPORTED
        form = _WORDS["step" if row["from_on"] else "undated"]
        day = f"{row['from_on']:%Y-%m-%d}" if row["from_on"] else ""
        steps.append(form.format(basis=words.BASES[row["basis"]], day=day))
    return _WORDS["then"].join(steps)


def _steps(rows: list[dict[str, Any]], axis: TimeAxis | None, colours: style.Palette) -> str:
    dated = [row for row in rows if row["from_on"] and _is_reported(row)]
    if axis is None or not dated:
        return ""
    inner = ""
    for row, later in zip(dated, [*dated[1:], None], strict=True):
        start = axis.at(row["from_on"])
        end = axis.at(later["from_on"]) if later else 100.0
        inner += (
            f'<i class="b" style="left:{start:.2f}%;width:{end - start:.2f}%;'
            f'border-top:{_LINES[row["basis"]]} {colours.point}"></i>'
        )
    for row in dated:
        inner += (
            f'<i class="m" style="left:{axis.at(row["from_on"]):.2f}%">'
            f"{style.BASIS_SHAPES[row['basis']]}</i>"
        )
    return inner


def _point(site: AtSite, most: float, colours: style.Palette) -> str:
    if site.value is None:
        return ""
    at = 100 * site.value / most
    return (
        f'<i class="b" style="left:0;width:{at:.2f}%;border-top:2px solid {colours.grid}"></i>'
        f'<i class="m" style="left:{at:.2f}%;color:{colours.point}">●</i>'
    )


def _rows(
    rows: list[tuple[str, str, str]],
    ticks: tuple[tuple[float, str], ...],
    legend: list[tuple[str, str, str]],
    alt: str,
    mark: str,
    colours: style.Palette,
) -> str:
    """Name, line and sentence of each site under one scale."""
    sheet = timeline_sheet.Sheet(ticks, None)
    me = sheet.name(colours)
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    # A sample of each line stands beside its shape.
    entries = "".join(
        f'<li><span aria-hidden="true">{shape} <i style="display:inline-block;width:1.6rem;'
        f'vertical-align:middle;border-top:{line} {colours.point}"></i></span> {escape(word)}</li>'
        for shape, line, word in legend
    )
    key = f'<ul class="legend">{entries}</ul>' if entries else ""
    scale = "".join(
        f'<i class="k" style="left:{at:.2f}%">{escape(label)}</i>' for at, label in ticks
    )
    listed = "".join(
        f'<li><span class="n"><bdi>{escape(name)}</bdi></span>'
        f"{_track(inner)}"
        f'<span class="s">{html_matrix.unbroken(said)}</span></li>'
        for name, inner, said in rows
    )
    return (
        f'<figure class="bbt {me}" role="figure" aria-label="{escape(alt)}">{stamp}{key}'
        f'<div class="x" aria-hidden="true"><span dir="ltr">{scale}</span></div>'
        f'<ol class="g"><li><ul>{listed}</ul></li></ol>'
        f"<style>{sheet.css(me, colours)}</style></figure>"
    )


def _track(inner: str) -> str:
    return f'<span class="t" dir="ltr" aria-hidden="true">{inner}</span>' if inner else ""
