"""Kinds of respondents, and answers at chosen waves only."""

from bridgeboard.charts.figures.breakdown import breakdown
from bridgeboard.charts.figures.distribution import distribution


def texts(chart):
    return [text["text"] for text in chart.figure["layout"]["annotations"]]


def test_each_kind_is_a_heading_with_a_row_a_wave(shown_demonstration):
    given = shown_demonstration("breakdown")
    chart = breakdown(given, "psa12", "total", attribute="gender")
    rows = given.frame.filter(
        instrument_id="psa12", scale_id="total", attribute="gender", is_total=True
    )
    kinds = rows["category"].unique(maintain_order=True).to_list()
    headings = [text for text in texts(chart) if text.startswith("<b>") and "Simul" not in text]
    assert sorted(headings) == sorted(f"<b>{kind}</b>" for kind in kinds)
    assert texts(chart).count("18 months") == len(kinds)
    assert chart.table.height == rows.height


def test_numbers_are_those_of_the_measure_with_n(shown_demonstration):
    given = shown_demonstration("breakdown")
    chart = breakdown(given, "psa12", "total", attribute="experience", waves=("before",))
    rows = given.frame.filter(
        instrument_id="psa12", scale_id="total", attribute="experience", wave_id="before"
    ).filter(is_total=True)
    known = rows.drop_nulls("value").to_dicts()
    assert chart.figure["data"][1]["x"] == [row["value"] for row in known]
    for row in known:
        said = f"{row['value']:.2f} ({row['lower']:.2f} to {row['upper']:.2f}), n = {row['n']}"
        assert said in texts(chart)
    assert set(chart.table["Wave"]) == {"Before"}


def test_one_site_has_its_own_rows(shown_demonstration):
    given = shown_demonstration("breakdown")
    chart = breakdown(given, "psa12", "total", attribute="gender", site_id="lakeside")
    assert set(chart.table["Site"]) == {"Lakeside"}
    assert chart.title.endswith("Lakeside")


def test_a_kind_of_few_people_is_hidden_with_all_its_numbers(shown_demonstration):
    chart = breakdown(
        shown_demonstration("breakdown", "shareable"), "psa12", "total", attribute="profession"
    )
    hidden = chart.table.filter(chart.table["Status"].str.starts_with("hidden"))
    assert hidden.height > 0
    assert hidden["n"].null_count() == hidden["Mean"].null_count() == hidden.height
    assert any(text.startswith("hidden") for text in texts(chart))
    assert chart.figure["data"][0]["x"] == []


def test_an_attribute_without_rows_draws_nothing(shown_demonstration):
    given = shown_demonstration("breakdown")
    assert breakdown(given, "psa12", "total", attribute="height").figure is None


def test_answers_can_be_shown_at_two_waves_alone(shown_demonstration):
    given = shown_demonstration("distribution")
    both = distribution(given, "psa12", ["b1"], waves=("before", "m18"))
    assert both.table["Wave"].unique(maintain_order=True).to_list() == ["Before", "18 months"]
    assert distribution(given, "psa12", ["b1"]).table["Wave"].n_unique() == 4
