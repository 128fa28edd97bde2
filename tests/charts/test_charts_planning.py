"""Planning a wave: the curve, the sites as they are, and the sentences."""

import pytest

from bridgeboard.charts.figures.detectable import detectable, present
from bridgeboard.charts.planning import plan
from bridgeboard.charts.readings.plan import how, needed_sentence, people_sentence

OF = ("psa12", "total")


@pytest.fixture
def given(shown_demonstration):
    return shown_demonstration("detectable")


def texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def test_the_curve_falls_with_the_number_of_people(given):
    curve = detectable(given, *OF).figure["data"][0]
    assert curve["x"] == sorted(curve["x"])
    assert curve["y"] == sorted(curve["y"], reverse=True)


def test_the_needed_number_is_the_first_that_shows_the_shift(given):
    found = plan(given, *OF)
    for shift in (0.3, 0.5, 0.8):
        n = found.needed(shift)
        values = {row["n_planned"]: row["value"] for row in found.planned}
        assert values[n] <= shift < values[n - 1]


def test_the_wanted_shift_is_marked_with_the_people_it_needs(given):
    chart = detectable(given, *OF, shift=0.5)
    n = plan(given, *OF).needed(0.5)
    assert f"Dotted: 0.50 points, {n} people needed" in texts(chart)
    assert {shape["x1"] for shape in chart.figure["layout"]["shapes"]} == {n}
    assert chart.alt == needed_sentence(given, *OF, 0.5)
    assert f"{n} people at each wave of that site are needed" in chart.alt


def test_fewer_are_needed_where_the_same_people_answer(given):
    other, same = plan(given, *OF), plan(given, *OF, "paired")
    assert same.needed(0.4) < other.needed(0.4)
    assert "if the same people answer both times" in needed_sentence(
        given, *OF, 0.4, design="paired"
    )


def test_sites_stand_on_the_curve_at_their_own_numbers(given):
    chart = detectable(given, *OF)
    curve, sites = chart.figure["data"][0], chart.figure["data"][-1]
    at = dict(zip(curve["x"], curve["y"], strict=True))
    assert len(sites["x"]) == 12
    for x, y in zip(sites["x"], sites["y"], strict=True):
        assert y == pytest.approx(at[x])


def test_people_say_what_they_show_at_a_site_and_over_all(given):
    row = plan(given, *OF).with_people(12)
    said = people_sentence(given, *OF, 12)
    assert said.startswith(
        f"With 12 people at each wave of a site, a shift of {row['value']:.2f} points or more "
        "would show at that site (80 % power)"
    )
    assert f"mean shift of {row['pooled_value']:.2f} points" in said
    assert "at least 3 people are needed" in people_sentence(given, *OF, 2)


def test_a_shift_that_nobody_can_show_is_said(given):
    assert needed_sentence(given, *OF, 1e-6).startswith("No number of people")


def test_bars_of_sites_are_as_long_as_the_smallest_shift_that_shows(given):
    chart = present(given, *OF, shift=0.5)
    rows = given.frame.filter(
        instrument_id="psa12", scale_id="total", kind="present", design="unpaired"
    )
    assert chart.figure["data"][0]["x"] == rows["value"].to_list()
    assert chart.table["Site"].to_list() == rows["site_name"].to_list()
    lakeside = rows.row(0, named=True)
    assert f"shifts of {lakeside['value']:.2f} or more" in texts(chart)


def test_the_terms_carry_this_scale_s_own_numbers(given):
    terms = dict(how(given, *OF, design="paired"))
    row = plan(given, *OF, "paired").shown[0]
    assert f"{row['sd']:.2f} points" in terms["Spread between people"]
    assert f"{row['correlation']:.2f}" in terms["Same people"]
    assert "Same people" not in dict(how(given, *OF))


def test_hidden_numbers_are_words(shown_demonstration):
    given = shown_demonstration("detectable", "shareable")
    chart = present(given, *OF)
    hidden = chart.table.filter(chart.table["Status"].str.starts_with("hidden"))
    assert hidden.height > 0
    assert hidden["People now"].null_count() == hidden.height
    assert sum(text.startswith("hidden") for text in texts(chart)) == hidden.height
    assert len(chart.figure["data"][0]["x"]) == chart.table.height - hidden.height


def test_without_any_spread_it_is_said_and_nothing_is_drawn(surveyed):
    given = surveyed({("a", "before"): [3, 3, 3], ("a", "after"): [3, 3, 3]})("detectable")
    chart = detectable(given, "mood", "mood", shift=0.5)
    assert chart.figure is None
    assert "can't be said" in chart.alt
    assert how(given, "mood", "mood") == []
    assert "can't be said" in people_sentence(given, "mood", "mood", 12)


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_say_all_that_streamlit_would_overwrite(given, narrow):
    for chart in (detectable(given, *OF, narrow=narrow), present(given, *OF, narrow=narrow)):
        layout = chart.figure["layout"]
        assert layout["template"] is None
        assert layout["dragmode"] is False
        assert isinstance(layout["height"], int)
        for axis in ("xaxis", "yaxis"):
            assert (layout[axis]["fixedrange"], layout[axis]["automargin"]) == (True, False)
