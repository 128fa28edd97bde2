"""What people answered and said is in no log: not in the server's words, not in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bridgeboard import audit
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.browser.conftest import PATIENCE_MS, Server, Visit, listen
from tests.conftest import folder_of

#: A word for each thing that must not be told; each stands where such a thing stands.
STATEMENT, PASSAGE, RESPONDENT, CODE = "quartzwhisper", "basaltpage", "rquokka", "cnumbat"
FINDING, REASON, ACTION, MAP = "marzipanroom", "velvetreason", "copperaction", "saffronmap"
REFUSED, EMAIL, ANSWER, UPLOADED = (
    "sandstoneword",
    "mary.wombat@example.org",
    "8675309",
    "marywombat",
)
CANARIES = (STATEMENT, PASSAGE, RESPONDENT, CODE, FINDING, REASON, ACTION, MAP)
CANARIES += (REFUSED, EMAIL, ANSWER, UPLOADED)

TABLES = {
    "sites": [{"site_id": "a"}, {"site_id": "b"}],
    "respondents": [{"respondent_id": RESPONDENT, "person_code": CODE}],
    "answers": [
        {"respondent_id": RESPONDENT, "instrument_id": "psa12", "item_id": "b1", "value": 4}
    ],
    "themes": [{"theme_id": "t", "label": "Roles"}],
    "statements": [
        {"theme_id": "t", "text": f"They say {STATEMENT}.", "transcript_refs": PASSAGE}
        | {"release": "team"}
    ],
    "context": [{"finding": f"The {FINDING} is small."}],
}
#: As somebody might drop it: an answer and a site that can't be, and a name in the file's name.
BAD = f"""respondent_id,instrument_id,item_id,value,state
{RESPONDENT},psa12,b2,{ANSWER},answered
{RESPONDENT},psa12,b3,{REFUSED},answered
{RESPONDENT},psa12,b4,3,answered
"""
PEOPLE = f"""respondent_id,site_id,wave_id,person_code,provenance
{RESPONDENT}2,{REFUSED},pre,{EMAIL},collected
"""


@pytest.fixture
def own(serve, tmp_path: Path) -> Iterator[Server]:
    """A server over a programme in which everything is a word to look for."""
    store = Store(tmp_path / "store")
    store.publish(accept(folder_of(tmp_path / "p", TABLES)), by="tests")
    kept = Decisions(store.root, "test")
    kept.add_action(site_id="a", what=ACTION, note=ACTION, by="ada")
    key = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "III-A-1"}
    kept.accept_rating(**key, rating=1, state="rated", reason=REASON, basis="raters", by="ada")
    kept.save_map(MAP, "redcap", f'name = "{MAP}"', "ada")
    return serve(store.root)


def _taken(page: Page, card: str | None, label: str) -> None:
    within = page if card is None else page.locator(f".st-key-{card}-card")
    with page.expect_download() as downloading:
        within.get_by_role("button", name=label).click()
    downloading.value.path()


def _dropped(visit: Visit, *files: Path) -> None:
    page = visit.page
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(files)
    heading = page.get_by_role("heading", name="What these files are")
    expect(heading).to_be_visible(timeout=PATIENCE_MS)
    visit.ready()


def test_whatever_happens_no_log_tells_what_people_said(own, new_context, tmp_path):
    context = new_context()
    visit = listen(context.new_page())
    page = visit.page

    def look(address: str, **link: str) -> None:
        page.goto(own.url(address, **link))
        visit.ready()

    # What is shown and taken away.
    look("focus-groups", programme="test")
    expect(page.get_by_test_id("stMain")).to_contain_text(STATEMENT)
    page.locator(".st-key-statements-card").get_by_role("button", name="Download").click()
    _taken(page, None, "Table as CSV")
    look("context-and-payment", programme="test")
    look("actions", programme="test")
    _taken(page, None, "Calendar")
    # Links that name what is not there.
    look("focus-groups", programme=STATEMENT, site=RESPONDENT, wave=EMAIL)
    look("one-site", programme="test", site=STATEMENT)
    # A file named after somebody, whose map is then named after the file.
    (tmp_path / f"{UPLOADED}.csv").write_text(PEOPLE)
    look("load-data", programme="test")
    _dropped(visit, tmp_path / f"{UPLOADED}.csv")
    _taken(page, None, "Download the map")
    # Rows that can't be, handed on; and the others published without them.
    (tmp_path / "answers.csv").write_text(BAD)
    (tmp_path / f"{UPLOADED}.xlsx").write_bytes(f"PK {STATEMENT}".encode())
    look("load-data", programme="test")
    _dropped(visit, tmp_path / "answers.csv", tmp_path / f"{UPLOADED}.xlsx")
    expect(page.get_by_test_id("stMain")).to_contain_text(REFUSED)
    _taken(page, "load-problems", "Table as CSV")
    page.get_by_role("textbox", name="Your name", exact=True).fill("Ana")
    page.get_by_text("Publish without what can't be loaded", exact=True).click()
    page.get_by_test_id("stMain").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("is published.")
    # A store that is damaged, and pages that fail by it.
    (own.store / "test" / "decisions.sqlite").write_bytes(f"no database {ACTION}".encode() * 99)
    look("actions", programme="test")
    for path in (own.store / "test" / "snapshots").glob("*.duckdb"):
        path.unlink()
    page.goto(own.url("focus-groups", programme="test"))
    context.close()
    own.stop()

    log = "".join(own.log)
    assert "Bridgeboard is at" in log
    said = [one["details"].get("file", "") for one in audit.events(own.store)]
    assert [name.rpartition(".")[2] for name in said] == ["csv", "ics", "toml", "csv"]
    assert said[2] == "map.toml"
    lines = "".join(path.read_text() for path in (own.store / "audit").glob("*.json*"))
    history = (own.store / "test" / "history.jsonl").read_text()
    assert '"Ana"' in history
    for place in (log, lines, history):
        assert [word for word in CANARIES if word in place] == []
