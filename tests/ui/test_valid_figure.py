"""A figure is checked once, and what is handed out is what was checked."""

import json

import plotly.graph_objects as go
import plotly.io
import pytest

from bridgeboard.ui.valid_figure import ValidFigure, valid

FIGURE = {
    "data": [{"type": "scatter", "x": [1, 2], "y": [0.5, None], "name": "Ulm"}],
    "layout": {"height": 300, "annotations": [{"text": "n = 5", "x": 1, "y": 0.5}]},
}


def test_it_says_the_same_as_plotlys_own_figure():
    own = plotly.io.to_json(go.Figure(**FIGURE), validate=False)
    assert json.loads(plotly.io.to_json(valid(FIGURE), validate=False)) == json.loads(own)


def test_an_equal_figure_is_the_same_one():
    assert valid(FIGURE) is valid(json.loads(json.dumps(FIGURE)))


def test_numbers_have_no_digits_that_nobody_could_see_and_whole_ones_keep_theirs():
    figure = {
        "data": [{"type": "scatter", "x": [2 / 3, 1234567, None], "y": [1e-9, 123.4567891, 3]}]
    }
    found = valid(figure).to_dict()["data"][0]
    assert (found["x"], found["y"]) == ([0.66666667, 1234567, None], [1e-9, 123.45679, 3])


def test_what_plotly_does_not_know_is_not_drawn():
    with pytest.raises(ValueError, match="colour"):
        ValidFigure({"data": [{"type": "bar", "colour": "red"}]})
