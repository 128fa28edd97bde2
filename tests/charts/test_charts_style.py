"""Colours can be read: contrast is computed, on the pages of the real configuration."""

import tomllib

import pytest

from bridgeboard.charts import style
from bridgeboard.settings import PROJECT

THEMES = {"light": style.LIGHT, "dark": style.DARK}


def _configured(theme: str) -> dict[str, str]:
    return tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"][theme]


@pytest.mark.parametrize("theme", THEMES)
def test_charts_stand_on_the_page_that_is_configured(theme):
    assert THEMES[theme].page == _configured(theme)["backgroundColor"]


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_at_least_four_and_a_half_to_one(theme):
    colours = THEMES[theme]
    texts = {
        "ink": colours.ink,
        "muted": colours.muted,
        **colours.stances,
        **colours.directions,
    }
    for name, text in texts.items():
        assert style.contrast(text, colours.page) >= 4.5, name
    strongest = style.mixed(colours.tint, colours.page, style.TINT_MOST)
    for name, text in {"ink": colours.ink, **colours.stances}.items():
        assert style.contrast(text, strongest) >= 4.5, f"{name} on a filled cell"
    assert style.contrast(colours.ink, colours.land) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marks_have_at_least_three_to_one(theme):
    colours = THEMES[theme]
    marks = {
        "edge": colours.edge,
        "point": colours.point,
        **colours.incomes,
        **colours.stances,
    }
    for name, mark in marks.items():
        assert style.contrast(mark, colours.page) >= 3.0, name


@pytest.mark.parametrize("theme", THEMES)
def test_flows_of_people_show_on_the_page_and_carry_numbers(theme):
    colours = THEMES[theme]
    for name, flow in colours.flows.items():
        parts = tuple(int(flow[i : i + 2], 16) for i in (1, 3, 5))
        fill = style.mixed(parts, colours.page, style.FLOW)
        assert style.contrast(fill, colours.page) >= 3.0, name
        # Numbers have a rim in the page's colour, so one of the two must be far from the fill.
        rim = max(style.contrast(text, fill) for text in (colours.ink, colours.page))
        assert rim >= 4.5, name


@pytest.mark.parametrize("theme", THEMES)
def test_bars_of_a_light_colour_have_an_edge_that_shows(theme):
    colours = THEMES[theme]
    for fill in style.level_colours(7):
        best = max(style.contrast(colours.edge, colours.page), style.contrast(fill, colours.page))
        assert best >= 3.0


@pytest.mark.parametrize("n_levels", range(1, 10))
def test_numbers_in_bars_are_readable_at_every_number_of_levels(n_levels):
    fills = style.level_colours(n_levels)
    assert len(fills) == n_levels
    for fill in fills:
        assert style.contrast(style.ink_on(fill), fill) >= 4.5


def test_contrast_is_that_of_wcag():
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert style.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert style.contrast("#FFFFFF", "#FFFFFF") == 1


def test_only_an_odd_number_of_levels_has_the_neutral_grey():
    for n_levels in range(2, 8):
        assert ("#BDBDBD" in style.level_colours(n_levels)) == (n_levels % 2 == 1)


def test_each_state_has_a_shape_of_its_own():
    for shapes in (style.STANCE_SHAPES, style.DIRECTION_SHAPES, style.INCOME_SHAPES):
        assert len(set(shapes.values())) == len(shapes)
