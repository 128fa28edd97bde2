"""A report as one HTML file: it opens without a network, and asks for nothing.

Interactive, it carries Plotly once and draws each figure as the app does; in its light form it
carries pictures instead, and no script at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

from bridgeboard import __version__
from bridgeboard.charts.prose import html_text, prose
from bridgeboard.reports import cells, lean_svg, words
from bridgeboard.reports.html_sheet import CSS

if TYPE_CHECKING:
    import polars as pl

    from bridgeboard.charts import Chart
    from bridgeboard.reports.report import Report, Section, Terms

#: Draws what the elements of class plot carry; the same options as in the app.
_DRAW = """
const options = {displayModeBar: false, displaylogo: false, scrollZoom: false, doubleClick: false,
  showTips: false, responsive: true};
for (const place of document.querySelectorAll('.plot')) {
  const figure = JSON.parse(place.nextElementSibling.textContent);
  Plotly.newPlot(place, figure.data, figure.layout, options);
}
"""

#: An SVG picture of a chart, by the chart's place among all charts of the report.
Pictures = Mapping[int, str]
#: Unit: bytes. What a light report stays under: minutes on a slow line, and most mailboxes.
LIGHT_LIMIT = 950_000


class _How:
    """How charts become HTML, and which of them is next.

    pictures: None where figures are drawn by Plotly. left_out: charts whose table is left out.
    """

    def __init__(self, pictures: Pictures | None, left_out: Collection[int]) -> None:
        self.pictures, self.left_out = pictures, left_out
        self._places = count()

    def next(self) -> int:
        """The place of the next chart among all of the report."""
        return next(self._places)


def interactive(report: Report) -> bytes:
    """The report with figures that answer to a pointer. Unit: some 5 MB, of which Plotly is 4.8."""
    scripts = (plotly(), _DRAW) if any(isinstance(c.figure, dict) for c in report.charts) else ()
    return _page(report, scripts, None)


def light(report: Report, pictures: Pictures) -> bytes:
    """The report with pictures: no script, some hundred kilobytes.

    In: pictures of the Plotly figures; a chart without one says so, and opens its table. Where it
        would be too large, the longest tables go whose drawing is a table itself, and say so.
    """
    whole = _page(report, (), pictures)
    spare = {
        place: len(_table(chart.table, chart.title))
        for place, chart in enumerate(report.charts)
        if isinstance(chart.figure, str) and chart.figure.startswith("<figure")
    }
    left_out: set[int] = set()
    for place in sorted(spare, key=lambda place: spare[place], reverse=True):
        if len(whole) <= LIGHT_LIMIT:
            break
        left_out.add(place)
        whole = _page(report, (), pictures, left_out)
    return whole


def _page(
    report: Report,
    scripts: tuple[str, ...],
    pictures: Pictures | None,
    left_out: Collection[int] = (),
) -> bytes:
    how = _How(pictures, left_out)
    sections = "".join(
        _section(section, number, how) for number, section in enumerate(report.sections)
    )
    title = html_text(report.plain_title)
    code = "".join(f"<script>{script}</script>" for script in scripts)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{CSS}</style></head><body>"
        f'<a class="skip" href="#report">{words.SKIP}</a>'
        f'<header class="banner"><p dir="auto">{prose(report.banner)}</p></header>'
        f'<main class="page" id="report"><h1 dir="auto">{prose(report.title)}</h1>'
        f"{_contents(report)}{_about(report)}{sections}{_ending(report)}</main>"
        f'<footer class="page"><p class="about">{words.MADE_WITH.format(version=__version__)} '
        f"{words.OFFLINE}</p></footer>{code}</body></html>"
    ).encode()


def _policy(scripts: tuple[str, ...]) -> str:
    """Only the code of this very file may run, and nothing may be fetched from anywhere."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes or chr(39) + 'none' + chr(39)}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _contents(report: Report) -> str:
    titles = [section.title for section in report.sections]
    named = [*((f"s{n}", title) for n, title in enumerate(titles))]
    named += [("methods", words.METHODS), ("sources", words.SOURCES)]
    entries = "".join(f'<li><a href="#{key}">{html_text(title)}</a></li>' for key, title in named)
    return f'<nav aria-label="{words.CONTENTS}"><ul>{entries}</ul></nav>'


def _about(report: Report) -> str:
    return f'<section><h2 id="about">{words.ABOUT}</h2>{_terms(report.about)}</section>'


def _terms(terms: Terms) -> str:
    pairs = "".join(
        f'<dt dir="auto">{prose(term)}</dt><dd dir="auto">{prose(said)}</dd>'
        for term, said in terms
    )
    return f"<dl>{pairs}</dl>"


def _section(section: Section, number: int, how: _How) -> str:
    said = [f'<p dir="auto">{prose(text)}</p>' for text in section.sentences]
    if len(said) > 1:
        items = "".join(f'<li dir="auto">{prose(text)}</li>' for text in section.sentences)
        said = [f"<ul>{items}</ul>"]
    drawn = "".join(_chart(chart, how.next(), how) for chart in section.charts)
    heading = f'<h2 id="s{number}" dir="auto">{html_text(section.title)}</h2>'
    return f"<section>{heading}{''.join(said)}{drawn}</section>"


def _chart(chart: Chart, place: int, how: _How) -> str:
    figure, is_drawn = _figure(chart, place, how.pictures)
    unit = chart.unit and words.CHART["unit"].format(unit=chart.unit)
    line = " · ".join(prose(part) for part in (chart.n_text, unit, chart.source_text) if part)
    # A drawing says its cautions, and that its numbers are simulated; one that isn't there can't.
    mark = "" if is_drawn else chart.provenance_mark
    told = mark and f'<span class="mark">{html_text(mark)}</span>'
    beside = chart.notes if is_drawn else (*chart.said, *chart.notes)
    notes = "".join(f'<p class="about" dir="auto">{prose(note)}</p>' for note in beside)
    if place in how.left_out:
        table = f'<p class="about">{words.CHART["left_out"]}</p>'
    else:
        opened = chart.figure is not None and not is_drawn
        table = _table(chart.table, chart.title, opened=opened)
    return (
        f'<article><h3 dir="auto">{prose(chart.title)}</h3>{figure}'
        f'<p class="about" dir="auto">{told}{line}</p>{notes}{table}</article>'
    )


def _figure(chart: Chart, place: int, pictures: Pictures | None) -> tuple[str, bool]:
    """The drawing, and whether there is one."""
    figure = chart.figure
    if figure is None:
        return f'<p dir="auto">{prose(chart.alt)}</p>', False
    if isinstance(figure, str) and figure.startswith("<svg"):
        return _picture(figure, chart.alt), True
    if isinstance(figure, str):
        return figure, True
    if pictures is None:
        return _plot(figure, chart.alt), True
    if place in pictures:
        return _picture(lean_svg.lean(pictures[place]), chart.alt), True
    said = f"{chart.alt} {words.CHART['no_picture']}"
    return f'<p dir="auto">{prose(said)}</p>', False


def _picture(svg: str, alt: str) -> str:
    return f'<img class="picture" alt="{html_text(alt)}" src="{lean_svg.address(svg)}">'


def _plot(figure: dict[str, Any], alt: str) -> str:
    """The place of a figure; what it shows lies beside it as data, which no browser runs."""
    height = figure["layout"].get("height", 400)
    data = json.dumps(figure, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    return (
        f'<div class="plot" role="img" aria-label="{html_text(alt)}" style="height:{height}px">'
        f'</div><script type="application/json">{data}</script>'
    )


def _table(frame: pl.DataFrame, title: str, opened: bool = False) -> str:
    name = html_text(words.CHART["table"].format(title=title))
    if frame.is_empty():
        return f'<p class="about">{words.CHART["no_rows"]}</p>'
    frame = cells.filled(frame)
    right = [" class=n" if cells.are_numbers(column) else "" for column in frame]
    head = "".join(
        f'<th scope="col"{kind}>{html_text(one)}</th>'
        for one, kind in zip(frame.columns, right, strict=True)
    )
    # HTML lets a table's ends be left out, which is a tenth of a long one.
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{prose(cells.text(value))}" for value, kind in zip(row, right, strict=True)
        )
        for row in frame.iter_rows()
    )
    state = " open" if opened else ""
    return (
        f'<details{state}><summary dir="auto">{name}</summary>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}">'
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        "</div></details>"
    )


def _ending(report: Report) -> str:
    sources = "".join(f'<li dir="auto">{prose(source)}</li>' for source in report.sources)
    return (
        f'<section><h2 id="methods">{words.METHODS}</h2>{_terms(report.methods)}</section>'
        f'<section><h2 id="sources">{words.SOURCES}</h2><ul>{sources}</ul></section>'
    )


@lru_cache(maxsize=1)
def plotly() -> str:
    """Plotly's own code, as its Python package brings it."""
    return files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")
