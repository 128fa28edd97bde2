"""Attitudes in a browser: the answer at once, a closer look at will, all of it in a link."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bridgeboard.ui.page_words.attitudes import SECTIONS
from tests.browser.conftest import listen
from tests.browser.test_every_page import SIDEWAYS, found_by_axe


def test_the_answer_is_seen_without_scrolling(open_page):
    for address in ("attitudes", "plan-next-wave"):
        visit = open_page(address, programme="demonstration", site="lakeside")
        visit.page.set_viewport_size({"width": 1000, "height": 800})
        box = visit.page.locator(".headline").bounding_box()
        assert box["y"] + box["height"] < 800, address
        visit.page.close()
    phone = open_page("attitudes", phone=True, programme="demonstration", site="lakeside")
    screen = phone.page.viewport_size["height"]
    box = phone.page.locator(".headline").bounding_box()
    assert box["y"] + box["height"] < screen
    phone.end()


@pytest.mark.parametrize(
    ("theme", "phone", "closely"),
    [
        ("light", False, ("statements", "moved", "who", "data")),
        ("dark", True, ("time", "moved", "scores", "data")),
    ],
)
def test_every_closer_look_is_quiet_fits_and_is_accessible(open_page, ears, theme, phone, closely):
    visit = open_page("attitudes", theme=theme, phone=phone, programme="demonstration")
    page = visit.page
    for look, label in SECTIONS.items():
        page.get_by_role("radio", name=label, exact=True).click()
        visit.ready()
        assert max(page.evaluate(SIDEWAYS)) <= 1, look
        if look in closely:
            assert found_by_axe(page) == [], look
    assert visit.complaints == []
    assert ears.heard == []
    visit.end()


def test_what_is_asked_stands_in_the_link_and_opens_elsewhere(open_page, new_context):
    visit = open_page("attitudes", programme="demonstration")
    page = visit.page
    page.get_by_role("combobox", name="Scale").click()
    page.get_by_role("option", name="Collaboration").click()
    page.wait_for_url("**scale=**")
    page.get_by_role("combobox", name="From").click()
    page.get_by_role("option", name="6 months").click()
    page.wait_for_url("**from=**")
    for name in ("Same people", "Standardised", "Who moved"):
        page.get_by_role("radio", name=name, exact=True).click()
        page.wait_for_url(f"**={name.replace(' ', '+')}**")
    visit.ready()
    asked = {
        "scale": ["Collaboration"],
        "from": ["6 months"],
        "design": ["Same people"],
        "units": ["Standardised"],
        "look": ["Who moved"],
    }
    assert parse_qs(urlsplit(page.url).query).items() >= asked.items()
    elsewhere = new_context()
    copied = listen(elsewhere.new_page())
    copied.page.goto(page.url)
    copied.ready()
    main = '[data-testid="stMain"]'
    assert copied.page.inner_text(main) == page.inner_text(main)
    assert "6 months to 18 months" in copied.page.inner_text(main)
    assert visit.complaints == copied.complaints == []
    elsewhere.close()
    page.get_by_role("link", name="See what was said").click()
    page.wait_for_url("**/focus-groups**theme=**")
    visit.ready()
    assert page.inner_text("h1") == "Focus groups"
    assert page.get_by_test_id("stAlert").count() == 0
    visit.end()
