"""A site's page on paper: two sheets, dark ink on white, nothing that is pressed."""

from __future__ import annotations

import re

import pytest

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
#: What only a screen has use for, if any of it is still drawn.
PRESSED = """() => [...document.querySelectorAll(
    '[data-testid="stSidebar"], [data-testid="stHeader"], button, input, select, summary')]
  .filter((e) => e.checkVisibility({checkVisibilityCSS: true}))
  .map((e) => e.outerHTML.slice(0, 120))"""
INKS = """() => [...document.querySelectorAll('[data-testid="stMain"] :is(h1,h2,p,li,td,th)')]
  .filter((e) => e.checkVisibility())
  .map((e) => getComputedStyle(e).color)"""
PAPER = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"


@pytest.mark.parametrize(
    ("programme", "site", "theme"),
    [
        # The site about which most is to be said, and one of the published evidence.
        ("demonstration", "old-orchard", "dark"),
        ("upsides", "ULM", "light"),
    ],
)
def test_all_about_a_site_prints_on_two_sheets(open_page, programme, site, theme):
    visit = open_page("one-site", programme=programme, at=site, theme=theme)
    page = visit.page
    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 2
    page.emulate_media(media="print")
    assert page.evaluate(PRESSED) == []
    assert set(page.evaluate(INKS)) == {"rgb(20, 23, 26)"}
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    assert page.get_by_text("What weighs most").is_visible()
    assert visit.complaints == []
    page.close()
