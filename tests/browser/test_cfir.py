"""CFIR in a browser: every look, a cell by tap and by keyboard, a rating accepted, an action."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from bridgeboard.ui.page_words.cfir import SECTIONS
from tests.browser.test_every_page import SIDEWAYS, found_by_axe
from tests.browser.test_keyboard import _tabbed

#: What only this look has, and what is no longer there once it is drawn.
HEADINGS = {
    "strategies": "which strategies did experts endorse",
    "distinguishing": "what separates the sites that did well",
    "raters": "How far do raters agree",
    "proposals": "what is only proposed",
}
NOTHING_STALE = """() => !document.querySelector('[data-stale="true"]')"""
CELL = {"construct": "Innovation Relative Advantage", "at": "Stonebridge"}


@pytest.mark.parametrize(("theme", "phone"), [("light", False), ("dark", True)])
def test_every_look_at_change_and_a_cell_is_quiet_fits_and_is_accessible(
    open_page, ears, theme, phone
):
    link = {"programme": "demonstration", "show": "Change", "order": "Income level", **CELL}
    visit = open_page("cfir", theme=theme, phone=phone, **link)
    page = visit.page
    for look, label in SECTIONS.items():
        page.get_by_role("radio", name=label, exact=True).click()
        page.get_by_role("heading", name=HEADINGS[look]).first.wait_for()
        page.wait_for_function(NOTHING_STALE)
        visit.ready()
        assert max(page.evaluate(SIDEWAYS)) <= 1, label
        assert found_by_axe(page) == [], label
    assert visit.complaints == []
    assert ears.heard == []
    visit.end()


def test_a_tap_on_a_cell_shows_first_what_is_behind_it(open_page):
    visit = open_page("cfir", programme="demonstration")
    page = visit.page
    page.locator('a[aria-label^="Stonebridge: "]').first.click()
    page.wait_for_url("**read=first**")
    visit.ready()
    assert "Innovation Relative Advantage at Stonebridge" in page.inner_text("body")
    below = page.locator("figure.bbh").bounding_box()["y"]
    assert page.get_by_text("Before: the rating").bounding_box()["y"] < below
    visit.end()


def test_tab_passes_the_map_and_leads_to_the_pickers_that_open_its_cells(open_page):
    visit = open_page("cfir", programme="demonstration")
    names = _tabbed(visit.page)
    wanted = ("Before", "Order of sites", "Construct", "Site", "Strategies", "Make this an action")
    places = [next((i for i, name in enumerate(names) if word in name), -1) for word in wanted]
    assert -1 not in places, names
    visit.end()


def test_a_barrier_becomes_an_action_from_the_page(open_page):
    visit = open_page("cfir", phone=True, programme="demonstration")
    page = visit.page
    page.get_by_role("button", name="Make this an action").click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog.get_by_role("textbox", name="Barrier")).to_have_value(re.compile("Funding"))
    assert found_by_axe(page) == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    visit.end()
