"""The dumbbells, read as the JSON that the browser gets."""

import pytest

from bridgeboard.charts.figures.dumbbells import dumbbells
from tests.measures.surveys import linked

OF = ("mood", "mood", "before", "after")
DEMO = ("psa12", "total", "before", "m18")


def texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def traces(chart, mode):
    return [trace for trace in chart.figure["data"] if trace["mode"] == mode]


def test_before_is_a_hollow_circle_and_after_a_filled_diamond(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 5]})
    before, after = traces(dumbbells(given("shift"), *OF), "markers")[-2:]
    assert (before["x"], after["x"]) == ([2.0], [4.0])
    assert before["marker"]["symbol"] != after["marker"]["symbol"]
    assert before["marker"]["color"] != after["marker"]["color"]


def test_each_mean_has_the_interval_of_the_measure(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 5]})
    row = given("shift").frame.filter(design="unpaired").row(0, named=True)
    before, _ = traces(dumbbells(given("shift"), *OF), "markers")[-2:]
    assert before["x"][0] - before["error_x"]["arrayminus"][0] == pytest.approx(row["from_lower"])
    assert before["x"][0] + before["error_x"]["array"][0] == pytest.approx(row["from_upper"])


def test_every_respondent_is_a_point_before_above_and_after_below_the_means(surveyed):
    given = surveyed({("a", "before"): [1, 2, 2, 3], ("a", "after"): [3, 4, 5]})
    first, last, before, after = traces(dumbbells(given("shift"), *OF), "markers")
    assert (sorted(first["x"]), sorted(last["x"])) == ([1, 2, 2, 3], [3, 4, 5])
    assert max(first["y"]) < before["y"][0] < after["y"][0] < min(last["y"])
    twice = [y for x, y in zip(first["x"], first["y"], strict=True) if x == 2]
    assert abs(twice[0] - twice[1]) > 3


def test_only_the_same_person_s_points_are_joined(surveyed):
    before, after = linked([1, 2, 3], [2, 4, 5])
    given = surveyed({("a", "before"): [*before, 5], ("a", "after"): [*after, 1]})
    unpaired = dumbbells(given("shift"), *OF)
    assert len(traces(unpaired, "lines")) == 1
    paired = dumbbells(given("shift"), *OF, design="paired")
    people = traces(paired, "lines")[0]["x"]
    pairs = [(people[i], people[i + 1]) for i in range(0, len(people), 3)]
    assert sorted(pairs) == [(1, 2), (2, 4), (3, 5)]


def test_people_of_a_site_with_too_few_stay_visible_to_the_team(surveyed):
    given = surveyed({("a", "before"): [1, 2], ("a", "after"): [3, 4, 5]})
    chart = dumbbells(given("shift"), *OF)
    first, last, before, _ = traces(chart, "markers")
    assert (sorted(first["x"]), sorted(last["x"])) == ([1, 2], [3, 4, 5])
    assert before["x"] == []
    assert chart.table["Mean before"].to_list() == [None]
    assert any("at least 3" in text.replace("<br>", " ") for text in texts(chart))


def test_two_places_are_never_joined(surveyed):
    given = surveyed(
        {("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 5]},
        sites=[{"site_id": "a", "comparable_across_waves": "no"}],
    )
    chart = dumbbells(given("shift"), *OF)
    assert all(trace["x"] == [] for trace in chart.figure["data"])


def test_in_the_shareable_view_there_are_no_people_and_no_line_about_them(shown_demonstration):
    chart = dumbbells(shown_demonstration("shift", "shareable"), *DEMO)
    first, last, before, _ = traces(chart, "markers")
    assert (first["x"], last["x"]) == ([], [])
    assert before["x"]
    assert not any("respondents" in text for text in texts(chart))


def test_an_interval_beyond_the_scale_is_not_cut(shown_demonstration):
    chart = dumbbells(shown_demonstration("shift"), *DEMO)
    low, high = chart.figure["layout"]["xaxis"]["range"]
    upper = chart.table["Before, upper"].max()
    assert upper > 5
    assert (low < 1, high > upper) == (True, True)


def test_the_row_reads_both_means_and_the_shift(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 4]})
    assert "2.00 → 3.67 (+1.67)" in texts(dumbbells(given("shift"), *OF))
    assert "Site a 2.00 to 3.67" in dumbbells(given("shift"), *OF).alt


def test_where_it_is_narrow_no_words_cover_the_people(shown_demonstration):
    chart = dumbbells(shown_demonstration("shift"), *DEMO, narrow=True)
    words = [
        (t["y"] - 9 * (t["text"].count("<br>") + 1), t["y"] + 9 * (t["text"].count("<br>") + 1))
        for t in chart.figure["layout"]["annotations"]
        if t.get("yref") == "y" and t["xref"] == "paper"
    ]
    for trace in traces(chart, "markers")[:2]:
        for y in trace["y"]:
            assert not any(top < y < bottom for top, bottom in words)


def test_nothing_to_compare_draws_nothing(shown_demonstration):
    chart = dumbbells(shown_demonstration("shift"), "psa12", "total", "m18", "before")
    assert chart.figure is None
    assert chart.table.is_empty()


def test_where_points_stand_for_more_people_than_there_are_points_the_drawing_says_so(surveyed):
    said = "(of more than 100, 100 that stand for all)"
    many = surveyed({("a", "before"): [1, 2, 3] * 50, ("a", "after"): [3, 4, 5]})
    few = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 5]})
    assert said in " ".join(texts(dumbbells(many("shift"), *OF))).replace("<br>", " ")
    assert said not in " ".join(texts(dumbbells(few("shift"), *OF))).replace("<br>", " ")
    first, last, *_ = traces(dumbbells(many("shift"), *OF), "markers")
    assert (len(first["x"]), len(last["x"])) == (100, 3)


def test_a_shift_of_many_people_has_a_hundred_points_of_all_and_counts_them_all(surveyed):
    shift = surveyed({("a", "before"): [1, 2, 3] * 50, ("a", "after"): [3, 4, 5]})("shift")
    row = shift.frame.filter(design="unpaired").row(0, named=True)
    assert (row["n_from"], row["mean_from"]) == (150, 2)
    assert [row["points_from"].count(score) for score in (1, 2, 3)] == [33, 34, 33]
    assert row["points_to"] == [3, 4, 5]
