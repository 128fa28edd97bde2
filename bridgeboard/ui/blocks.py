"""What pages are made of: headings, charts and tables with their source, notes, empty states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from bridgeboard.ui import words
from bridgeboard.ui.escape import html_text, markdown, prose
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.take_away import take_away
from bridgeboard.ui.valid_figure import valid

if TYPE_CHECKING:
    from bridgeboard.charts import Chart

#: No mode bar, no zoom, no drag: a finger scrolls the page, and the table below has the numbers.
_PLOTLY = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
_ROW_PIXELS = 35
_MOST_ROWS = 14


def page_heading(title: str, question: str) -> None:
    """The page's one heading of the first level, and the question it answers."""
    st.title(markdown(title), anchor=False)
    if question:
        note(question)


def section(title: str, anchor: str | None = None) -> None:
    """A heading of the second level, above blocks that belong together; a link may name it."""
    st.header(markdown(title), anchor=anchor or False)


def note(text: str) -> None:
    """A paragraph of plain text, whatever is in it."""
    st.html(f'<p dir="auto" style="margin:0 0 .5rem">{prose(text)}</p>')


def headline(text: str) -> None:
    """The answer in one sentence, large, for whoever reads nothing else."""
    st.html(f'<p class="headline" dir="auto">{prose(text)}</p>')


def bullets(texts: Sequence[str]) -> None:
    """A list of plain texts, one point each."""
    points = "".join(f'<li dir="auto">{prose(text)}</li>' for text in texts)
    st.html(f'<ul style="margin:0 0 .5rem;padding-inline-start:1.25rem">{points}</ul>')


def facts(title: str, texts: Iterable[str]) -> None:
    """A heading of the second level over short plain sentences, in small print."""
    points = "".join(f'<li dir="auto">{prose(text)}</li>' for text in texts if text)
    st.html(f'<div class="facts"><h2>{html_text(title)}</h2><ul>{points}</ul></div>')


def terms(pairs: Iterable[tuple[str, str]]) -> None:
    """Terms and what they mean, as plain text."""
    rows = "".join(
        f'<dt style="font-weight:600" dir="auto">{prose(term)}</dt>'
        f'<dd style="margin:0 0 .35rem" dir="auto">{prose(meaning)}</dd>'
        for term, meaning in pairs
        if meaning
    )
    st.html(f'<dl style="margin:0 0 .5rem;padding:0">{rows}</dl>')


def linked(text: str, words_of_link: str, address: str) -> None:
    """A paragraph of plain text that ends in a link to a page of ours."""
    link = f'<a href="{html_text(address)}" target="_self">{html_text(words_of_link)}</a>'
    st.html(f'<p dir="auto" style="margin:0 0 .5rem">{prose(text)} {link}</p>')


def empty(what_is_missing: str, how_to_get_it: str) -> None:
    """Instead of a chart that has no data: what is missing, and how to get it."""
    with st.container(border=True):
        st.html(
            f'<p dir="auto" style="margin:0;font-weight:600">{prose(what_is_missing)}</p>'
            f'<p dir="auto" style="margin:.25rem 0 0">{prose(how_to_get_it)}</p>'
        )


def chart(drawn: Chart, key: str) -> None:
    """A chart with its title, its line of n, unit and source, the same as a table, and as files.

    What the drawing is made of is the chart's own affair: see Chart.figure.
    """
    with st.container(border=True, key=f"{key}-card"):
        st.header(markdown(drawn.title), anchor=False)
        if isinstance(drawn.figure, dict):
            _room(key, drawn.figure["layout"].get("height"))
        _figure(drawn, key)
        # A drawing says by itself that its numbers are simulated; one that isn't there can't.
        mark = drawn.provenance_mark if drawn.figure is None else ""
        _line(mark, drawn.n_text, drawn.unit, drawn.source_text)
        _small(drawn.notes)
        _numbers(drawn, key)


@fragment
def _numbers(drawn: Chart, key: str) -> None:
    """The same as a table, and as files.

    A table comes when it is opened: until then nobody waits for its numbers, nor for the half of
    Streamlit's scripts that draw tables.
    """
    opened = st.expander(words.VIEW_AS_TABLE, key=f"{key}-table", on_change="rerun")
    if opened.open:
        with opened:
            _frame(drawn.table, drawn.alt, {}, None)
    take_away(drawn.table, drawn.title, key, _notes(drawn), has_picture=drawn.figure is not None)


def table(
    frame: pl.DataFrame,
    *,
    title: str,
    alt: str,
    key: str,
    n_text: str = "",
    unit: str = "",
    source_text: str = "",
    provenance_mark: str = "",
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    export: pl.DataFrame | None = None,
    height: int | None = None,
) -> None:
    """A table with its title, its line of n, unit and source, and the same as files.

    columns: how to show a column, by name, as st.column_config takes it as a plain dict: label,
    help, width, pinned, alignment, type_config. export: what the files hold, if not the frame.
    """
    with st.container(border=True, key=f"{key}-card"):
        st.header(markdown(title), anchor=False)
        _frame(frame, alt, columns or {}, height)
        _line(provenance_mark, n_text, unit, source_text)
        notes = [title, provenance_mark, n_text, unit and words.unit(unit), source_text]
        held = frame if export is None else export
        take_away(held, title, key, notes, has_picture=False)


def _figure(drawn: Chart, key: str) -> None:
    figure = drawn.figure
    if isinstance(figure, str) and figure.startswith("<svg"):
        st.image(figure, width="stretch", alt=drawn.alt)
    elif isinstance(figure, str):
        st.html(figure)
    elif figure is None:
        note(drawn.alt)
    else:
        st.plotly_chart(valid(figure), key=key, config=_PLOTLY, alt=drawn.alt)


def badge(mark: str) -> str:
    """The mark as a small frame around its words, as HTML; nothing for an empty mark."""
    style = (
        "border:1px solid currentColor;border-radius:.25rem;padding:0 .35rem;"
        "margin-inline-end:.5rem;font-weight:600;white-space:nowrap"
    )
    return f'<span style="{style}">{html_text(mark)}</span>' if mark else ""


def _room(key: str, pixels: float | None) -> None:
    """Room for what is drawn later, so that nothing below it jumps when it comes."""
    if pixels:
        st.html(f"<style>.st-key-{key}{{min-height:{pixels:.0f}px}}</style>")


def _line(mark: str, n_text: str, unit: str, source_text: str) -> None:
    parts = [part for part in (n_text, unit and words.unit(unit), source_text) if part]
    texts = " · ".join(prose(part) for part in parts)
    st.html(
        f'<p class="chart-line" dir="auto" style="margin:0;font-size:.875rem">'
        f"{badge(mark)}{texts}</p>"
    )


def _small(texts: Sequence[str]) -> None:
    """What must be said beside a chart, in small paragraphs close together."""
    said = "".join(
        f'<p class="chart-note" dir="auto" style="margin:0 0 .35rem;font-size:.875rem">'
        f"{prose(text)}</p>"
        for text in texts
    )
    if said:
        st.html(said)


def _frame(
    frame: pl.DataFrame, alt: str, columns: Mapping[str, Mapping[str, Any]], height: int | None
) -> None:
    if height is None:
        height = (min(frame.height, _MOST_ROWS) + 1) * _ROW_PIXELS + 3
    st.dataframe(
        frame,
        hide_index=True,
        height=height,
        alt=alt,
        column_config={name: dict(how) for name, how in columns.items()},
    )


def _notes(drawn: Chart) -> list[str]:
    unit = drawn.unit and words.unit(drawn.unit)
    lines = (drawn.title, drawn.provenance_mark, drawn.n_text, unit, drawn.source_text)
    return [*lines, *drawn.said, *drawn.notes]
