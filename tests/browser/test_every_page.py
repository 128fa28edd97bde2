"""Every page, in light and dark, on a desktop and a phone: quiet, local, readable, accessible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app import PAGES

ADDRESSES = [url for pages in PAGES.values() for _, _, url in pages]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: Streamlit's own, which no page can mend: the rule, what it is about, and what is wrong with it.
STREAMLITS_OWN = (
    # The folded menu of a phone: its list has sections between the list and its items.
    ("list", '[data-testid="stSidebarNavItems"]'),
    ("listitem", '[data-testid="stSidebarNavItems"] li'),
)

LOOKS = [(theme, phone) for theme in ("light", "dark") for phone in (False, True)]
CASES = [
    pytest.param((address, programme, theme, phone), id=f"{address}-{programme}-{theme}-{screen}")
    for address in ADDRESSES
    for programme in ("demonstration", "upsides")
    for theme, phone in LOOKS
    for screen in ("phone" if phone else "desktop",)
]

SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((element) => element.scrollWidth - element.clientWidth)"""
HEADINGS = """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1,h2,h3,h4,h5,h6)')]
  .filter((heading) => heading.getClientRects().length)
  .map((heading) => [Number(heading.tagName[1]), heading.innerText.trim()])"""


@pytest.fixture(scope="module", params=CASES)
def visit(request: pytest.FixtureRequest, open_page: Callable) -> Iterator:
    address, programme, theme, phone = request.param
    opened = open_page(address, theme=theme, phone=phone, programme=programme)
    opened.theme = theme
    yield opened
    opened.page.close()


def test_nothing_is_complained_about(visit):
    assert visit.complaints == []


def test_no_request_leaves_the_machine(visit, ears, server):
    own = urlsplit(server.address).netloc
    schemes = {"http", "ws", "data", "blob"}
    assert {urlsplit(url).scheme for url in visit.addresses} <= schemes
    assert {urlsplit(url).netloc for url in visit.addresses} <= {own, ""}
    assert ears.heard == []


def test_nothing_is_wider_than_the_screen(visit):
    assert max(visit.page.evaluate(SIDEWAYS)) <= 1


def test_headings_come_in_order_and_none_is_empty(visit):
    headings = visit.page.evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(text for _, text in headings)


def test_no_error_stands_on_the_page(visit):
    assert visit.page.get_by_test_id("stException").count() == 0


def test_the_theme_is_the_one_that_the_system_asks_for(visit):
    ground = visit.page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 27)"}[visit.theme]


def _is_streamlits_own(page, rule: str, target: list[str]) -> bool:
    about = [selector for known, selector in STREAMLITS_OWN if known == rule]
    return any(
        page.locator(target[-1]).first.evaluate("(e, s) => e.matches(s)", selector)
        for selector in about
    )


def found_by_axe(page) -> list[tuple[str, str, str]]:
    """What axe finds, without what is Streamlit's own."""
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        (violation["id"], node["html"][:300], node["failureSummary"])
        for violation in found
        for node in violation["nodes"]
        if not _is_streamlits_own(page, violation["id"], node["target"])
    ]


def test_axe_finds_nothing_of_ours(visit):
    assert found_by_axe(visit.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_with_everything_folded_out_it_is_still_quiet_and_accessible(open_page, address, theme):
    opened = open_page(address, theme=theme, phone=theme == "dark", programme="demonstration")
    page = opened.page
    folded = page.locator('[data-testid="stMain"] details:not([open]) > summary')
    for _ in range(folded.count()):
        folded.first.click()
    expect(folded).to_have_count(0)
    opened.ready()
    assert opened.complaints == []
    assert max(page.evaluate(SIDEWAYS)) <= 1
    assert found_by_axe(page) == []
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sidebar_of_a_phone_is_accessible_when_open(open_page, theme):
    opened = open_page("overview", theme=theme, phone=True, programme="upsides", site="ULM")
    opened.page.get_by_test_id("stExpandSidebarButton").click()
    opened.page.get_by_role("combobox", name="Programme").wait_for()
    assert found_by_axe(opened.page) == []
    opened.page.close()
