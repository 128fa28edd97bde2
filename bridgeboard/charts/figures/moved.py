"""Who moved: people followed from one wave to another, from third to third of the scale."""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Sizes in the drawing's own pixels; a phone has a drawing of its own, so letters stay readable.
_WIDTH = {False: 720.0, True: 360.0}
_LABEL = {False: 130.0, True: 100.0}
_LETTERS = {False: 100, True: 50}
_NODE, _GAP, _LINE = 12.0, 12.0, 18.0
#: All people together are so high at least and at most; a band has room for two lines.
_LEAST, _MOST, _SLOT = 200.0, 420.0, 36.0
#: A flow lower than this has no room for its number.
_READABLE = 13.0
_BANDS = (3, 2, 1)
_WORDS = {
    "title": "{scale}, {first} to {last}: who moved? {where}",
    "alt": "Of {pairs} followed at both waves{where}, {up} in a higher third, {same} in the same, "
    "{down} in a lower third.",
    "at": " at {site}",
    "are": {True: "{n} is", False: "{n} are"},
    "none": "Nobody can be followed from {first} to {last}{where}.",
    "hidden": "Who moved can't be shown{where}: {why}.",
    "people": "{n} of {all}",
    "band": "{n}",
    "up": "↗ {n}",
    "same": "→ {n}",
    "down": "↘ {n}",
    "legend": "↗ to a higher third   → same third   ↘ to a lower third; numbers are people",
    "small": "Flows too thin for a number are in the table.",
    "n": "n = people whose code links both waves: {n_pairs} of {n_from} with a score at {first} "
    "and {n_to} at {last}; who can be followed may differ from who can't",
    "n_hidden": "n = people whose code links both waves",
    "unit": "people; thirds of the scale from {low} to {high}; {higher}",
    "noise": "A score near the border of a third can cross it by a single answer: read this "
    "together with the interval of the shift.",
}


def moved(
    shown: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    site_id: str | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Linked respondents from third to third of the scale, at one site (None: all sites).

    In:      the measure `moved`. Unit: people.
    Missing: nothing is drawn where nobody is linked, or where the flows are hidden; words say so.
    """
    at_site = pl.col("is_total") if site_id is None else pl.col("site_id") == site_id
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
        & at_site
    )
    rows = frame.to_dicts()
    first = rows[0] if rows else {}
    hidden = next((row["hidden"] for row in rows if row["hidden"]), None)
    named = _named(shown, first, from_wave_id, to_wave_id)
    at = _WORDS["at"].format(site=first["site_name"]) if first and site_id else ""
    alt = _reading(rows, hidden, named, at)
    mark = provenance.mark(shown)
    drawable = bool(rows) and hidden is None
    return Chart(
        title=_WORDS["title"].format(where=first.get("site_name", ""), **named).strip(),
        figure=_svg(rows, alt, named, style.palette(dark), narrow, mark) if drawable else None,
        alt=alt,
        n_text=_n_text(first, hidden, named),
        unit=_unit(first) if first else "",
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_table(frame),
        notes=(*((_WORDS["noise"],) if drawable else ()), *shown.notes),
    )


def _named(shown: Shown, first: dict[str, Any], earlier: str, later: str) -> dict[str, str]:
    """The scale's and the waves' names, from any row that has them."""
    labels = {
        row[0]: row[1]
        for end in ("from", "to")
        for row in shown.frame.select(f"{end}_wave_id", f"{end}_wave_label").unique().iter_rows()
    }
    return {
        "scale": first.get("scale_label", ""),
        "first": labels.get(earlier, earlier),
        "last": labels.get(later, later),
    }


def _direction(row: dict[str, Any]) -> str:
    if row["to_band"] == row["from_band"]:
        return "same"
    return "up" if row["to_band"] > row["from_band"] else "down"


def _reading(rows: list[dict[str, Any]], hidden: str | None, named: dict[str, str], at: str) -> str:
    if hidden:
        return _WORDS["hidden"].format(where=at, why=hidden)
    n = dict.fromkeys(("up", "same", "down"), 0)
    for row in rows:
        n[_direction(row)] += row["n"]
    if not sum(n.values()):
        return _WORDS["none"].format(where=at, **named)
    first = _WORDS["are"][n["up"] == 1].format(n=n["up"])
    return _WORDS["alt"].format(
        pairs=words.count(sum(n.values()), "person", "people"),
        where=at,
        up=first,
        same=n["same"],
        down=n["down"],
    )


def _n_text(first: dict[str, Any], hidden: str | None, named: dict[str, str]) -> str:
    counts = {name: first.get(name) for name in ("n_pairs", "n_from", "n_to")}
    if hidden or None in counts.values():
        return _WORDS["n_hidden"]
    return _WORDS["n"].format(**{k: words.number(v, 0) for k, v in counts.items()}, **named)


def _unit(first: dict[str, Any]) -> str:
    return _WORDS["unit"].format(
        low=words.end(first["minimum"]),
        high=words.end(first["maximum"]),
        higher=words.BETTER_OR_WORSE[first["higher_is"]],
    )


def _svg(
    rows: list[dict[str, Any]],
    alt: str,
    named: dict[str, str],
    colours: style.Palette,
    narrow: bool,
    mark: str,
) -> str:
    width, label, letters = _WIDTH[narrow], _LABEL[narrow], _LETTERS[narrow]
    flows = {(row["from_band"], row["to_band"]): row["n"] for row in rows}
    names = {row["from_band"]: row["from_band_label"] for row in rows}
    texts, y = _heading(alt, mark, width, letters, colours)
    unit = _unit_height(flows)
    left, right = label + 8, width - label - 8
    y += _LINE
    for x, wave, anchor in ((left, named["first"], "end"), (right, named["last"], "start")):
        at = x + (_NODE if anchor == "end" else -_NODE)
        texts.append(_text(at, y, words.isolated(wave), colours.ink, anchor, bold=True))
    top = y + 10
    from_tops, from_height = _tops([sum(flows[a, b] for b in _BANDS) * unit for a in _BANDS], top)
    to_tops, to_height = _tops([sum(flows[a, b] for a in _BANDS) * unit for b in _BANDS], top)
    marks, thin = _ribbons(flows, from_tops, to_tops, unit, (left, right), colours)
    for i, band in enumerate(_BANDS):
        n_from = sum(flows[band, b] for b in _BANDS)
        n_to = sum(flows[a, band] for a in _BANDS)
        marks.append(_node(left - _NODE, from_tops[i], n_from * unit, colours))
        marks.append(_node(right, to_tops[i], n_to * unit, colours))
        for x, anchor, at, n in (
            (left - _NODE - 8, "end", from_tops[i] + n_from * unit / 2, n_from),
            (right + _NODE + 8, "start", to_tops[i] + n_to * unit / 2, n_to),
        ):
            texts.append(_text(x, at - 3, names[band], colours.ink, anchor))
            people = words.count(n, "person", "people")
            texts.append(_text(x, at + 13, people, colours.muted, anchor))
    bottom = top + max(from_height, to_height) + _LINE
    legend = _WORDS["legend"] + (f". {_WORDS['small']}" if thin else "")
    for line in textwrap.wrap(legend, letters):
        texts.append(_text(4, bottom, line, colours.muted))
        bottom += _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {bottom:.0f}" '
        f'role="img" font-family="system-ui,sans-serif" font-size="13" fill="{colours.ink}">'
        f"<title>{escape(_WORDS['title'].format(where='', **named).strip())}</title>"
        f"<desc>{escape(alt)}</desc>{''.join(marks)}{''.join(texts)}</svg>"
    )


def _unit_height(flows: dict[tuple[int, int], int]) -> float:
    """Pixels a person: as many as the thinnest flow needs for its number, if there is room."""
    people = sum(flows.values()) or 1
    thinnest = min((n for n in flows.values() if n), default=1)
    return min(max(_LEAST / people, _READABLE / thinnest), _MOST / people)


def _tops(heights: list[float], top: float) -> tuple[list[float], float]:
    """Where each band's bar begins, and how high all of them are; each has room for its words."""
    tops, at = [], top
    for height in heights:
        slot = max(height, _SLOT)
        tops.append(at + (slot - height) / 2)
        at += slot + _GAP
    return tops, at - _GAP - top


def _ribbons(
    flows: dict[tuple[int, int], int],
    from_tops: list[float],
    to_tops: list[float],
    unit: float,
    ends: tuple[float, float],
    colours: style.Palette,
) -> tuple[list[str], bool]:
    """Each flow as a band, its number at its left end; and is any too thin for one?"""
    left, right = ends
    middle = (left + right) / 2
    start, end = list(from_tops), list(to_tops)
    fills = {"up": _UP, "down": _DOWN, "same": colours.edge}
    bands, numbers, thin = [], [], False
    for i, a in enumerate(_BANDS):
        for j, b in enumerate(_BANDS):
            n = flows[a, b]
            if not n:
                continue
            height = n * unit
            y0, y1 = start[i], end[j]
            start[i], end[j] = y0 + height, y1 + height
            direction = _direction({"from_band": a, "to_band": b})
            bands.append(
                f'<path d="M{left:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} '
                f"{right:.1f} {y1:.1f}V{y1 + height:.1f}C{middle:.1f} {y1 + height:.1f} "
                f'{middle:.1f} {y0 + height:.1f} {left:.1f} {y0 + height:.1f}Z" '
                f'fill="{fills[direction]}" fill-opacity=".45" stroke="{colours.page}"/>'
            )
            if height < _READABLE - 0.01:
                thin = True
                continue
            said = _WORDS[direction].format(n=n)
            at = y0 + height / 2 + 4.5
            numbers.append(_text(left + 8, at, said, colours.ink, halo=colours.page))
    return [*bands, *numbers], thin


#: The ends of the diverging colours: not red and green, and each with its arrow.
_DOWN, _UP = style.level_colours(2)


def _node(x: float, y: float, height: float, colours: style.Palette) -> str:
    if not height:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_NODE:.0f}" height="{height:.1f}" '
        f'fill="{colours.ink}"/>'
    )


def _heading(
    alt: str, mark: str, width: float, letters: int, colours: style.Palette
) -> tuple[list[str], float]:
    """The mark and the sentence, and the pixel under them."""
    texts, y = [], 0.0
    if mark:
        wide = len(mark) * 7.5 + 12
        texts.append(
            f'<rect x="{width - wide - 2:.0f}" y="2" width="{wide:.0f}" height="20" rx="3" '
            f'fill="{colours.page}" stroke="{colours.ink}"/>'
        )
        texts.append(_text(width - 2 - wide / 2, 16, mark, colours.ink, "middle", bold=True))
        y = 26.0
    for line in textwrap.wrap(alt, letters):
        y += _LINE
        texts.append(_text(4, y, line, colours.ink))
    return texts, y + 4


def _text(
    x: float,
    y: float,
    told: str,
    colour: str,
    anchor: str = "start",
    *,
    bold: bool = False,
    halo: str = "",
) -> str:
    weight = ' font-weight="600"' if bold else ""
    around = (
        f' stroke="{halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}{around}>'
        f"{escape(told)}</text>"
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Scale=pl.col("scale_label"),
        From=pl.col("from_wave_label"),
        To=pl.col("to_wave_label"),
        **{
            "Third before": pl.col("from_band_label"),
            "Third after": pl.col("to_band_label"),
        },
        People=pl.col("n"),
        Followed=pl.col("n_pairs"),
        Status=pl.col("hidden"),
    )
