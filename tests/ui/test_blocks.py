"""Blocks say what a number is, and show text from files as text."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from bridgeboard.access import local_viewer
from bridgeboard.charts import Chart
from bridgeboard.disclosure import Filters
from bridgeboard.ui import blocks, words
from bridgeboard.ui.choice import Choice
from tests.ui.conftest import PATIENCE_S, errors, texts

BARS = {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {"height": 200}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="3"/></svg>'


def _chart(**given) -> Chart:
    whole = {
        "title": "Who said *what*?",
        "figure": BARS,
        "alt": "One bar.",
        "n_text": "n = 3",
        "unit": "people",
        "source_text": "Source: <b>a</b>",
        "provenance_mark": "Simulated data",
        "table": pl.DataFrame({"site": ["Ulm"], "n": [3]}),
        "notes": ("Some are hidden.",),
    }
    return Chart(**(whole | given))


@pytest.fixture
def draw(published) -> Callable[..., AppTest]:
    """Run a few blocks as a page would: draw(lambda: blocks.note("..."))."""
    snapshot = published()

    def script(drawing, choice):
        from bridgeboard.ui.choice import keep

        keep(choice)
        drawing()

    def drawn(drawing: Callable[[], None]) -> AppTest:
        choice = Choice("test", snapshot, "team", Filters(sites=("a",)), "at_wave", local_viewer())
        given = {"drawing": drawing, "choice": choice}
        running = AppTest.from_function(script, default_timeout=PATIENCE_S, kwargs=given).run()
        assert errors(running) == []
        return running

    return drawn


def test_a_chart_has_a_title_a_description_and_a_line_of_n_unit_and_source(draw):
    running = draw(lambda: blocks.chart(_chart(), "k"))
    assert running.header[0].value == r"Who said \*what\*\?"
    assert running.get("plotly_chart")[0].proto.alt == "One bar."
    assert "n = 3 · Unit: people · Source: <b>a</b>" in texts(running)
    assert "&lt;b&gt;" in running.get("html")[0].proto.body
    assert "Some are hidden." in texts(running)


def test_a_chart_can_not_be_dragged_or_zoomed_and_has_no_mode_bar(draw):
    running = draw(lambda: blocks.chart(_chart(), "k"))
    config = json.loads(running.get("plotly_chart")[0].proto.config)
    assert (config["displayModeBar"], config["scrollZoom"]) == (False, False)


def test_a_chart_has_the_same_as_a_table_and_as_a_file(draw):
    running = draw(lambda: blocks.chart(_chart(), "k"))
    assert running.expander[0].label == words.VIEW_AS_TABLE
    assert not running.dataframe
    running.session_state["k-table"] = True
    running.run()
    assert running.expander[0].dataframe[0].value.to_dict("list") == {"site": ["Ulm"], "n": [3]}


def _opened(running: AppTest, key: str = "k") -> AppTest:
    running.session_state[f"{key}-take"] = True
    running.run()
    assert errors(running) == []
    return running


def test_until_somebody_opens_it_nothing_is_written_to_take_away(draw):
    running = draw(lambda: blocks.chart(_chart(), "k"))
    assert running.get("popover")[0].proto.popover.label == words.TAKE_AWAY
    assert running.get("download_button") == []
    assert "data-picture" not in texts(running)


def test_a_chart_gives_its_picture_and_its_table_each_in_two_kinds(draw):
    running = _opened(draw(lambda: blocks.chart(_chart(), "k")))
    assert [one.label for one in running.get("download_button")] == [words.CSV, words.XLSX]
    buttons = next(one for one in running.get("html") if "data-picture" in one.proto.body)
    assert buttons.proto.body.count('data-card="k-card"') == 2
    assert 'data-name="test_who-said-what_team"' in buttons.proto.body
    assert "Only: sites a" in buttons.proto.body


def test_without_a_drawing_there_is_no_picture(draw):
    table = pl.DataFrame({"n": [1]})
    for drawing in (
        lambda: blocks.chart(_chart(figure=None), "k"),
        lambda: blocks.table(table, title="T", alt="A", key="k"),
    ):
        running = _opened(draw(drawing))
        assert len(running.get("download_button")) == 2
        assert "data-picture" not in texts(running)


def test_a_picture_has_its_description(draw):
    running = draw(lambda: blocks.chart(_chart(figure=SVG), "k"))
    assert running.get("image")[0].proto.imgs[0].alt == "One bar."


def test_where_there_is_no_drawing_its_sentence_and_its_mark_stand_there(draw):
    running = draw(lambda: blocks.chart(_chart(figure=None), "k"))
    assert "One bar." in texts(running)
    assert "Simulated data" in texts(running)
    assert "Simulated data" not in texts(draw(lambda: blocks.chart(_chart(), "k")))


@pytest.mark.parametrize("rows", [0, 1, 1000])
def test_a_table_is_as_high_as_its_rows_up_to_a_limit(draw, rows):
    frame = pl.DataFrame({"site": ["x"] * rows}, schema={"site": pl.String})
    running = draw(lambda: blocks.table(frame, title="T", alt="A table.", key="k"))
    assert len(running.dataframe[0].value) == rows
    assert running.dataframe[0].proto.alt == "A table."


def test_a_table_says_that_it_is_simulated(draw):
    frame = pl.DataFrame({"n": [1]})
    running = draw(
        lambda: blocks.table(frame, title="T", alt="A", key="k", provenance_mark="Simulated data")
    )
    assert "Simulated data" in texts(running)


def test_text_stands_as_it_is_in_every_block(draw):
    hostile = "<script>1</script> **b** <b>x</b>"

    def drawing():
        blocks.page_heading(hostile, hostile)
        blocks.note(hostile)
        blocks.empty(hostile, hostile)

    running = draw(drawing)
    assert texts(running).count(hostile) == 4
    assert all("<script" not in element.proto.body for element in running.get("html"))
