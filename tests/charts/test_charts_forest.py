"""The forest plot, read as the JSON that the browser gets."""

import pytest

from bridgeboard.charts.figures.forest import forest

OF = ("mood", "mood", "before", "after")
DEMO = ("psa12", "total", "before", "m18")
LOW, HIGH = [1, 2, 1, 2, 1, 2], [4, 5, 4, 5, 4, 5]


def texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def drawn(given, of=OF, **how):
    return forest(given("shift"), given("pooled_shift"), *of, **how)


def both(sites):
    """{site: (scores before, scores after)} as scores by site and wave."""
    return {
        (site, wave): scores
        for site, pair in sites.items()
        for wave, scores in zip(("before", "after"), pair, strict=True)
    }


def test_sites_stand_in_the_order_of_the_file_whatever_their_shift(surveyed):
    given = surveyed(
        both({"small": (LOW, [2, 2, 1, 3]), "large": (LOW, HIGH), "down": (HIGH, LOW)})
    )
    names = [t for t in texts(drawn(given)) if t.startswith("Site ") and len(t) > 5]
    assert names == ["Site small", "Site large", "Site down"]


def test_a_square_is_filled_only_where_its_interval_leaves_out_0(surveyed):
    given = surveyed(both({"a": (LOW, HIGH), "b": (LOW, [1, 2, 2, 2]), "c": (HIGH, LOW)}))
    hollow, filled = drawn(given).figure["data"][:2]
    assert filled["x"] == [pytest.approx(3), pytest.approx(-3)]
    assert hollow["x"] == [pytest.approx(0.25)]
    assert filled["marker"]["color"] != hollow["marker"]["color"]


def test_each_row_reads_its_shift_its_interval_and_what_it_says(surveyed):
    shift = surveyed(both({"a": (LOW, HIGH), "b": (LOW, [1, 2, 2, 2])}))
    found = texts(drawn(shift))
    row = shift("shift").frame.filter(site_id="a", design="unpaired").row(0, named=True)
    assert f"+3.00 ({row['lower']:.2f} to {row['upper']:.2f})" in found
    assert "<b>rose</b>" in found
    assert "no clear change" in found
    assert "6, 6" in found


def test_the_interval_is_drawn_where_the_measure_says(surveyed):
    given = surveyed(both({"a": (LOW, HIGH), "b": (LOW, HIGH)}))
    row = given("shift").frame.filter(site_id="a", design="unpaired").row(0, named=True)
    _, filled = drawn(given).figure["data"][:2]
    bars = filled["error_x"]
    assert filled["x"][0] + bars["array"][0] == pytest.approx(row["upper"])
    assert filled["x"][0] - bars["arrayminus"][0] == pytest.approx(row["lower"])


def test_a_site_without_a_shift_is_a_row_that_says_why(surveyed):
    sites = [
        {"site_id": "a"},
        {"site_id": "b", "comparable_across_waves": "no"},
        {"site_id": "c"},
        {"site_id": "d"},
    ]
    scores = both({"a": (LOW, HIGH), "b": (LOW, HIGH), "c": ([2, 3], HIGH), "d": (LOW, [])})
    given = surveyed(scores, sites=sites)
    chart = drawn(given)
    found = texts(chart)
    frame = given("shift").frame.filter(design="unpaired")
    reasons = [reason for reason in frame["reason"].to_list() if reason]
    assert len(reasons) == 3
    for reason in reasons:
        assert any(reason[:40] in text.replace("<br>", " ") for text in found)
    assert chart.table["Shift"].drop_nulls().len() == 1
    assert chart.table["Reading"].to_list()[1:4] == reasons


def test_the_diamond_is_as_wide_as_the_pooled_interval(shown_demonstration):
    shift, pooled = shown_demonstration("shift"), shown_demonstration("pooled_shift")
    chart = forest(shift, pooled, *DEMO)
    row = (
        pooled.frame.filter(
            instrument_id="psa12",
            scale_id="total",
            from_wave_id="before",
            to_wave_id="m18",
            design="unpaired",
            metric="points",
        )
        .filter(is_total=True)
        .row(0, named=True)
    )
    diamond, prediction = chart.figure["data"][2:4]
    assert (min(diamond["x"]), max(diamond["x"])) == pytest.approx((row["lower"], row["upper"]))
    assert prediction["x"] == pytest.approx([row["prediction_lower"], row["prediction_upper"]])
    found = texts(chart)
    assert "All 11 sites<br>together" in found
    assert any(text.startswith("probably between −") for text in found)


def test_under_five_sites_the_caveat_is_the_first_note_and_nothing_is_bold(surveyed):
    given = surveyed(both({"a": (LOW, HIGH), "b": (LOW, HIGH), "c": (LOW, [5, 4, 5, 5])}))
    chart = drawn(given)
    total = given("pooled_shift").frame.filter(is_total=True, design="unpaired", metric="points")
    assert chart.notes[0] == total["caveat"][0]
    assert "rose, few sites" in texts(chart)
    assert "<b>rose, few sites</b>" not in texts(chart)


def test_an_interval_wider_than_all_sites_ends_in_an_arrow(shown_demonstration):
    chart = forest(
        shown_demonstration("shift"),
        shown_demonstration("pooled_shift"),
        *DEMO,
        design="paired",
        metric="standardised",
    )
    symbols = [s for t in chart.figure["data"] for s in _listed(t.get("marker", {}).get("symbol"))]
    assert "triangle-right" in symbols
    low, high = chart.figure["layout"]["xaxis"]["range"]
    assert -low == high
    for trace in chart.figure["data"]:
        assert all(low <= x <= high for x in trace["x"] if x is not None)


def _listed(symbol):
    return symbol if isinstance(symbol, list) else [symbol]


def test_standardised_units_have_their_own_numbers_and_axis(shown_demonstration):
    pair = shown_demonstration("shift"), shown_demonstration("pooled_shift")
    points, standardised = forest(*pair, *DEMO), forest(*pair, *DEMO, metric="standardised")
    assert "Hedges' g" in standardised.figure["layout"]["xaxis"]["title"]["text"]
    paired = forest(*pair, *DEMO, metric="standardised", design="paired")
    assert "SMCC" in paired.figure["layout"]["xaxis"]["title"]["text"]
    frame = (
        pair[0]
        .frame.filter(
            instrument_id="psa12", scale_id="total", from_wave_id="before", to_wave_id="m18"
        )
        .filter(design="unpaired")
    )
    n = frame.height
    assert standardised.table["Shift"].to_list()[:n] == frame["g"].to_list()
    assert points.table["Shift"].to_list()[:n] == frame["value"].to_list()
    assert standardised.unit == "standard deviations"


def test_where_higher_is_worse_the_axis_says_so(shown):
    row = {
        "site_id": "a",
        "from_wave_id": "pre",
        "from_wave_label": "Before",
        "to_wave_id": "post",
        "to_wave_label": "After",
        "instrument_id": "x",
        "scale_id": "s",
        "scale_label": "Stigma",
        "minimum": 1.0,
        "maximum": 5.0,
        "higher_is": "worse",
        "design": "unpaired",
        "status": "no answers",
    }
    given = shown("shift", [row])
    chart = forest(given, shown("pooled_shift", []), "x", "s", "pre", "post")
    assert chart.figure["layout"]["xaxis"]["title"]["text"].endswith("higher is worse")
    assert "no site has a shift that can be shown" in chart.alt


def test_hidden_rows_are_words_and_no_number_of_theirs_is_left(shown_demonstration):
    view = "shareable"
    shift, pooled = shown_demonstration("shift", view), shown_demonstration("pooled_shift", view)
    chart = forest(shift, pooled, *DEMO)
    hidden = shift.frame.filter(
        instrument_id="psa12", scale_id="total", from_wave_id="before", to_wave_id="m18"
    ).filter(design="unpaired")
    n_hidden = hidden["hidden"].count()
    assert 0 < n_hidden < hidden.height
    assert sum(text.startswith("hidden: fewer than") for text in texts(chart)) == n_hidden
    assert sum(len(trace["x"]) for trace in chart.figure["data"][:2]) == hidden.height - n_hidden


def test_with_everything_hidden_the_chart_still_says_why(surveyed):
    given = surveyed(both({"a": (LOW, HIGH), "b": (LOW, HIGH)}))
    chart = forest(given("shift", "shareable"), given("pooled_shift", "shareable"), *OF)
    assert sum(text.startswith("hidden") for text in texts(chart)) >= 2
    assert chart.figure["data"][0]["x"] == []
    assert "no site has a shift that can be shown" in chart.alt
    assert chart.table["Shift"].null_count() == chart.table.height


def test_names_from_files_are_text_and_keep_their_direction(surveyed):
    sites = [
        {"site_id": "a", "site_name": "<b>Bold</b> & co"},
        {"site_id": "b", "site_name": "בית חולים"},
    ]
    given = surveyed(both({"a": (LOW, HIGH), "b": (LOW, HIGH)}), sites=sites)
    for narrow in (False, True):
        found = " ".join(texts(drawn(given, narrow=narrow))).replace("<br>", " ")
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; co" in found
        assert "\u2068בית חולים\u2069" in found


def test_rows_never_leave_the_figure_and_stand_in_order(shown_demonstration):
    pair = shown_demonstration("shift"), shown_demonstration("pooled_shift")
    for narrow in (False, True):
        layout = forest(*pair, *DEMO, narrow=narrow).figure["layout"]
        bottom, top = layout["yaxis"]["range"]
        places = [t["y"] for t in layout["annotations"] if t.get("yref") == "y"]
        assert top == 0
        assert all(0 <= y <= bottom for y in places)
        assert bottom < layout["height"]


def test_many_sites_come_with_what_chance_alone_would_do(shown_demonstration):
    chart = forest(shown_demonstration("shift"), shown_demonstration("pooled_shift"), *DEMO)
    assert any(
        note.startswith("Chance: 3 of 11 site intervals leave out 0") for note in chart.notes
    )


def test_chosen_sites_are_told_from_the_programme(shown_demonstration):
    chosen = shown_demonstration("shift", sites=("lakeside", "riverside"))
    chart = forest(chosen, shown_demonstration("pooled_shift"), *DEMO)
    assert any("not only the chosen ones" in note for note in chart.notes)


def test_simulated_rows_say_so_on_the_figure(shown_demonstration):
    chart = forest(shown_demonstration("shift"), shown_demonstration("pooled_shift"), *DEMO)
    assert "<b>Simulated data</b>" in texts(chart)
    assert "simulated data" in chart.source_text


def test_two_waves_that_nobody_asked_for_draw_nothing(shown_demonstration):
    chart = forest(
        shown_demonstration("shift"),
        shown_demonstration("pooled_shift"),
        "psa12",
        "total",
        "x",
        "y",
    )
    assert chart.figure is None
    assert chart.table.is_empty()
