"""Take it with you: a report is made when somebody asks, for what they see, and then offered."""

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from bridgeboard.decisions import Decisions
from bridgeboard.ui.page_words import reports as words
from tests.pages.conftest import errors, texts

PAGES = {
    "sites/one_site": ("report", "A report on Lakeside"),
    "sites/overview": ("programme-report", "A report on the whole programme"),
    "compare/context": ("comparison-report", "A report that compares sites and income levels"),
    "compare/sites_and_income": ("comparison-report", "A report that compares sites"),
}


def make(running, kind):
    """The app after somebody asked for a file of a kind."""
    picker = next(one for one in running.selectbox if one.label == words.KIND)
    picker.select(kind).run()
    next(one for one in running.button if one.label == words.MAKE).click().run()
    assert errors(running) == []
    return running


def offered(running):
    """The file that is offered: its label and its bytes, or nothing."""
    found = [one for one in running.download_button if one.key == "report-download"]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.fixture
def quick(monkeypatch):
    """Without a browser a report is made in a moment."""
    monkeypatch.setenv("BRIDGEBOARD_BROWSER", "")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_offers_its_report_and_makes_none_before_it_is_asked(app, shipped, quick, page):
    name, said = PAGES[page]
    link = {"at": "lakeside"} if page == "sites/one_site" else {}
    running = app(shipped, page, programme="demonstration", view="shareable", **link)
    assert errors(running) == []
    assert words.TITLE in texts(running)
    assert said in texts(running)
    assert words.VIEWS["shareable"] in texts(running)
    assert offered(running) is None
    made = offered(make(running, "xlsx"))
    assert f"_{name}_shareable.xlsx" in made.label.replace("\\", "")


def test_a_workbook_holds_what_the_filters_leave(app, published, store_folder, quick):
    published({"sites": [{"site_id": "a"}, {"site_id": "b", "site_name": "Site b"}]})
    running = make(app(store_folder, "sites/overview", site=["Site b"]), "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data(running)))
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert about["Filters"] == "sites: Site b"
    assert about["View"].startswith("Team view")


def test_a_pdf_of_one_site_has_its_actions_for_the_team_only(app, published, store_folder, quick):
    published()
    Decisions(store_folder, "test").add_action(site_id="a", what="Write the role down")
    said = {}
    for view in ("team", "shareable"):
        running = make(app(store_folder, "sites/one_site", at="a", view=view), "pdf")
        pages = PdfReader(io.BytesIO(data(running))).pages
        said[view] = " ".join(page.extract_text() for page in pages)
    assert "Write the role down" in said["team"]
    assert "Write the role down" not in said["shareable"]


def test_a_file_that_was_made_is_not_offered_for_another_choice(
    app, published, store_folder, quick
):
    published({"sites": [{"site_id": "a"}, {"site_id": "b"}]})
    running = make(app(store_folder, "sites/one_site", at="a"), "light")
    assert offered(running) is not None
    running.run()
    assert offered(running) is not None
    Decisions(store_folder, "test").add_action(site_id="a", what="Something new")
    running.run()
    assert offered(running) is None
    make(running, "light")
    next(one for one in running.selectbox if one.label == "Site").select("Site b").run()
    assert errors(running) == []
    assert offered(running) is None


def data(running):
    """What is offered, as it is kept in the session."""
    return running.session_state["report-made"].data


def test_a_comparison_holds_what_is_looked_at_on_the_same_basis_and_in_the_same_order(
    app, shipped, quick
):
    link = {"compare": "pay", "basis": "at_baseline", "order": "name"}
    running = make(
        app(shipped, "compare/sites_and_income", programme="demonstration", **link), "xlsx"
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(data(running)))
    assert [name for name in book.sheet_names if name.startswith("Compared")] == ["Compared, pay"]
    rows = book.get_sheet_by_name("Compared, pay").to_python()
    assert any("on the first day of the first wave" in str(row[0]) for row in rows)
    head = next(place for place, row in enumerate(rows) if row[0] == "Site")
    names = [row[0] for row in rows[head + 1 : head + 13]]
    assert names == sorted(names, key=str.casefold)
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert "at the first wave" in about["Rules"]
