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

#: Each page in both themes and on both screens; one programme as well in the other two looks, in
#: turns.
LOOKS = {
    "demonstration": [("light", False), ("dark", True)],
    "upsides": [("light", True), ("dark", False)],
}
CASES = [
    pytest.param(
        (address, programme, theme, phone),
        id=f"{address}-{programme}-{theme}-{'phone' if phone else 'desktop'}",
    )
    for turn, address in enumerate(ADDRESSES)
    for programme, looks in LOOKS.items()
    for theme, phone in (looks if programme == "demonstration" else [looks[turn % 2]])
]

SIDEWAYS = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((element) => element.scrollWidth - element.clientWidth)"""
HEADINGS = """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1,h2,h3,h4,h5,h6)')]
  .filter((heading) => heading.getClientRects().length)
  .map((heading) => [Number(heading.tagName[1]), heading.innerText.trim()])"""

#: Axe leaves open whatever stands above something else, which is most of Streamlit; so each text is
#: computed against the colours behind it. Out: contrast, needed contrast, text.
CONTRASTS = """() => {
  const channels = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) =>
    [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const ground = channels(getComputedStyle(e).backgroundColor);
      if (ground[3] > 0) layers.push(ground);
      if (ground[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const opacity = (element) => {
    let all = 1;
    for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity);
    return all;
  };
  const found = [];
  for (const e of document.querySelectorAll('[data-testid="stApp"] *')) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3)
      .map((n) => n.textContent.trim()).join('');
    const style = getComputedStyle(e);
    if (!text || e.closest('svg, style, template, [aria-hidden="true"]')) continue;
    if (!e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const ground = behind(e);
    const [r, g, b, a] = channels(style.color);
    const ink = over([r, g, b, a * opacity(e)], ground);
    const [dark, bright] = [light(ink), light(ground)].sort((x, y) => x - y);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const drawing = !/[\\p{L}\\p{N}]/u.test(text);
    found.push([(bright + 0.05) / (dark + 0.05), large || drawing ? 3 : 4.5, text.slice(0, 60)]);
  }
  return found;
}"""


@pytest.fixture(scope="module", params=CASES)
def visit(request: pytest.FixtureRequest, open_page: Callable) -> Iterator:
    address, programme, theme, phone = request.param
    opened = open_page(address, theme=theme, phone=phone, programme=programme)
    opened.theme = theme
    yield opened
    opened.end()


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


def test_every_text_stands_out_from_what_is_behind_it(visit):
    contrasts = visit.page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert [found for found in contrasts if found[0] < found[1]] == []


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


def test_with_everything_folded_out_it_is_still_quiet_and_accessible(visit):
    """The last about each page: what axe finds folded it finds folded out, and more."""
    page = visit.page
    folded = page.locator('[data-testid="stMain"] details:not([open]) > summary')
    for _ in range(folded.count()):
        folded.first.click()
    expect(folded).to_have_count(0)
    visit.ready()
    assert visit.complaints == []
    assert max(page.evaluate(SIDEWAYS)) <= 1
    assert found_by_axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sidebar_of_a_phone_is_accessible_when_open(open_page, theme):
    opened = open_page("overview", theme=theme, phone=True, programme="upsides", site="ULM")
    opened.page.get_by_test_id("stExpandSidebarButton").click()
    opened.page.get_by_role("combobox", name="Programme").wait_for()
    assert found_by_axe(opened.page) == []
    opened.end()
