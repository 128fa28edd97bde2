"""Methods: every number can be traced to its record."""

import pytest

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
