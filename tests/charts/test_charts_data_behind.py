"""Tables beside a score: what is missing, reliability, and how each item fits."""

from bridgeboard import disclosure, measures
from bridgeboard.charts.readings.reliability import missing_line, reliability_line
from bridgeboard.charts.tables.data_behind import item_fit, missing, reliability
from tests.measures.surveys import instrument_file

OF = ("psa12", "total")
WAVES = ("before", "m18")


def test_missing_counts_item_by_item_and_everybody_first(shown_demonstration):
    given = shown_demonstration("item_fit")
    chart = missing(given, *OF)
    rows = given.frame.filter(instrument_id="psa12", scale_id="total", wave_id="before")
    first = rows.row(0, named=True)
    assert f"{first['n']} of {first['n_asked']} answered every item" in chart.figure
    assert f"{first['n_answered']} of {first['n_asked']} answered" in chart.figure
    assert chart.figure.index("Every item") < chart.figure.index(first["item_label"][:20])
    assert chart.table.height == rows.height * 4


def test_reliability_has_alpha_with_interval_and_n_at_each_wave(shown_demonstration):
    given = shown_demonstration("reliability")
    chart = reliability(given, *OF)
    for row in given.frame.filter(instrument_id="psa12", scale_id="total").to_dicts():
        said = f"alpha {row['value']:.2f} ({row['lower']:.2f} to {row['upper']:.2f})"
        assert said in chart.figure
        assert f"n = {row['n']}; 12 items" in chart.figure


def test_what_limits_reliability_is_said_once_for_all_waves(shown_demonstration):
    notes = reliability(shown_demonstration("reliability"), "psa12", "roles").notes
    assert len([note for note in notes if "Omega" in note]) == 1


def test_an_item_that_runs_against_the_others_is_named_first(published, tmp_path):
    instrument_file(
        tmp_path / "programme", items={"x": False, "y": False, "z": False}, minimum=1, maximum=5
    )
    answers = [
        {"respondent_id": f"r{n}", "instrument_id": "mood", "item_id": item, "value": value}
        for n, level in enumerate([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
        for item, value in (("x", level), ("y", level), ("z", 6 - level))
    ]
    snapshot = published({"answers": answers})
    given = disclosure.shown(measures.answer("item_fit", snapshot), "team")
    chart = item_fit(given, "mood", "mood")
    assert "runs against the other items" in chart.notes[0]
    assert "“Item z”" in chart.alt
    assert "runs against the other items" in chart.figure


def test_hidden_numbers_are_words(shown_demonstration):
    given = shown_demonstration("item_fit", "shareable")
    chart = missing(given, *OF)
    n_hidden = given.frame.filter(instrument_id="psa12", scale_id="total")["hidden"].count()
    assert chart.table["Status"].str.starts_with("hidden").sum() == n_hidden


def test_nothing_loaded_draws_nothing(shown_demonstration):
    for drawn, measure in ((missing, "item_fit"), (reliability, "reliability")):
        chart = drawn(shown_demonstration(measure), "psa12", "none")
        assert chart.figure is None
        assert "nothing to show" in chart.alt
    assert item_fit(shown_demonstration("item_fit"), "psa12", "none").figure is None


def test_the_line_about_reliability_reads_both_waves(shown_demonstration):
    given = shown_demonstration("reliability")
    said = reliability_line(given, *OF, *WAVES)
    for row in given.frame.filter(instrument_id="psa12", scale_id="total").to_dicts():
        number = f"{row['value']:.2f} ({row['lower']:.2f} to {row['upper']:.2f})"
        assert (number in said) == (row["wave_id"] in WAVES)
    assert "Below 0.70" in reliability_line(given, "psa12", "roles", *WAVES)
    assert "can't be said" in reliability_line(given, "psa12", "none", *WAVES)


def test_the_line_about_what_is_missing_names_the_item_most_left_out(shown_demonstration):
    given = shown_demonstration("item_fit")
    rows = given.frame.filter(instrument_id="psa12", scale_id="total").to_dicts()
    rows = [row for row in rows if row["wave_id"] in WAVES]
    worst = max(rows, key=lambda r: r["share_unanswered"] + r["share_not_applicable"])
    said = missing_line(given, *OF, *WAVES)
    assert f"“{worst['item_label']}”" in said
    assert f"{rows[0]['n']} of {rows[0]['n_asked']} answered every item at Before" in said


def test_nothing_missing_is_said_too(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [3, 4, 5]})("item_fit")
    assert missing_line(given, "mood", "mood", "before", "after").startswith("Missing: nothing.")
