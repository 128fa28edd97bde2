"""Where the sites are: a small map that needs no network, with income level as shape and colour."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import land, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.income import level

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: The drawing's size in its own pixels: about a phone's width, so its letters stay readable there.
_WIDTH, _HEIGHT = 400.0, 250.0
_LINE = 17
#: Degrees around the outermost sites, and the least a map shows, so that a coast is in sight.
_AROUND, _LEAST = 9.0, 34.0
_LETTER = 6.3
_LONGEST = 24
_WORDS = {
    "title": "Where are the sites?",
    "alt": "Map of {sites} in {countries}: {levels}.",
    "off": "Not on the map (no coordinates): {names}",
    "level": "{level}: {names}",
    "n": "{sites}",
    "at_wave": "World Bank income level of the country, at the latest wave with a date",
    "at_baseline": "World Bank income level of the country, at the first wave",
    "as_reported": "income level as the source words it",
}

_Box = tuple[float, float, float, float]


def world(sites: Shown, income: Shown, basis: str, *, dark: bool = False) -> Chart:
    """The sites on a map, each with the shape and colour of its income level.

    In:      the measures `sites` and `income`.
    Missing: a site without coordinates is named under the map; one whose income level isn't known
             is a ring. Without any coordinates nothing is drawn.
    """
    colours = style.palette(dark)
    levels = _latest(income, basis)
    rows = [{**row, **levels.get(row["site_id"], {})} for row in sites.frame.to_dicts()]
    table = _table(rows)
    alt = _reading(rows)
    return Chart(
        title=_WORDS["title"],
        figure=_svg(rows, alt, colours, provenance.mark(sites))
        if any(map(_placed_at, rows))
        else None,
        alt=alt,
        n_text=_WORDS["n"].format(sites=words.count(len(rows), "site")),
        unit=_WORDS[basis],
        source_text=provenance.source(sites, "Natural Earth (land)", "World Bank (income)"),
        provenance_mark=provenance.mark(sites),
        table=table,
        notes=sites.notes,
    )


def _latest(income: Shown, basis: str) -> dict[str, dict[str, Any]]:
    """Each site's income level at its latest wave that has one."""
    return {
        row["site_id"]: {"income_level": level(row, basis), "wave_label": row["wave_label"]}
        for row in income.frame.sort("wave_order").to_dicts()
        if level(row, basis)
    }


def _placed_at(row: dict[str, Any]) -> bool:
    return row["latitude"] is not None and row["longitude"] is not None


def _svg(rows: list[dict[str, Any]], alt: str, colours: style.Palette, mark: str) -> str:
    on_map = [row for row in rows if _placed_at(row)]
    off_map = [row["site_name"] for row in rows if row not in on_map]
    west, north, east, south = _view(on_map)
    scale = _WIDTH / (east - west)
    dots = [
        (row, (row["longitude"] - west) * scale, (-row["latitude"] - north) * scale)
        for row in on_map
    ]
    below, height = _below(rows, off_map, colours)
    names, numbered = _names(dots, colours)
    if numbered:
        listed, height = _list([row["site_name"] for row in on_map], height, colours)
        below += listed
    stamp = _stamp(mark, colours)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        f'role="img" font-family="system-ui,sans-serif" font-size="12" fill="{colours.ink}">'
        f"<title>{escape(_WORDS['title'])}</title><desc>{escape(alt)}</desc>"
        f'<clipPath id="m"><rect width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}" rx="4"/></clipPath>'
        f'<g clip-path="url(#m)"><rect width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}" '
        f'fill="{colours.sea}"/><path transform="scale({scale:.4f}) translate({-west:.2f} '
        f'{-north:.2f})" fill="{colours.land}" stroke="{colours.edge}" '
        f'stroke-width="{0.6 / scale:.3f}" d="{land.within(west, north, east, south)}"/></g>'
        f"{''.join(_dot(row.get('income_level'), x, y, colours) for row, x, y in dots)}"
        f"{names}{below}{stamp}</svg>"
    )


def _view(rows: list[dict[str, Any]]) -> _Box:
    """The part of the world around the sites, in the drawing's proportions."""
    xs, ys = [row["longitude"] for row in rows], [-row["latitude"] for row in rows]
    width = max(max(xs) - min(xs) + 2 * _AROUND, _LEAST)
    height = max(max(ys) - min(ys) + 2 * _AROUND, _LEAST * _HEIGHT / _WIDTH)
    width = max(width, height * _WIDTH / _HEIGHT)
    height = width * _HEIGHT / _WIDTH
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _dot(level: str | None, x: float, y: float, colours: style.Palette, size: float = 5.5) -> str:
    """A site's mark: the shape says the level as well as the colour does."""
    line = f'stroke="{colours.page}" stroke-width="1.5" paint-order="stroke"'
    if level not in colours.incomes:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size - 1:.1f}" fill="{colours.page}" '
            f'stroke="{colours.ink}" stroke-width="2"/>'
        )
    fill = f'fill="{colours.incomes[level]}" {line}'
    shape = style.INCOME_SHAPES[level]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" {fill}/>'
    corners = {
        "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        "diamond": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
        "triangle": [(0, -1.2), (1.15, 0.9), (-1.15, 0.9)],
    }[shape]
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {fill}/>'


def _names(
    dots: list[tuple[dict[str, Any], float, float]], colours: style.Palette
) -> tuple[str, bool]:
    """Names beside the marks; numbers instead where the names don't all fit."""
    taken = [(x - 7, y - 7, x + 7, y + 7) for _, x, y in dots]
    placed = _placed([(row["site_name"], x, y) for row, x, y in dots], taken)
    numbered = placed is None
    if placed is None:
        placed = _placed(
            [(str(i), x, y) for i, (_, x, y) in enumerate(dots, 1)], taken, always=True
        )
    halo = f'stroke="{colours.page}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return (
        "".join(
            f'<text x="{left:.1f}" y="{base:.1f}" {halo}>{escape(name)}</text>'
            for name, left, base in placed or []
        ),
        numbered,
    )


def _placed(
    wanted: list[tuple[str, float, float]], taken: list[_Box], always: bool = False
) -> list[tuple[str, float, float]] | None:
    """A place for each name right, left, above or below its mark; None if one finds none."""
    boxes, placed = list(taken), []
    for name, x, y in wanted:
        if len(name) > _LONGEST:
            return None
        width = len(name) * _LETTER
        places = [
            (x + 9, y + 4),
            (x - 9 - width, y + 4),
            (x - width / 2, y - 10),
            (x - width / 2, y + 19),
            (x + 7, y - 8),
            (x + 7, y + 16),
            (x - 7 - width, y - 8),
            (x - 7 - width, y + 16),
        ]
        free = [
            (left, base)
            for left, base in places
            if left >= 2
            and left + width <= _WIDTH - 2
            and 12 <= base <= _HEIGHT - 4
            and not any(
                left < e and left + width > w and base - 10 < s and base + 3 > n
                for w, n, e, s in boxes
            )
        ]
        if not free and not always:
            return None
        left, base = free[0] if free else places[0]
        boxes.append((left, base - 10, left + width, base + 3))
        placed.append((name, left, base))
    return placed


def _below(
    rows: list[dict[str, Any]], off_map: list[str], colours: style.Palette
) -> tuple[str, float]:
    """The legend, and the sites that are not on the map."""
    known = {row.get("income_level") for row in rows}
    levels = [level for level in words.INCOMES if level in known]
    if known - set(levels):
        levels.append("")
    out, y = [], _HEIGHT + _LINE
    for i, name in enumerate(levels):
        x = 8 + (i % 2) * _WIDTH / 2
        out.append(_dot(name, x, y - 4, colours, 5))
        out.append(
            f'<text x="{x + 12:.0f}" y="{y:.0f}">'
            f"{escape(words.INCOMES.get(name, words.INCOME_UNKNOWN))}</text>"
        )
        if i % 2 or i == len(levels) - 1:
            y += _LINE
    if off_map:
        out.append(
            f'<text x="2" y="{y:.0f}">'
            f"{escape(_WORDS['off'].format(names=words.listed(off_map)))}</text>"
        )
        y += _LINE
    return "".join(out), y - _LINE + 8


def _list(names: list[str], top: float, colours: style.Palette) -> tuple[str, float]:
    """What the numbers on the map stand for, in two columns if names are short."""
    columns = 2 if max(map(len, names)) <= _LONGEST else 1
    rows = -(-len(names) // columns)
    texts = "".join(
        f'<text x="{2 + (i // rows) * _WIDTH / columns:.0f}" '
        f'y="{top + _LINE * (i % rows + 1):.0f}">{i + 1}&#160; {escape(name)}</text>'
        for i, name in enumerate(names)
    )
    return texts, top + _LINE * rows + 8


def _stamp(mark: str, colours: style.Palette) -> str:
    if not mark:
        return ""
    width = len(mark) * 7 + 10
    return (
        f'<rect x="{_WIDTH - width - 4:.0f}" y="4" width="{width}" height="19" rx="3" '
        f'fill="{colours.page}" stroke="{colours.ink}"/><text x="{_WIDTH - width / 2 - 4:.0f}" '
        f'y="18" text-anchor="middle" font-weight="600">{escape(mark)}</text>'
    )


def _reading(rows: list[dict[str, Any]]) -> str:
    groups: dict[str, list[str]] = {}
    for row in rows:
        level = row.get("income_level")
        word = words.INCOMES.get(level, level) if level else words.INCOME_UNKNOWN
        groups.setdefault(word, []).append(row["site_name"])
    return _WORDS["alt"].format(
        sites=words.count(len(rows), "site"),
        countries=words.count(len({row["country_iso3"] for row in rows}), "country", "countries"),
        levels="; ".join(
            _WORDS["level"].format(level=level, names=words.listed(names, most=12))
            for level, names in groups.items()
        ),
    )


def _table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "Site": [row["site_name"] for row in rows],
            "City": [row["city"] for row in rows],
            "Country": [row["country"] for row in rows],
            "Income level": [row.get("income_level") for row in rows],
            "At wave": [row.get("wave_label") for row in rows],
            "Latitude": [row["latitude"] for row in rows],
            "Longitude": [row["longitude"] for row in rows],
        },
        schema_overrides={"Income level": pl.String, "At wave": pl.String, "City": pl.String},
    )
