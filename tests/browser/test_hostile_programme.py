"""A programme whose every text tries something: every page shows it as text, and nothing happens.

Scripts, pictures, frames, links (also in the labels of charts), formulas, Markdown and mathematics
stand in every column of free text, in what people decided, and in the programme's own words.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from app import PAGES
from bridgeboard import settings
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store

ADDRESSES = [url for pages in PAGES.values() for _, _, url in pages]
TRIED = (
    "<script>hasRun()</script>",
    "<img src=x onerror=hasRun()>",
    "![x](http://evil.example/x.png)",
    "[x](http://evil.example)",
    "https://evil.example/",
    "www.evil.example",
    '<a href="http://evil.example">x</a>',
    "[x](javascript:hasRun())",
    '=HYPERLINK("http://evil.example")',
    "<svg onload=hasRun()>",
    '<iframe src="http://evil.example">',
    "**evil** :red[x] :material/home:",
    "$\\evil$",
)
#: Columns of free text; the others are ids, dates, numbers, or of a closed list.
FREE = {
    "sites": ("site_name", "city", "note"),
    "waves": ("label", "note"),
    "focus_groups": ("language", "transcript_label", "note"),
    "themes": ("label", "source_location", "note"),
    "statements": ("text", "transcript_refs", "mapping_basis", "source_location", "note"),
    "ratings": ("rationale",),
    "context": ("finding", "unit", "source_location", "note"),
    "payments": ("payer", "note"),
    "milestones": ("stage", "milestone", "note"),
    "outcomes": ("outcome", "unit", "note"),
}
#: Elements that lead, load or send elsewhere, or that no page of ours has.
LIVE = """() => {
  const own = (value) => new URL(value, location.href).origin === location.origin;
  const leads = (a) => /^(xlink:)?(href|src|srcset|action|formaction|data|poster)$/.test(a.name)
    && !/^(data:image|blob:|#)/.test(a.value) && a.value
    && (/^\\s*javascript:/i.test(a.value) || !own(a.value));
  return [...document.querySelectorAll('*')].filter((e) =>
    [...e.attributes].some((a) => leads(a) || /^on/.test(a.name))
    || e.matches('.katex, iframe, object, embed, img[src="x"]')
    || (e.matches('b, strong') && e.textContent === 'evil')
    || (e.matches('svg a') && /evil/.test(e.textContent)))
    .map((e) => e.outerHTML.slice(0, 200));
}"""


def _tried(text: str) -> str:
    """The text with one of the attempts after it, always the same for the same text."""
    return f"{text} {TRIED[crc32(text.encode()) % len(TRIED)]}" if text else text


@pytest.fixture(scope="module")
def hostile(serve, tmp_path_factory):
    """A server over the simulated programme, made hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    programme = shutil.copytree(settings.DATA / "demonstration", folder / "programme")
    shutil.rmtree(programme / "truth", ignore_errors=True)
    for table in ("respondents", "answers"):
        _thin_out(programme / f"{table}.csv")
    for table, columns in FREE.items():
        _spoil(programme / f"{table}.csv", columns)
    toml = programme / "programme.toml"
    said = toml.read_text(encoding="utf-8")
    for plain in (
        "Demonstration (simulated)",
        "Everything here is invented",
        "Simulated by",
        "Sim",
    ):
        for tried in TRIED[:1] if plain == "Sim" else TRIED[1:3]:
            safe = tried.replace("\\", "\\\\").replace('"', "'")
            said = said.replace(f'"{plain}', f'"{safe} {plain}', 1)
    toml.write_text(said, encoding="utf-8")
    accepted = accept(programme)
    assert not accepted.refused
    Store(folder / "store").publish(accepted, by=TRIED[1])
    decisions = Decisions(folder / "store", "demonstration")
    for n, tried in enumerate(TRIED):
        fields = dict.fromkeys(("what", "owner", "barrier", "note"), tried)
        decisions.add_action(site_id=("lakeside", tried)[n % 2], by=tried, **fields)
    return serve(folder / "store")


def _thin_out(file: Path) -> None:
    """Keep one respondent of five: nothing of theirs is free text."""
    head, *lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if crc32(line.partition(",")[0].encode()) % 5 == 0]
    file.write_text("".join((head, *kept)), encoding="utf-8")


def _spoil(file: Path, columns: tuple[str, ...]) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert set(columns) <= set(rows[0])
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {column: _tried(row[column]) for column in columns})


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_a_programme_says_is_shown_as_text(hostile, open_page, ears, address):
    visit = open_page(address, served_by=hostile, programme="demonstration")
    page = visit.page
    folded = page.locator('[data-testid="stMain"] details:not([open]) > summary')
    for _ in range(min(folded.count(), 6)):
        folded.first.click()
    visit.ready()
    if address == "overview":
        page.get_by_role("combobox", name="Sites", exact=True).click()
        page.get_by_role("option").first.wait_for()
    assert page.evaluate(LIVE) == []
    assert "evil" in page.content() or "hasRun" in page.content()
    assert page.get_by_test_id("stException").count() == 0
    assert visit.complaints == []
    own = urlsplit(hostile.address).netloc
    places = {
        urlsplit(one).netloc for one in visit.addresses if not one.startswith(("data:", "blob:"))
    }
    assert places <= {own}
    assert ears.heard == []
    visit.end()
