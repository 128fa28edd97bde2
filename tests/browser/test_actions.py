"""Actions in a real browser: on a phone, by two people at once, and out as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.browser.conftest import Visit
from tests.browser.test_download import MARKUP
from tests.browser.test_every_page import CONTRASTS, SIDEWAYS, found_by_axe
from tests.browser.test_hostile_programme import LIVE
from tests.conftest import folder_of


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Decisions:
    """The decisions of a programme with two sites, in a store of its own."""
    folder = tmp_path_factory.mktemp("actions")
    sites = [
        {"site_id": "a", "site_name": "Ulm", "country_iso3": "DEU"},
        {"site_id": "b", "site_name": "Butabika", "country_iso3": "UGA"},
    ]
    Store(folder / "store").publish(accept(folder_of(folder / "made", {"sites": sites})), "tests")
    return Decisions(folder / "store", "test")


@pytest.fixture(scope="module")
def own(kept, serve):
    """A server over that store."""
    return serve(kept.path.parent.parent)


@pytest.fixture
def visit(own, open_page):
    """visit(theme, phone) -> the page on actions; each kind has a browser of its own."""
    visits = []

    def opened(theme: str = "light", phone: bool = False) -> Visit:
        visits.append(open_page("actions", theme=theme, phone=phone, served_by=own))
        return visits[-1]

    yield opened
    for one in visits:
        one.end()


def _card(page: Page, what: str):
    return page.locator('[class*="st-key-action-"]').filter(
        has=page.get_by_role("heading", name=what)
    )


def _edit(visit: Visit, what: str):
    _card(visit.page, what).get_by_role("button", name="Edit").click()
    return visit.page.get_by_role("dialog")


def _text(page: Page, label: str):
    """The field of the open dialog; beside it may stand a button with help of the same name."""
    return page.get_by_role("dialog").get_by_role("textbox", name=label)


def _saved(visit: Visit) -> None:
    visit.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    visit.page.get_by_role("dialog").wait_for(state="hidden")
    visit.ready()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_action_is_added_on_a_phone_and_every_dialog_is_accessible(visit, kept, theme):
    opened = visit(theme, phone=True)
    page = opened.page
    page.get_by_role("button", name="Add an action").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    assert found_by_axe(page) == []
    assert max(page.evaluate(SIDEWAYS)) <= 1
    what = f"Name a supervisor ({theme})"
    _text(page, "What is to be done").fill(what)
    dialog.get_by_role("combobox", name="Site").click()
    page.get_by_role("option", name="Butabika").click()
    _text(page, "Your name").fill("Ana")
    _saved(opened)
    expect(_card(page, what)).to_contain_text("Butabika")
    assert what in kept.actions()["what"].to_list()
    assert [found for found in page.evaluate(CONTRASTS) if found[0] < found[1]] == []
    _card(page, what).get_by_role("button", name="History").click()
    expect(page.get_by_role("dialog")).to_contain_text("Ana: added.")
    assert found_by_axe(page) == []
    assert max(page.evaluate(SIDEWAYS)) <= 1
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert opened.complaints == []


def test_the_second_of_two_people_is_told_and_loses_nothing(visit, kept):
    action = kept.add_action(site_id="a", what="Agree on pay")
    ana, ben = visit(), visit(phone=True)
    for person in (ana, ben):
        _edit(person, "Agree on pay").wait_for()
    _text(ana.page, "Who does it").fill("Finance")
    _text(ana.page, "Your name").fill("Ana")
    _saved(ana)
    dialog = ben.page.get_by_role("dialog")
    _text(ben.page, "Note").fill("Ben's long note")
    _text(ben.page, "Your name").fill("Ben")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Ana saved this meanwhile")
    expect(dialog).to_contain_text("Who does it: yours is nothing; now stands “Finance”")
    expect(dialog).not_to_contain_text("Barrier: yours")
    expect(dialog.get_by_role("alert")).to_be_in_viewport()
    assert _text(ben.page, "Note").input_value() == "Ben's long note"
    assert (kept.action(action.action_id).owner, kept.action(action.action_id).note) == (
        "Finance",
        None,
    )
    _text(ben.page, "Who does it").fill("Finance")
    _saved(ben)
    stands = kept.action(action.action_id)
    assert (stands.owner, stands.note, stands.version) == ("Finance", "Ben's long note", 3)
    assert ana.complaints == ben.complaints == []


def test_a_dialog_that_was_left_stays_closed_and_saves_nothing(visit, kept):
    action = kept.add_action(site_id="a", what="Leave it")
    opened = visit()
    dialog = _edit(opened, "Leave it")
    _text(opened.page, "Who does it").fill("Nobody")
    opened.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    opened.page.get_by_role("button", name="○ Open").click()
    opened.page.wait_for_url("**status=**")
    opened.ready()
    expect(dialog).to_have_count(0)
    assert kept.action(action.action_id).version == 1
    _edit(opened, "Leave it")
    assert _text(opened.page, "Who does it").input_value() == ""


def test_actions_leave_as_a_calendar_and_as_a_table(visit, kept, tmp_path):
    due = dt.date.today() - dt.timedelta(days=400)
    kept.add_action(site_id="a", what="=Call, them; now", due=due)
    page = visit().page
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download calendar").click()
    assert downloading.value.suggested_filename == "test_actions.ics"
    downloading.value.save_as(tmp_path / "actions.ics")
    events = Calendar.from_ical((tmp_path / "actions.ics").read_bytes()).walk("VEVENT")
    assert ("=Call, them; now (Ulm)", due) in [(e["SUMMARY"], e["DTSTART"].dt) for e in events]
    page.get_by_text("View as table").click()
    page.locator(".st-key-actions-card").get_by_role("button", name="Download").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Table as CSV").click()
    downloading.value.save_as(tmp_path / "actions.csv")
    text = (tmp_path / "actions.csv").read_text(encoding="utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if row[0] != "#"]
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert (cells["What is to be done"], cells["Days late"]) == ("'=Call, them; now", "400")
    assert len(rows) == kept.actions().height + 1


def test_what_people_type_is_shown_as_text_and_runs_nothing(visit, kept, ears):
    due = dt.date.today() - dt.timedelta(days=900)
    texts = dict.fromkeys(("what", "barrier", "note", "theme_id", "site_id"), MARKUP)
    kept.add_action(**texts, owner=MARKUP[:80], by=MARKUP[:80], due=due)
    opened = visit()
    page = opened.page
    assert "**b**" in page.inner_text("body")
    for button in ("History", "Edit"):
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("dialog")).to_contain_text("**b**")
        assert page.evaluate(LIVE) == []
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
    assert page.get_by_test_id("stException").count() == 0
    assert opened.complaints == []
    assert ears.heard == []


def test_a_damaged_file_is_named_on_the_page(visit, kept: Decisions):
    kept.path.write_bytes(b"broken")
    page = visit().page
    (aside,) = Path(kept.path.parent).glob("decisions.damaged-*.sqlite")
    expect(page.get_by_test_id("stAlert")).to_contain_text(aside.name)
    expect(page.get_by_test_id("stMain")).to_contain_text("No action is written down yet.")
