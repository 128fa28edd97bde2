"""The app without a browser, as tests/ui makes it, and readers of what a page shows."""

import json
import re
from html import unescape

import polars as pl

from bridgeboard.ui import words
from tests.ui.conftest import app, errors, shipped, texts

__all__ = ["app", "errors", "figures", "plotly", "shipped", "table", "texts"]


def figures(running) -> list[str]:
    """The text of every drawing that is an HTML table or list, without tags."""
    bodies = [element.proto.body for element in running.main.get("html")]
    return [_plain(body) for body in bodies if body.startswith("<figure")]


def _plain(body: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r"</(?:p|li|td|th|span|b)>", " ", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


def plotly(running) -> list[dict]:
    """Every Plotly figure on the page, as the browser gets it."""
    return [json.loads(chart.proto.spec) for chart in running.main.get("plotly_chart")]


def table(running, *columns: str) -> pl.DataFrame:
    """The one table on the page that has these columns; those of charts are opened."""
    folded = [one for one in running.main.expander if one.label == words.VIEW_AS_TABLE]
    if not all(one.dataframe for one in folded):
        for one in folded:
            running.session_state[one.key] = True
        running.run()
    frames = [pl.from_pandas(frame.value) for frame in running.main.dataframe]
    found = [frame for frame in frames if set(columns) <= set(frame.columns)]
    assert len(found) == 1, [frame.columns for frame in frames]
    return found[0]
