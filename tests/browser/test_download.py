"""What is downloaded says what it is, holds what the table shows, and runs nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bridgeboard import audit
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of

FORMULA = '=HYPERLINK("http://evil.example")'
MARKUP = (
    '<img src=x onerror=alert(1)> <a href="http://evil.example">a</a> **b** $x$ :red[r] :smile: '
    "[l](http://evil.example) ![i](http://evil.example/i.png) www.evil.example"
)
HEBREW = "בית ההחלמה"


@pytest.fixture(scope="module")
def hostile(serve, tmp_path_factory):
    """A server over a programme whose every text tries something."""
    folder = tmp_path_factory.mktemp("hostile")
    tables = {
        "sites": [
            {"site_id": "a", "site_name": MARKUP, "country_iso3": "UGA"},
            {"site_id": "b", "site_name": HEBREW, "country_iso3": "ISR"},
            {"site_id": "c", "site_name": FORMULA, "country_iso3": "IND"},
        ],
        "waves": [{"wave_id": "pre", "label": MARKUP}],
        "themes": [{"theme_id": "t", "label": FORMULA}],
        "statements": [
            {"statement_id": f"s{site}", "site_id": site, "theme_id": "t", "text": MARKUP}
            for site in "abc"
        ],
        "context": [{"site_id": "a", "finding": MARKUP}],
        "answers": [{"respondent_id": "r1", "instrument_id": "psa12", "item_id": "b1", "value": 4}],
    }
    accepted = accept(folder_of(Path(folder) / "programme", tables, {"name": MARKUP[:120]}))
    assert [problem.sentence() for problem in accepted.problems] == []
    Store(folder / "store").publish(accepted, by=MARKUP[:80])
    return serve(folder / "store")


def test_the_csv_of_a_card_has_its_source_above_it_and_its_numbers_in_it(
    open_page, server, tmp_path
):
    visit = open_page("focus-groups", programme="upsides", site=["ULM", "BU"])
    page = visit.page
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Table as CSV").click()
    download = downloading.value
    assert download.suggested_filename.startswith("upsides_")
    assert download.suggested_filename.endswith("_team.csv")
    download.save_as(tmp_path / "file.csv")
    text = (tmp_path / "file.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    notes = [row[1] for row in rows if row[0] == "#"]
    assert any("Source" in note for note in notes)
    assert "Only: sites ULM, BU" in notes
    assert any("UPSIDES, team view, snapshot" in note for note in notes)
    assert len(rows) > len(notes) + 1
    assert visit.complaints == []
    visit.end()
    said = audit.events(server.store)[-1]
    assert (said["event"], said["programme"]) == ("downloaded", "upsides")
    (note,) = (note for note in notes if "team view, snapshot" in note)
    assert said["details"] == {
        "file": download.suggested_filename,
        "bytes": (tmp_path / "file.csv").stat().st_size,
        "view": "team",
        "snapshot_id": note.split("snapshot ")[1],
        "sites": ["ULM", "BU"],
    }


def test_a_file_is_still_there_when_others_use_the_app_before_a_slow_line_asks_for_it(open_page):
    visit = open_page("focus-groups", programme="upsides")
    page = visit.page
    page.evaluate("HTMLAnchorElement.prototype.click = function () { window.asked = this.href }")
    page.get_by_role("button", name="Download").first.click()
    page.get_by_role("button", name="Table as CSV").click()
    address = page.wait_for_function("window.asked").json_value()
    for programme in ("demonstration", "upsides", "demonstration"):
        open_page("methods", programme=programme).end()
    answer = page.request.get(address)
    assert answer.status == 200
    assert "UPSIDES, team view, snapshot" in answer.text()
    visit.end()
