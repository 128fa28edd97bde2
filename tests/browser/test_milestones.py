"""Milestones in a browser: an overdue step becomes an action, and a site stands in the link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.browser.conftest import Visit
from tests.browser.test_every_page import CONTRASTS, SIDEWAYS, found_by_axe
from tests.conftest import folder_of

LONG = "Room found and furnished, with a door that closes, as agreed with the works council"
HEBREW = "הסכם חתום"


def _step(milestone: str, planned: int | None, done: int | None = None, **more: str) -> dict:
    """A step so many days from today."""
    days = {"planned_on": planned, "done_on": done}
    today = dt.date.today()
    given = {name: n if n is None else today + dt.timedelta(days=n) for name, n in days.items()}
    return {"stage": "Set up", "milestone": milestone, **given, **more}


TABLES = {
    "sites": [
        {"site_id": "a", "site_name": "בית ההחלמה – באר שבע", "country_iso3": "ISR"},
        {"site_id": "b", "site_name": "Community mental health centre of Butabika and around"},
    ],
    "milestones": [
        _step(LONG, -40, -38, note="Needed a second quote."),
        _step(HEBREW, -20),
        _step("Team asked", 10),
        _step("Not planned yet", None),
        _step("Team asked", -3, -4, site_id="b"),
    ],
}
STAGES = {"stages": [{"stage": "Set up", "phase": "Before", "milestones": ["Contracts signed"]}]}


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Decisions:
    """The decisions of a programme with a step of every status, in a store of its own."""
    folder = tmp_path_factory.mktemp("milestones")
    accepted = accept(folder_of(folder / "made", TABLES, STAGES))
    assert not accepted.refused, [problem.sentence() for problem in accepted.problems]
    Store(folder / "store").publish(accepted, "tests")
    return Decisions(folder / "store", "test")


@pytest.fixture(scope="module")
def own(kept, serve):
    """A server over that store."""
    return serve(kept.path.parent.parent)


@pytest.fixture
def visit(own, open_page):
    """visit(theme, phone, **link) -> the page on actions."""
    visits = []

    def opened(theme: str = "light", phone: bool = False, **link: str) -> Visit:
        visits.append(open_page("actions", theme=theme, phone=phone, served_by=own, **link))
        return visits[-1]

    yield opened
    for one in visits:
        one.end()


#: Marks of a timeline that leave its card: none may.
OUTSIDE = """(figure) => {
  const card = figure.getBoundingClientRect();
  return [...figure.querySelectorAll('[aria-hidden="true"] i')]
    .map((mark) => mark.getBoundingClientRect())
    .filter((mark) => mark.left < card.left - 1 || mark.right > card.right + 1).length;
}"""


@pytest.mark.parametrize(("theme", "phone"), [("light", False), ("dark", True)])
def test_a_step_of_every_status_is_readable_accessible_and_within_its_card(visit, theme, phone):
    opened = visit(theme, phone)
    page = opened.page
    drawn = page.get_by_role("figure").last
    for words in (
        "overdue",
        # Midnight may have passed since the tables were written.
        re.compile(r"2[01] days late"),
        "2 days late",
        "not done yet",
        "no planned day on record",
        "expected, but not on record",
        "Needed a second quote.",
    ):
        expect(drawn).to_contain_text(words)
    assert drawn.locator(".m").count() == 5
    assert drawn.evaluate(OUTSIDE) == 0
    assert found_by_axe(page) == []
    assert [found for found in page.evaluate(CONTRASTS) if found[0] < found[1]] == []
    assert max(page.evaluate(SIDEWAYS)) <= 1
    assert opened.complaints == []


def test_an_overdue_step_becomes_an_action_on_a_phone(visit, kept):
    opened = visit(phone=True)
    page = opened.page
    page.get_by_role("button", name="Make this step an action").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").wait_for()
    what = dialog.get_by_role("textbox", name="What is to be done")
    expect(what).to_have_value(f"Get this step done: {HEBREW}")
    assert found_by_axe(page) == []
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="hidden")
    opened.ready()
    expect(page.get_by_role("heading", name="Get this step done")).to_be_visible()
    assert kept.actions()["site_id"].to_list() == ["a"]
    assert opened.complaints == []


#: A list that opens closes again when the page scrolls, and that is told a frame later.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_the_site_of_the_timeline_stands_in_the_link(visit):
    page = visit().page
    sites = page.get_by_role("combobox", name="Site", exact=True)
    sites.scroll_into_view_if_needed()
    page.evaluate(SETTLED)
    sites.click()
    page.get_by_role("option", name="Community mental health centre").click()
    page.wait_for_url(re.compile(r"[?&]at="))
    expect(page.get_by_role("figure").last).to_contain_text("1 day early")
    again = visit(at="b").page
    expect(again.get_by_role("figure").last).to_contain_text("1 day early")
