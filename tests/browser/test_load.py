"""A study run in REDCap, from export to shift, in a real browser; and the next wave in one drop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.forms import Places, form_of
from bridgeboard.instruments import shipped
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.browser.conftest import PATIENCE_MS, Server, Visit, listen
from tests.browser.test_every_page import CONTRASTS, SIDEWAYS, found_by_axe
from tests.conftest import folder_of
from tests.forms.exports import redcap_raw
from tests.forms.people import people_of

PLACES = Places("Study", (("lake", "Lake clinic"),), (("pre", "Before"), ("post", "After")))
#: Of so many random answerers enough have a score at both waves.
N = 40
TOO_SMALL = """(parts) => parts.map((part) => [part.textContent, part.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
PRESENT = {
    "sites": [{"site_id": "lake", "site_name": "Lake clinic"}],
    "waves": [
        {"wave_id": "pre", "order": 1, "from_on": "2025-01-01", "to_on": "2025-03-31"},
        {"wave_id": "post", "order": 2, "from_on": "2026-01-01", "to_on": "2026-03-31"},
    ],
}


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Callable[..., list[Path]]:
    """export(events=True, wave="pre") -> what REDCap gives: the data, and its dictionary."""
    form = form_of([shipped()["psa12"]], PLACES, asks_wave=False)
    people = people_of(form, PLACES, n=N, seed=20260331)

    def written(events: bool, wave: str | None = None) -> list[Path]:
        folder = tmp_path_factory.mktemp("export")
        some = [one for one in people if wave in (None, one.wave_id)]
        for name, data in redcap_raw(form, some, events=events).items():
            (folder / name).write_bytes(data)
        return sorted(folder.iterdir())

    return written


@pytest.fixture(scope="module")
def own(tmp_path_factory, serve) -> Server:
    """A server over an empty store."""
    store = tmp_path_factory.mktemp("load") / "store"
    store.mkdir()
    return serve(store)


@pytest.fixture
def visit(own, new_context):
    """visit(phone) -> the page on loading data, in a browser of its own."""
    contexts = []

    def opened(theme: str = "light", phone: bool = False) -> Visit:
        contexts.append(new_context(theme, phone))
        visit = listen(contexts[-1].new_page())
        visit.page.goto(own.url("load-data"))
        return visit.ready()

    yield opened
    for context in contexts:
        context.close()


def _typed(visit: Visit, label: str, text: str) -> None:
    field = visit.page.get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.press("Enter")
    visit.ready()


def _dropped(visit: Visit, files: list[Path]) -> None:
    visit.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(files)
    heading = visit.page.get_by_role("heading", name="What these files are")
    expect(heading).to_be_visible(timeout=PATIENCE_MS)
    visit.ready()


def _published(visit: Visit, name: str) -> None:
    page = visit.page
    page.get_by_role("textbox", name="Your name", exact=True).fill("Ana")
    page.get_by_test_id("stMain").get_by_role("button", name="Publish", exact=True).click()
    done = page.get_by_test_id("stAlert").first
    expect(done).to_contain_text(f"{name} is published.", timeout=PATIENCE_MS)
    visit.ready()


def test_an_export_with_its_dictionary_becomes_a_programme_with_a_shift(visit, own, export):
    opened = visit()
    page = opened.page
    # A server begins with the two programmes that come with Bridgeboard.
    page.get_by_text("A new programme", exact=True).click()
    _typed(opened, "Id", "study")
    _typed(opened, "Name", "Peer support study")
    _dropped(opened, export(events=True))
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("REDCap")
    expect(main).to_contain_text("left out, since it names the participant of a survey")
    expect(main).to_contain_text("Say in which country the new site lake-clinic is")
    _typed(opened, "Country of lake-clinic", "DEU")
    expect(main).to_contain_text("Every row fits.", timeout=PATIENCE_MS)
    opened.ready()
    # Axe looks only at what its part of the page is scrolled to.
    parts = page.get_by_role("spinbutton").evaluate_all(TOO_SMALL)
    assert parts == []
    assert found_by_axe(page) == []
    assert [found for found in page.evaluate(CONTRASTS) if found[0] < found[1]] == []
    _published(opened, "Peer support study")
    page.get_by_role("link", name="Attitudes").click()
    page.wait_for_url("**/attitudes?**")
    opened.ready()
    expect(page.get_by_role("heading", name="Attitudes", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    expect(page.locator(".headline")).to_contain_text("Lake clinic")
    expect(page.locator(".headline")).not_to_contain_text("no shift")
    assert page.get_by_test_id("stException").count() == 0
    assert opened.complaints == []


def test_the_second_wave_is_a_drop_of_a_file_on_a_phone(visit, own, export, tmp_path):
    folder = folder_of(tmp_path / "made", PRESENT, {"id": "north", "name": "North"})
    Store(own.store).publish(accept(folder), by="tests")
    for wave, told in (
        ("pre", f"respondents: {N} new."),
        ("post", f"{N} new and {N} as they were."),
    ):
        opened = visit("dark", phone=True)
        page = opened.page
        page.goto(own.url("load-data", programme="north"))
        opened.ready()
        _dropped(opened, export(events=False, wave=wave))
        expect(page.get_by_test_id("stMain")).to_contain_text(told)
        assert max(page.evaluate(SIDEWAYS)) <= 1
        assert found_by_axe(page) == []
        _published(opened, "North")
        assert opened.complaints == []
    # Nobody touched the map at the second wave: it is as it was saved at the first.
    assert Decisions(own.store, "north").map_history().height == 1
    with Store(own.store).open("north", WHOLE) as snapshot:
        assert snapshot.query("SELECT count(*) FROM mart_pairs").item() > 0
