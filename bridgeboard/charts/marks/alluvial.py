"""The alluvial drawing: bands of people from third to third, as SVG."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

from bridgeboard.charts import style, words

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
    "up": "↗ {n}",
    "same": "→ {n}",
    "down": "↘ {n}",
    "legend": "↗ to a higher third   → same third   ↘ to a lower third; numbers are people",
    "small": "Flows too thin for a number are in the table.",
}


def direction(from_band: int, to_band: int) -> str:
    """up, same or down."""
    if to_band == from_band:
        return "same"
    return "up" if to_band > from_band else "down"


def drawn(
    rows: list[dict[str, Any]],
    title: str,
    sentence: str,
    waves: tuple[str, str],
    colours: style.Palette,
    narrow: bool,
    mark: str,
) -> str:
    """The flows as one <svg>, under the mark and the sentence; every text in it is escaped.

    In: rows of `moved` of one place, all nine flows; waves: names of the earlier and the later.
    """
    width, label, letters = _WIDTH[narrow], _LABEL[narrow], _LETTERS[narrow]
    flows = {(row["from_band"], row["to_band"]): row["n"] for row in rows}
    names = {row["from_band"]: row["from_band_label"] for row in rows}
    heading, y = _heading(sentence, mark, width, letters, colours)
    texts: list[str] = []
    unit = _unit_height(flows)
    left, right = label + 8, width - label - 8
    y += _LINE
    for x, wave, anchor in ((left, waves[0], "end"), (right, waves[1], "start")):
        at = x + (_NODE if anchor == "end" else -_NODE)
        texts.append(_text(at, y, wave, colours.ink, anchor, bold=True))
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
        f"<title>{escape(title)}</title>"
        f"<desc>{escape(sentence)}</desc>{''.join((*heading, *marks, *texts))}</svg>"
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
    bands, numbers, thin = [], [], False
    for i, a in enumerate(_BANDS):
        for j, b in enumerate(_BANDS):
            n = flows[a, b]
            if not n:
                continue
            height = n * unit
            y0, y1 = start[i], end[j]
            start[i], end[j] = y0 + height, y1 + height
            way = direction(a, b)
            bands.append(
                f'<path d="M{left:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} '
                f"{right:.1f} {y1:.1f}V{y1 + height:.1f}C{middle:.1f} {y1 + height:.1f} "
                f'{middle:.1f} {y0 + height:.1f} {left:.1f} {y0 + height:.1f}Z" '
                f'fill="{colours.flows[way]}" fill-opacity="{style.FLOW}" stroke="{colours.page}"/>'
            )
            if height < _READABLE - 0.01:
                thin = True
                continue
            said = _WORDS[way].format(n=n)
            at = y0 + height / 2 + 4.5
            numbers.append(_text(left + 8, at, said, colours.ink, halo=colours.page))
    return [*bands, *numbers], thin


def _node(x: float, y: float, height: float, colours: style.Palette) -> str:
    if not height:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_NODE:.0f}" height="{height:.1f}" '
        f'fill="{colours.ink}"/>'
    )


def _heading(
    sentence: str, mark: str, width: float, letters: int, colours: style.Palette
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
    for line in textwrap.wrap(sentence, letters):
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
