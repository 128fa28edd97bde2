"""Data quality on the page: what to look at, matrix, items, and problems to hand on."""

from __future__ import annotations

import pytest

from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.measures.test_measures_quality import TABLES
from tests.pages.conftest import errors, table, texts

PAGE = "data/quality"


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """The root of a store with a programme that has every kind of fault."""
    folder = tmp_path_factory.mktemp("odd")
    accepted = accept(folder_of(folder / "p", TABLES, {"instruments": ["psa12", "pcat"]}))
    Store(folder / "store").publish(accepted, by="tests", accept_good=True)
    return folder / "store"


def test_what_stands_out_is_said_and_every_count_has_its_place(app, odd):
    running = app(odd, PAGE)
    assert errors(running) == []
    said = texts(running)
    assert "Site a, Wave pre: 1 of 4 gave the same answer to every item of an instrument." in said
    assert "Site a, Wave pre: 2 of 4 gave the same answers as somebody else there." in said
    assert "Site a, Wave pre: 15 % of the items were left out." in said
    assert "Site c, Wave post: nothing is loaded." in said
    assert "2 rows refused that name no site or wave" in said
    matrix = table(running, "Site", "Wave pre", "Wave post")
    assert matrix["Wave pre"].to_list() == [
        "5 of 6 answered, 15 % left out",
        "1 of 1 answered, 0 % left out",
        "no survey answers",
    ]
    assert matrix["Wave post"][0] == "no data"


def test_problems_are_listed_by_file_with_how_to_mend_them(app, odd):
    running = app(odd, PAGE)
    whole = table(running, "File", "Row", "How to mend it")
    running.selectbox(key="problems_in").set_value("respondents.csv").run()
    found = table(running, "File", "Row", "How to mend it")
    assert 0 < found.height < whole.height
    assert set(found["File"]) == {"respondents.csv"}
    assert found.filter(Column="gender")["Row"].to_list() == [12]


def test_items_of_one_site_and_wave_are_chosen(app, odd):
    running = app(odd, PAGE)
    running.selectbox(key="items_of").set_value("pcat:b:pre").run()
    assert table(running, "Item", "Left out, %").height == 14


def test_a_funder_sees_a_sentence_and_no_number(app, odd):
    running = app(odd, PAGE, view="shareable")
    assert errors(running) == []
    assert "Data quality is not shown in the shareable view." in texts(running)
    assert not running.main.dataframe


def test_where_nothing_is_wrong_that_is_said(app, published, store_folder):
    published()
    said = texts(app(store_folder, PAGE))
    assert "Nothing was wrong in the files." in said
    assert "so there are no items to look at" in said
