"""Sites and income levels in a browser: links show the same, and every look can be read."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import SIDEWAYS, found_by_axe

PAGE = "sites-and-income-levels"


def test_a_copied_address_shows_the_same_comparison_elsewhere(open_page):
    first = open_page(PAGE, programme="demonstration", view="shareable")
    page = first.page
    assert page.locator('[data-testid="stPlotlyChart"]').count() == 1
    page.get_by_role("combobox", name="Compare").click()
    page.get_by_role("option", name="Agreement with an item").click()
    page.get_by_role("radio", name="Forest plot").click()
    page.get_by_role("radio", name="As reported").click()
    heading = page.get_by_role("heading", level=2, name="how does each site stand")
    expect(heading).to_be_visible()
    expect(page.get_by_text("as the source words it: 3 low").first).to_be_visible()
    first.ready()
    address = page.url
    sentence = page.locator(".headline").inner_text()
    first.end()
    again = open_page(PAGE, phone=True, programme="demonstration")
    again.page.goto(address)
    again.ready()
    assert again.page.locator(".headline").inner_text() == sentence
    expect(again.page.get_by_role("heading", level=2, name="how does each site")).to_be_visible()
    assert again.page.locator('[data-testid="stPlotlyChart"]').count() == 1
    assert again.complaints == []
    again.end()


@pytest.mark.parametrize(
    ("asked", "theme", "phone"),
    [
        ({"compare": "score", "look": "multiples"}, "dark", True),
        ({"compare": "readiness", "view": "shareable"}, "light", True),
        ({"compare": "cfir"}, "dark", False),
    ],
)
def test_every_kind_of_drawing_is_accessible_and_fits_the_screen(open_page, asked, theme, phone):
    visit = open_page(PAGE, theme=theme, phone=phone, programme="demonstration", **asked)
    page = visit.page
    images = page.locator("figure img")
    for i in range(images.count()):
        assert images.nth(i).evaluate("image => image.naturalWidth") > 0
        assert images.nth(i).get_attribute("alt")
    if asked.get("look") == "multiples":
        assert images.count() == 12
    assert max(page.evaluate(SIDEWAYS)) <= 1
    assert found_by_axe(page) == []
    assert visit.complaints == []
    visit.end()
