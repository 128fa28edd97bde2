"""Scores over time, read as the JSON that the browser gets."""

import pytest

from bridgeboard.charts.figures.over_time import over_time
from tests.measures.surveys import waves

OF = ("mood", "mood")
SOME = [2, 3, 4]


def texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def drawn(given, of=OF, **how):
    return over_time(given("score"), given("waves"), *of, **how)


def timed(*months):
    return [
        {"wave_id": f"w{n}", "label": f"Wave {n}", "order": n, "months_since_start": month}
        for n, month in enumerate(months, 1)
    ]


def test_waves_stand_as_far_apart_as_their_months(surveyed):
    scores = {("a", f"w{n}"): SOME for n in (1, 2, 3)}
    given = surveyed(scores, waves=timed(-3, 3, 15))
    _, _, means = drawn(given).figure["data"]
    first, second, third = means["x"]
    assert (third - second) / (second - first) == pytest.approx(12 / 6)


def test_without_months_waves_are_equally_far_apart_and_it_is_said(surveyed):
    scores = {("a", f"w{n}"): SOME for n in (1, 2, 3)}
    given = surveyed(scores, waves=timed(-3, None, 15))
    chart = drawn(given)
    first, second, third = chart.figure["data"][2]["x"]
    assert third - second == pytest.approx(second - first)
    assert any("months are not all known" in text for text in texts(chart))


def test_no_solid_line_passes_over_a_wave_without_a_mean(surveyed):
    scores = {("a", "w1"): SOME, ("a", "w2"): [3], ("a", "w3"): SOME, ("b", "w1"): SOME}
    scores |= {("b", "w2"): SOME}
    given = surveyed(scores, waves=timed(0, 6, 12))
    chart = drawn(given)
    solid, dotted, means = chart.figure["data"]
    assert [x for x in solid["x"] if x is not None] == means["x"][2:4]
    assert [x for x in dotted["x"] if x is not None] == means["x"][:2]
    assert dotted["line"]["dash"] != "solid"
    assert "too few" in texts(chart)


def test_why_a_wave_is_missing_stands_at_its_place(surveyed):
    given = surveyed({("a", "w1"): SOME, ("b", "w1"): SOME, ("b", "w2"): SOME}, waves=timed(0, 6))
    assert "nobody" in texts(drawn(given))


def test_a_site_that_never_answered_is_named_and_not_drawn(surveyed):
    given = surveyed(
        {("a", "w1"): SOME, ("a", "w2"): SOME},
        waves=timed(0, 6),
        sites=[{"site_id": "a"}, {"site_id": "b", "site_name": "Quiet"}],
    )
    chart = drawn(given)
    assert "No answers at any wave: Quiet." in chart.notes
    assert not any("Quiet" in text for text in texts(chart))


def test_panels_share_the_scores_they_show(surveyed):
    scores = {("a", "w1"): [1, 1, 1], ("a", "w2"): [3, 3, 3], ("b", "w1"): [3, 3, 3]}
    given = surveyed(scores | {("b", "w2"): [1, 1, 1]}, waves=timed(0, 6))
    ys = drawn(given).figure["data"][2]["y"]
    assert ys[0] == pytest.approx(ys[3])
    assert ys[1] == pytest.approx(ys[2])
    assert ys[0] > ys[1]


def test_bars_run_from_the_lower_to_the_upper_end(surveyed):
    given = surveyed({("a", "w1"): [2, 3, 3, 3, 4], ("a", "w2"): SOME}, waves=timed(0, 6))
    row = given("score").frame.row(0, named=True)
    means = drawn(given).figure["data"][2]
    up, down = means["error_y"]["arrayminus"][0], means["error_y"]["array"][0]
    assert up / down == pytest.approx((row["upper"] - row["value"]) / (row["value"] - row["lower"]))


def test_n_of_each_wave_stands_under_the_name(surveyed):
    given = surveyed({("a", "w1"): SOME, ("a", "w2"): [3]}, waves=timed(0, 6))
    assert "n = 3, 1" in texts(drawn(given))


def test_one_site_alone_is_drawn_large_with_its_means_in_numbers(shown_demonstration):
    pair = shown_demonstration("score", sites=("lakeside",)), shown_demonstration("waves")
    chart = over_time(*pair, "psa12", "total")
    means = chart.figure["data"][2]
    assert means["mode"] == "markers+text"
    assert len(means["text"]) == 4
    many = over_time(shown_demonstration("score"), pair[1], "psa12", "total")
    assert many.figure["data"][2]["mode"] == "markers"


def test_twelve_sites_fit_side_by_side_on_a_screen_and_in_twos_on_a_phone(shown_demonstration):
    pair = shown_demonstration("score"), shown_demonstration("waves")
    heights = [
        over_time(*pair, "psa12", "total", narrow=narrow).figure["layout"]["height"]
        for narrow in (False, True)
    ]
    assert heights[0] < 800 < heights[1]
    layout = over_time(*pair, "psa12", "total", narrow=True).figure["layout"]
    assert all(0 <= t["x"] <= 1 for t in layout["annotations"])


def test_what_is_hidden_is_said_and_leaves_no_mean(shown_demonstration):
    view = shown_demonstration("score", "shareable")
    chart = over_time(view, shown_demonstration("waves"), "psa12", "concerns")
    shown = view.frame.filter(instrument_id="psa12", scale_id="concerns")
    assert len(chart.figure["data"][2]["x"]) == shown["value"].count()
    assert "hidden" in texts(chart)


def test_one_wave_alone_is_a_mean_without_a_line(surveyed):
    given = surveyed({("a", "w1"): SOME}, waves=waves("w1"))
    solid, dotted, means = drawn(given).figure["data"]
    assert (solid["x"], dotted["x"], len(means["x"])) == ([], [], 1)


def test_names_from_files_are_text(surveyed):
    sites = [{"site_id": "a", "site_name": "<i>x</i>"}]
    found = texts(drawn(surveyed({("a", "w1"): SOME}, waves=waves("w1"), sites=sites)))
    assert "<b>&lt;i&gt;x&lt;/i&gt;</b>" in found


def test_no_answers_draw_nothing(surveyed):
    given = surveyed({("a", "w1"): SOME}, waves=waves("w1"))
    assert drawn(given, ("mood", "none")).figure is None
