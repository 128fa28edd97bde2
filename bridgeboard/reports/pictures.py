"""Pictures of charts, drawn by a browser of this machine if there is one.

Plotly charts become SVG. Tables of small drawings become PNG, for paper: nothing but a browser can
lay them out.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bridgeboard.charts import style
from bridgeboard.reports import browser, fonts
from bridgeboard.reports.html_file import plotly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bridgeboard.charts import Chart

#: Unit: pixels. As wide as a column to read, and as a page.
WIDTH = 1000
#: Unit: pixels. What is taller doesn't fit on a page, and is as good to read as a table.
TALLEST = 1400
#: Unit: pixels. A plot is made smaller to fit, but not so small that nobody can read it.
_TALLEST_PLOT = 2400
#: Pixels of a PNG for one of the page: sharp enough on paper, and half the bytes of twice.
_SCALE = 1.6
_FAMILY = ", ".join(f"'{family}'" for family in fonts.FAMILIES)
_MADE = re.compile(r'<pre id="made">(.*?)</pre>', re.DOTALL)
#: A drawing of HTML is laid out in the page to know its height, then drawn as the inside of an SVG.
_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Pictures</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline';
style-src 'unsafe-inline'; img-src data: blob:; font-src data:"><style>@FACES@
body{margin:0} .paper{width:@WIDTH@px;padding:1px;background:#FFF;color:#14171A;
font:16px/1.5 @FAMILY@} .paper figure{margin:0}</style></head><body><pre id="made"></pre>
<script type="application/json" id="asked">@ASKED@</script>
<script>@PLOTLY@</script><script>
const element = (id) => document.getElementById(id);
async function plot(figure) {
  const size = {format: 'svg', width: @WIDTH@, height: figure.layout.height || 400};
  return decodeURIComponent((await Plotly.toImage(figure, size)).replace(/^[^,]*,/, ''));
}
async function table(drawn) {
  const paper = document.createElement('div');
  paper.className = 'paper';
  paper.innerHTML = drawn;
  document.body.append(paper);
  const height = Math.ceil(paper.getBoundingClientRect().height), width = @WIDTH@;
  if (height > @TALLEST@) { paper.remove(); return null; }
  const inside = new XMLSerializer().serializeToString(paper);
  paper.remove();
  const css = document.querySelector('style').textContent.replace(/&/g, '&amp;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`
    + `<foreignObject width="100%" height="100%"><style xmlns="http://www.w3.org/1999/xhtml">`
    + `${css}</style>${inside}</foreignObject></svg>`;
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * @SCALE@;
  canvas.height = height * @SCALE@;
  const context = canvas.getContext('2d');
  context.fillStyle = '#FFF';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
(async () => {
  const made = [];
  await Promise.all([...document.fonts].map((face) => face.load()));
  for (const one of JSON.parse(element('asked').textContent))
    made.push(await (typeof one === 'string' ? table(one) : plot(one)).catch(() => null));
  element('made').textContent = JSON.stringify(made);
})();
</script></body></html>"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what kind of file it is."""

    kind: Literal["svg", "png"]
    data: bytes


def pictures(charts: Sequence[Chart]) -> dict[int, str]:
    """An SVG for each Plotly chart, by its place; nothing where there is no browser."""
    plots = {
        place: chart.figure for place, chart in enumerate(charts) if isinstance(chart.figure, dict)
    }
    return _drawn(plots)


def for_paper(charts: Sequence[Chart]) -> dict[int, Picture]:
    """A picture for each chart that has a drawing, by its place, in fonts that reports carry.

    Missing: without a browser, only of charts that are an SVG anyway.
    """
    asked = {
        place: _in_our_fonts(chart.figure)
        for place, chart in enumerate(charts)
        if _fits(chart.figure) or (isinstance(chart.figure, str) and _is_table(chart.figure))
    }
    found = {
        place: Picture("svg", made.encode())
        if isinstance(asked[place], dict)
        else Picture("png", base64.b64decode(made))
        for place, made in _drawn(asked).items()
    }
    for place, chart in enumerate(charts):
        if isinstance(chart.figure, str) and chart.figure.startswith("<svg"):
            found[place] = Picture("svg", chart.figure.encode())
    return found


def _fits(figure: dict[str, Any] | str | None) -> bool:
    """Is it a plot that can be read when a page holds all of it?"""
    return isinstance(figure, dict) and figure["layout"].get("height", 0) <= _TALLEST_PLOT


def _is_table(figure: str) -> bool:
    return figure.startswith("<figure")


def _in_our_fonts(figure: dict[str, Any] | str) -> dict[str, Any] | str:
    if isinstance(figure, str):
        return figure
    layout = figure["layout"]
    font = {**layout.get("font", {}), "family": _FAMILY}
    return {**figure, "layout": {**layout, "font": font, "paper_bgcolor": style.LIGHT.page}}


def _drawn(asked: dict[int, dict[str, Any] | str]) -> dict[int, str]:
    if not asked or browser.found() is None:
        return {}
    data = json.dumps(list(asked.values()), ensure_ascii=False, allow_nan=False)
    page = _PAGE
    for name, text in (
        ("FACES", fonts.faces(data)),
        ("FAMILY", _FAMILY),
        ("WIDTH", str(WIDTH)),
        ("TALLEST", str(TALLEST)),
        ("SCALE", str(_SCALE)),
        ("PLOTLY", plotly() if any(isinstance(one, dict) for one in asked.values()) else ""),
        ("ASKED", data.replace("<", "\\u003c")),
    ):
        # The last one holds text from files: nothing is replaced in it any more.
        page = page.replace(f"@{name}@", text)
    dumped = browser.drawn(page, "--dump-dom")
    made = _MADE.search((dumped or b"").decode("utf-8", "replace"))
    if made is None or not made[1]:
        return {}
    found = zip(asked, json.loads(html.unescape(made[1])), strict=True)
    return {place: one for place, one in found if one}
