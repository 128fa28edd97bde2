"""Charts drawn by Plotly, read as the JSON that the browser gets."""

import pytest

from bridgeboard.charts.figures.distribution import distribution
from bridgeboard.charts.figures.score import score

PSA = {"instrument_id": "psa12", "instrument_name": "PSA-12"}
SCALE = PSA | {
    "scale_id": "total",
    "scale_label": "Attitude",
    "scale_order": 1,
    "minimum": 1.0,
    "maximum": 5.0,
    "higher_is": "better",
}
HIDDEN = "hidden: fewer than 10 people, or would reveal such a group"


def _score(site, wave, points=(), **row):
    n = len(points)
    mean = sum(points) / n if n else None
    known = {"value": mean, "lower": mean - 0.5, "upper": mean + 0.5} if n >= 3 else {}
    status = "ok" if n >= 3 else "not enough data" if n else "no answers"
    return SCALE | {
        "site_id": site,
        "wave_id": wave,
        "n": n,
        "points": sorted(points),
        "status": status,
        **known,
        **row,
    }


SCORES = [
    _score("a", "pre", [3.0, 4.0, 4.0, 5.0]),
    _score("a", "post", [2.0, 3.0]),
    _score("b", "pre"),
    _score("b", "post") | {"hidden": HIDDEN, "n": None, "points": None},
]


def _texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def test_every_respondent_is_a_point_at_their_score(shown):
    points, _ = score(shown("score", SCORES), "psa12", "total").figure["data"]
    assert points["x"] == [3.0, 4.0, 4.0, 5.0, 2.0, 3.0]


def test_equal_scores_stand_apart_and_in_the_same_place_each_time(shown):
    first = score(shown("score", SCORES), "psa12", "total").figure["data"][0]
    again = score(shown("score", SCORES), "psa12", "total").figure["data"][0]
    assert first["y"] == again["y"]
    twice = [y for x, y in zip(first["x"], first["y"], strict=True) if x == 4.0]
    assert abs(twice[0] - twice[1]) > 3
    row = [y for x, y in zip(first["x"], first["y"], strict=True)][:4]
    assert max(row) - min(row) <= 13


def test_the_mean_has_its_interval_to_both_sides(shown):
    _, means = score(shown("score", SCORES), "psa12", "total").figure["data"]
    assert means["x"] == [4.0]
    assert means["error_x"]["array"] == [pytest.approx(0.5)]
    assert means["error_x"]["arrayminus"] == [pytest.approx(0.5)]


def test_a_row_says_why_it_has_no_mean(shown):
    texts = _texts(score(shown("score", SCORES), "psa12", "total"))
    assert "not enough data (n = 2)" in texts
    assert "no answers" in texts
    assert HIDDEN in texts
    assert "4.00 (3.50 to 4.50), n = 4" in texts


def test_where_it_is_narrow_words_and_numbers_stand_above_the_row(shown):
    wide = score(shown("score", SCORES), "psa12", "total").figure
    narrow = score(shown("score", SCORES), "psa12", "total", narrow=True).figure
    assert wide["layout"]["xaxis"]["domain"] == [0.2, 0.7]
    assert narrow["layout"]["xaxis"]["domain"] == [0.0, 1.0]
    text = next(
        text for text in narrow["layout"]["annotations"] if text["text"].startswith("Before · 4.0")
    )
    assert text["x"] == 0
    assert text["y"] < narrow["data"][1]["y"][0]


def test_without_points_none_are_drawn_nor_explained(shown):
    rows = [row | {"points": None} for row in SCORES]
    chart = score(shown("score", rows, view="shareable"), "psa12", "total")
    assert chart.figure["data"][0]["x"] == []
    assert not any("one point a respondent" in text for text in _texts(chart))


def test_rows_of_a_score_never_overlap_and_fit_the_height(shown):
    for narrow in (False, True):
        figure = score(shown("score", SCORES), "psa12", "total", narrow=narrow).figure
        rows = [t["y"] for t in figure["layout"]["annotations"] if t.get("yref") == "y"]
        bottom, top = figure["layout"]["yaxis"]["range"]
        assert top == 0
        assert max(rows) <= bottom < figure["layout"]["height"]


def test_the_scale_is_written_above_the_first_row_and_below_the_last(shown):
    chart = score(shown("score", SCORES), "psa12", "total")
    for value in "12345":
        assert value in _texts(chart)
    axis = chart.figure["layout"]["xaxis"]
    assert axis["title"]["text"] == "Score, 1 to 5; higher is better"
    assert (axis["range"][0] < 1, axis["range"][1] > 5) == (True, True)


def test_an_interval_that_reaches_beyond_the_scale_is_not_cut(shown):
    rows = [_score("a", "pre", [4.0, 5.0, 5.0], lower=3.2, upper=6.1)]
    low, high = score(shown("score", rows), "psa12", "total").figure["layout"]["xaxis"]["range"]
    assert (low < 1, high > 6.1) == (True, True)


def test_the_sentence_of_a_score_names_the_lowest_and_the_highest(shown):
    rows = [_score("a", "pre", [3.0, 3.0, 3.0]), _score("b", "post", [4.0, 4.0, 4.0])]
    assert score(shown("score", rows), "psa12", "total").alt == (
        "Attitude: 2 sites and waves with a mean, from 3.00 (Lakeside, Before) to 4.00 (Riverside, "
        "After); intervals are wide where few answered."
    )


def test_the_table_of_scores_is_the_frame_without_single_people(shown):
    given = shown("score", SCORES)
    table = score(given, "psa12", "total").table
    assert table["n"].to_list() == [4, 2, 0, None]
    assert table["Mean"].to_list() == given.frame["value"].to_list()
    assert table["Status"].to_list() == ["ok", "not enough data", "no answers", HIDDEN]
    assert "points" not in table.columns


def test_a_long_name_and_tags_in_names_are_drawn_as_text(shown):
    name = "<b>A site whose name is as long as sixty letters will allow</b>"
    rows = [_score("a", "pre", [3.0, 4.0, 5.0]) | {"site_name": name}]
    texts = _texts(score(shown("score", rows), "psa12", "total", narrow=True))
    whole = next(text for text in texts if "whose name" in text)
    assert "&lt;b&gt;A site" in whole
    assert "<br>" in whole


def test_simulated_scores_say_so_on_the_figure(shown):
    texts = _texts(score(shown("score", SCORES, provenance=("simulated",)), "psa12", "total"))
    assert "<b>Simulated data</b>" in texts
    assert "<b>Simulated data</b>" not in _texts(score(shown("score", SCORES), "psa12", "total"))


LEVELS = ["strongly disagree", "disagree", "neither", "agree", "strongly agree"]


def _item(item, wave, counts, unanswered=0, site=None, **row):
    n = sum(counts)
    base = PSA | {
        "item_id": item,
        "item_label": f"Statement {item}",
        "item_order": 1,
        "site_id": site,
        "is_total": site is None,
        "wave_id": wave,
        "reversed": item.startswith("c"),
        "n": n,
        "n_asked": n + unanswered,
    }
    levels = [
        base
        | {
            "state": "answered",
            "level": i,
            "level_label": label,
            "n_level": counts[i - 1],
            "share": counts[i - 1] / n if n else None,
        }
        | row
        for i, label in enumerate(LEVELS, 1)
    ]
    state = base | {"state": "missing", "level_label": "not answered", "n_level": unanswered} | row
    return [*levels, state | ({"share": 0.0} if "share" not in row else {})]


def _bars(chart):
    return {
        trace["name"]: list(zip(trace["base"], trace["x"], strict=True))
        for trace in chart.figure["data"]
    }


def test_bars_diverge_from_the_middle_of_the_middle_level(shown):
    rows = _item("b1", "pre", [1, 1, 2, 3, 3])
    bars = _bars(distribution(shown("distribution", rows), "psa12", ["b1"]))
    assert bars == {
        "strongly disagree": [(pytest.approx(-30), pytest.approx(10))],
        "disagree": [(pytest.approx(-20), pytest.approx(10))],
        "neither": [(pytest.approx(-10), pytest.approx(20))],
        "agree": [(pytest.approx(10), pytest.approx(30))],
        "strongly agree": [(pytest.approx(40), pytest.approx(30))],
    }


def test_an_even_number_of_levels_has_no_middle_level(shown):
    rows = [row for row in _item("b1", "pre", [1, 1, 0, 1, 1]) if row.get("level") != 3]
    bars = _bars(distribution(shown("distribution", rows), "psa12", ["b1"]))
    assert bars["disagree"] == [(pytest.approx(-25), pytest.approx(25))]
    assert bars["agree"] == [(pytest.approx(0), pytest.approx(25))]


def test_a_level_that_nobody_chose_is_in_the_figure_and_in_the_table(shown):
    rows = _item("b1", "pre", [0, 0, 0, 0, 4])
    chart = distribution(shown("distribution", rows), "psa12", ["b1"])
    assert _bars(chart)["disagree"] == [(0.0, 0.0)]
    assert chart.figure["data"][1]["text"] == [""]
    assert chart.table["People"].to_list() == [0, 0, 0, 0, 4, 0]


def test_few_people_are_counted_and_many_are_percent(shown):
    few = distribution(shown("distribution", _item("b1", "pre", [1, 0, 1, 2, 1])), "psa12", ["b1"])
    assert few.figure["data"][3]["text"] == ["2"]
    assert "numbers in bars: people" in _texts(few)
    many = distribution(
        shown("distribution", _item("b1", "pre", [5, 5, 10, 10, 10])), "psa12", ["b1"]
    )
    assert many.figure["data"][3]["text"] == ["25"]
    assert "numbers in bars: % of those who answered" in _texts(many)


def test_those_without_an_answer_are_counted_apart(shown):
    rows = _item("b1", "pre", [1, 1, 1, 1, 1], unanswered=3)
    assert "n = 5, 3 without an answer" in _texts(
        distribution(shown("distribution", rows), "psa12", ["b1"])
    )


def test_why_few_gave_no_answer_can_be_hidden_while_the_bar_stays(shown):
    rows = _item("b1", "pre", [4, 4, 4, 4, 4], unanswered=2)
    rows[-1] |= {"n_level": None, "share": None, "hidden": HIDDEN}
    chart = distribution(shown("distribution", rows), "psa12", ["b1"])
    assert "n = 20; without an answer: hidden" in _texts(chart)
    assert chart.figure["data"][0]["x"] == [pytest.approx(20)]


def test_a_hidden_bar_is_words_in_its_row(shown):
    rows = _item("b1", "pre", [1, 1, 1, 1, 1]) + [
        row | {"n_level": None, "share": None, "n": None, "hidden": HIDDEN}
        for row in _item("b1", "post", [1, 1, 1, 1, 1])
    ]
    chart = distribution(shown("distribution", rows, view="shareable"), "psa12", ["b1"])
    assert len(chart.figure["data"][0]["x"]) == 1
    assert HIDDEN in _texts(chart)


@pytest.mark.parametrize(
    ("narrow", "numbers"), [(False, ["", "4", "", "94", ""]), (True, ["", "", "", "94", ""])]
)
def test_a_number_stands_only_in_a_stretch_that_has_room_for_it(shown, narrow, numbers):
    given = shown("distribution", _item("b1", "pre", [2, 4, 0, 94, 0]))
    chart = distribution(given, "psa12", ["b1"], narrow=narrow)
    assert [level["text"][0] for level in chart.figure["data"]] == numbers


def test_the_statement_stands_above_its_bars_and_says_when_it_is_reversed(shown):
    rows = _item("c1", "pre", [1, 1, 1, 1, 1]) + _item("c1", "post", [1, 1, 1, 1, 1])
    chart = distribution(shown("distribution", rows), "psa12", ["c1"])
    heading = next(
        text
        for text in chart.figure["layout"]["annotations"]
        if text["text"] == "<b>Statement c1 (reversed for scores)</b>"
    )
    bars = chart.figure["data"][0]["y"]
    assert heading["y"] < bars[0] < bars[1]


def test_one_site_or_all_sites_and_never_both(shown):
    rows = _item("b1", "pre", [1, 1, 1, 1, 1]) + _item("b1", "pre", [0, 0, 0, 0, 2], site="a")
    given = shown("distribution", rows)
    assert distribution(given, "psa12", ["b1"]).title.endswith("All sites")
    here = distribution(given, "psa12", ["b1"], site_id="a")
    assert here.title.endswith("Lakeside")
    assert here.table["People"].to_list() == [0, 0, 0, 0, 2, 0]


def test_items_stand_in_the_order_asked_for(shown):
    rows = _item("b1", "pre", [1, 1, 1, 1, 1]) + _item("b2", "pre", [1, 1, 1, 1, 1])
    chart = distribution(shown("distribution", rows), "psa12", ["b2", "b1"])
    headings = [text for text in _texts(chart) if text.startswith("<b>Statement")]
    assert headings == ["<b>Statement b2</b>", "<b>Statement b1</b>"]


def test_no_answers_at_all_draw_nothing(shown):
    assert distribution(shown("distribution", []), "psa12", ["b1"]).figure is None
    assert score(shown("score", []), "psa12", "total").figure is None


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_say_all_that_streamlit_would_overwrite(shown, narrow):
    for chart in (
        score(shown("score", SCORES), "psa12", "total", narrow=narrow),
        distribution(
            shown("distribution", _item("b1", "pre", [1, 1, 1, 1, 1])),
            "psa12",
            ["b1"],
            narrow=narrow,
        ),
    ):
        layout = chart.figure["layout"]
        assert layout["template"] is None
        assert layout["dragmode"] is False
        assert isinstance(layout["height"], int)
        for axis in ("xaxis", "yaxis"):
            assert layout[axis]["fixedrange"] is True
            assert layout[axis]["automargin"] is False
