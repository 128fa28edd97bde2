"""A chart taken away as a picture says what it is, and holds what is on the screen and no more."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from tests.browser.test_every_page import found_by_axe

SVG = "{http://www.w3.org/2000/svg}"
GROUND = {"light": (255, 255, 255), "dark": (18, 22, 27)}
#: One card for each way of drawing: page, programme, card, theme, on a phone?
CARDS = {
    "plotly": ("attitudes", "demonstration", "forest", "light", False),
    "image": ("overview", "upsides", "map", "dark", True),
    "html": ("context-and-payment", "demonstration", "context", "dark", True),
    "timeline": ("actions", "demonstration", "timeline", "light", False),
}
#: Words that a drawing shows, wherever they stand in it.
ON_SCREEN = """(card) => {
  const seen = [];
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const inside = texts.currentNode.parentElement;
    if (!inside.closest('style') && (inside.closest('svg') || inside.checkVisibility()))
      seen.push(texts.currentNode.data, inside.closest('[data-c]')?.dataset.c || '');
  }
  return seen.join(' ');
}"""


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", text))


def _taken(page, label: str, where: Path) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=label).click()
    downloading.value.save_as(where / "taken")
    assert re.fullmatch(
        r"\w+_[\w-]+_team\.(png|svg|xlsx|csv)", downloading.value.suggested_filename
    )
    return (where / "taken").read_bytes()


@pytest.fixture
def opened(open_page) -> Callable:
    def open_card(kind: str):
        address, programme, key, theme, phone = CARDS[kind]
        visit = open_page(address, programme=programme, theme=theme, phone=phone)
        card = visit.page.locator(f".st-key-{key}-card")
        card.get_by_role("button", name="Download").click()
        visit.page.get_by_role("button", name="Table as CSV").wait_for()
        visit.ready()
        return visit, card

    return open_card


@pytest.mark.parametrize("kind", CARDS)
def test_a_picture_says_what_it_is_and_holds_what_is_on_the_screen(opened, tmp_path, ears, kind):
    visit, card = opened(kind)
    _, programme, _, theme, _ = CARDS[kind]
    svg = ElementTree.fromstring(_taken(visit.page, "Picture as SVG", tmp_path))
    picture = Image.open(io.BytesIO(_taken(visit.page, "Picture as PNG", tmp_path)))

    texts = [" ".join(one.itertext()) for one in svg.iter(f"{SVG}text")]
    said = " ".join(texts)
    shown = card.evaluate(ON_SCREEN)
    assert svg.find(f"{SVG}title").text == card.locator("h2").inner_text()
    assert svg.find(f"{SVG}desc").text
    assert "Source:" in said
    assert "team view, snapshot" in said
    assert ("Simulated data" in said) == (programme == "demonstration")
    # Where a drawing is an image its words are not the page's.
    if kind != "image":
        whole = _words(shown)
        where = _words(visit.page.locator("[data-said]").first.get_attribute("data-said"))
        assert len(whole & _words(said)) > 40
        # A word too long for its cell is in two pieces.
        assert [w for w in _words(said) - whole - where if w not in shown] == []
    else:
        assert {"Ulm", "Pune", "Butabika"} <= _words(said)
    assert [e.tag for e in svg.iter() if re.search(r"foreignObject|script|[}]a$", e.tag)] == []
    assert re.findall(r"https?://(?!www\.w3\.org/)", ElementTree.tostring(svg).decode()) == []

    size = [round(2 * float(svg.get(side))) for side in ("width", "height")]
    assert list(picture.size) == size
    assert picture.convert("RGB").getpixel((1, 1)) == GROUND[theme]
    assert len(picture.convert("RGB").getcolors(10**7)) > 50
    assert visit.complaints == []
    assert ears.heard == []
    visit.end()


def test_the_workbook_of_a_card_has_its_source_above_real_numbers(opened, tmp_path):
    visit, _ = opened("plotly")
    written = io.BytesIO(_taken(visit.page, "Table as XLSX", tmp_path))
    rows = CalamineWorkbook.from_filelike(written).get_sheet_by_index(0).to_python()
    above = [row[0] for row in rows[: rows.index([""] * len(rows[0]))]]
    assert "Simulated data" in above
    assert any(line.startswith("Source: ") for line in above)
    assert any("team view, snapshot" in line for line in above)
    assert any(isinstance(cell, float) for row in rows for cell in row)
    visit.end()


@pytest.mark.parametrize("kind", ["html", "plotly"])
def test_what_can_be_taken_away_is_reached_by_keyboard_and_accessible(opened, kind):
    visit, _ = opened(kind)
    page = visit.page
    assert found_by_axe(page) == []
    buttons = page.get_by_role("button", name=re.compile("^(Picture|Table) as "))
    assert buttons.count() == 4
    buttons.first.focus()
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename.endswith(".png")
    page.keyboard.press("Escape")
    buttons.first.wait_for(state="detached")
    visit.ready()
    assert visit.complaints == []
    visit.end()
