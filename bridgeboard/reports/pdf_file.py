"""A report as a tagged PDF (PDF/UA-1): made by typst, with its own fonts, without a network."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from bridgeboard.reports import cells, fonts, words
from bridgeboard.reports.paper_table import PaperTable, laid_out
from bridgeboard.reports.pictures import Picture, for_paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bridgeboard.charts import Chart
    from bridgeboard.reports.report import Report, Section, Terms

_TEMPLATE = Path(__file__).with_name("report.typ")
_RTL, _ISOLATES = ("R", "AL"), "\u2066\u2067\u2068"
_END = "\u2069"


def pdf(report: Report) -> bytes:
    """The report as PDF: every chart with a picture if a browser is there, and with its table.

    Out:     tagged, with language, title, headings, and an alternative text for each picture.
             Marked as PDF/UA-1, unless a text has a letter for which neither the report's own
             fonts nor those of this machine have a shape.
    """
    drawn = for_paper(report.charts)
    with tempfile.TemporaryDirectory(prefix="bridgeboard-") as name:
        folder = Path(name)
        template = folder / _TEMPLATE.name
        template.write_bytes(_TEMPLATE.read_bytes())
        for place, picture in drawn.items():
            (folder / _file(place, picture)).write_bytes(picture.data)
        content = _content(report, drawn)
        try:
            return _compiled(template, content, "ua-1", system_fonts=False)
        except typst.TypstError:
            # A letter of a script that we bring no font for: this machine may have one.
            return _compiled(template, content, "1.7", system_fonts=True)


def _compiled(template: Path, content: dict[str, Any], standard: str, system_fonts: bool) -> bytes:
    content = {**content, "fallback": system_fonts}
    data = template.with_name("data.json")
    data.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    found = typst.Fonts(
        include_system_fonts=system_fonts,
        include_embedded_fonts=False,
        font_paths=[str(fonts.FOLDER)],
    )
    # The folder is all that typst may read.
    compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=found)
    return compiler.compile(format="pdf", pdf_standards=[standard])


def _file(place: int, picture: Picture) -> str:
    return f"{place}.{picture.kind}"


@dataclass
class _Tables:
    """Tables that stand at the end, as they come up."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, title: str, table: dict[str, Any]) -> int:
        number = len(self.found) + 1
        named = words.TABLE.format(number=number, title=title)
        self.found.append({**table, "title": _words(named), "number": number})
        return number


def _content(report: Report, drawn: Mapping[int, Picture]) -> dict[str, Any]:
    tables = _Tables()
    places = iter(range(len(report.charts)))
    sections = [_section(section, places, drawn, tables) for section in report.sections]
    return {
        "families": fonts.FAMILIES,
        "title": _words(report.title),
        "plain_title": report.plain_title,
        "banner": _words(report.banner),
        "plain_banner": report.banner,
        "about": _terms(report.about),
        "sections": sections,
        "methods": _terms(report.methods),
        "sources": [_words(source) for source in report.sources],
        "tables": tables.found,
        "words": {
            "contents": words.CONTENTS,
            "methods": words.METHODS,
            "sources": words.SOURCES,
            "tables": words.TABLES,
        },
    }


def _terms(terms: Terms) -> list[list[Any]]:
    return [[_words(term), _words(said)] for term, said in terms]


def _section(
    section: Section, places: Any, drawn: Mapping[int, Picture], tables: _Tables
) -> dict[str, Any]:
    return {
        "title": _words(section.title),
        "sentences": [_words(said) for said in section.sentences],
        "charts": [_chart(chart, next(places), drawn, tables) for chart in section.charts],
    }


def _chart(
    chart: Chart, place: int, drawn: Mapping[int, Picture], tables: _Tables
) -> dict[str, Any]:
    picture = drawn.get(place)
    said = chart.alt
    if picture is None and isinstance(chart.figure, dict):
        said = f"{said} {words.CHART['too_tall' if drawn else 'no_picture']}"
    unit = chart.unit and words.CHART["unit"].format(unit=chart.unit)
    # A drawing says its cautions, and that its numbers are simulated; one that isn't there can't.
    mark = "" if picture else chart.provenance_mark
    line = " · ".join(one for one in (mark, chart.n_text, unit, chart.source_text) if one)
    table = see = None
    if chart.table.is_empty():
        line = f"{line} · {words.CHART['no_rows']}"
    elif (laid := laid_out(chart.table)).place == "text":
        table = _table(laid)
    else:
        number = tables.add(chart.title, _table(laid))
        see = {"number": number, "words": words.SEE_TABLE.format(number=number)}
    return {
        "title": _words(chart.title),
        "picture": _file(place, picture) if picture else None,
        "alt": chart.alt,
        "said": _words(said),
        "lines": [_words(one) for one in (line, *(() if picture else chart.said), *chart.notes)],
        "table": table,
        "see": see,
    }


def _table(laid: PaperTable) -> dict[str, Any]:
    rows = [[cells.text(value) for value in row] for row in laid.frame.iter_rows()]
    return {
        "head": [_words(name) for name in laid.frame.columns],
        "rows": [[_words(cell) for cell in row] for row in rows],
        "widths": laid.widths,
        "right": [cells.are_numbers(column) for column in laid.frame],
        "side": laid.place == "side",
        "common": _words(laid.common),
    }


def _words(text: str) -> str | dict[str, str]:
    """The text as the template takes it: what runs from right to left says so."""
    return {"rtl": text} if _runs_left(text) else text


def _runs_left(text: str) -> bool:
    """Is the first letter with a direction one that runs to the left? Isolated names don't count.

    Source: Unicode Bidirectional Algorithm, rules P2 and P3.
    """
    depth = 0
    for letter in text:
        if letter in _ISOLATES:
            depth += 1
        elif letter == _END:
            depth = max(0, depth - 1)
        elif not depth and (way := unicodedata.bidirectional(letter)) in (*_RTL, "L"):
            return way in _RTL
    return False
