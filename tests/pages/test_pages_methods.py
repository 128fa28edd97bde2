"""Methods: every number can be traced to its record."""

from html import unescape

import pytest

from bridgeboard.charts.readings.instrument import scoring_rule
from bridgeboard.instruments import registry
from bridgeboard.instruments.registry import SHIPPED_FOLDER
from bridgeboard.measures import MEASURES
from tests.pages.conftest import errors, table, texts

PAGE = "about/methods"


def test_every_measure_is_listed_with_its_question(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    said = texts(running)
    for measure in MEASURES.values():
        assert f">{measure.title}</dt>" in said
        assert measure.question in said


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_read_from_its_own_record(app, shipped, name):
    running = app(shipped, PAGE, programme="upsides")
    running.selectbox(key="measure").set_value(name).run()
    assert errors(running) == []
    said = texts(running)
    assert "In the shareable view" in said
    columns = table(running, "Column", "What it says")["Column"]
    assert columns.to_list() == [column.name for column in MEASURES[name].columns]
    for column in columns:
        assert column


def test_the_disclosure_rule_names_this_programmes_limit(app, published, store_folder):
    published({}, {"k": 7})
    assert "rests on fewer than 7 people" in texts(app(store_folder, PAGE))


def test_an_instrument_is_read_from_its_own_file(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    running.selectbox(key="instrument_read").set_value("psa12").run()
    said = texts(running)
    assert "own, not validated" in said
    items = table(running, "Item", "In our words")
    assert items.height == 12
    assert items.filter(items["Reversed"] == "yes")["Item"].to_list() == ["c1", "c2", "c3", "c4"]
    running.selectbox(key="instrument_read").set_value("pcat").run()
    assert "nothing is summed" in texts(running)
    assert table(running, "Item", "In our words").height == 14


def test_every_instrument_is_listed_those_in_use_first(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    listed = table(running, "Instrument", "In use", "Not verified")
    known = registry()
    assert listed["Instrument"].to_list()[:2] == ["PSA-12", "pCAT"]
    assert listed["In use"].to_list() == ["yes"] * 2 + [""] * (len(known) - 2)
    unverified = dict(listed.select("Instrument", "Not verified").iter_rows())
    assert unverified == {one.short_name: len(one.unverified) for one in known.values()}


@pytest.mark.parametrize("name", ["rsa", "nomad"])
def test_all_that_is_not_verified_is_said_and_how_scores_come_about(app, shipped, name):
    running = app(shipped, PAGE, programme="demonstration")
    running.selectbox(key="instrument_read").set_value(name).run()
    assert errors(running) == []
    said = unescape(texts(running))
    instrument = registry()[name]
    for fact in (*instrument.unverified, *instrument.verified):
        assert fact in said
    for scale in instrument.scales:
        assert f"{scale.label} (higher is better): {scoring_rule(instrument, scale)}" in said


def test_a_programmes_own_instrument_is_there_with_its_base(
    app, published, programme_folder, store_folder
):
    folder = programme_folder() / "instruments"
    folder.mkdir()
    aim = (SHIPPED_FOLDER / "aim.toml").read_text(encoding="utf-8")
    mine = aim.replace('"aim"', '"aim-short"\nversion_of = "aim"').replace('"AIM"', '"Our AIM"')
    (folder / "aim-short.toml").write_text(mine, encoding="utf-8")
    published({}, {"instruments": ["aim", "aim-short"]})
    running = app(store_folder, PAGE)
    assert table(running, "Instrument", "In use")["Instrument"].to_list()[:2] == ["AIM", "Our AIM"]
    running.selectbox(key="instrument_read").set_value("aim-short").run()
    assert "Version of</dt>" in texts(running)


def test_reference_tables_mark_what_is_not_verified(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    summary = table(running, "Table", "Not verified")
    rows = {row["Table"]: row for row in summary.to_dicts()}
    assert rows["CFIR 2022"]["Rows"] == 67
    assert rows["ERIC strategies"]["Rows"] == 73
    assert rows["CFIR 2009"]["Not verified"] > 0
    shown = table(running, "verification")
    assert shown.height == 67
    marked = shown.filter(shown["verification"] == "not verified")
    assert marked.height == rows["CFIR 2022"]["Not verified"]


def test_income_groups_are_those_of_the_programmes_countries(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    running.selectbox(key="reference_read").set_value("income_groups").run()
    assert set(table(running, "verification")["country_iso3"]) == {
        "DEU",
        "UGA",
        "TZA",
        "ISR",
        "IND",
    }


def test_the_income_rule_says_which_basis_this_programme_uses(app, published, store_folder):
    published({}, {"income_basis": "as_reported"})
    assert "This programme uses: the level as its sources word it." in texts(
        app(store_folder, PAGE)
    )


def test_versions_are_named(app, shipped):
    said = texts(app(shipped, PAGE, programme="upsides"))
    for name in ("Bridgeboard", "Streamlit", "Duckdb", "Polars"):
        assert name in said
