"""A report opened from a file, with the network off: drawn, accessible, and asking for nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from bridgeboard.reports import asked_of, contents, html_file
from tests.browser.conftest import listen
from tests.browser.test_every_page import STANDARDS

DRAWN = """() => [...document.querySelectorAll('.plot')].every((one) =>
  one.querySelector('.main-svg'))"""
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4')].map((one) => +one.tagName[1])"""


@pytest.fixture(scope="module")
def answers(demonstration, tmp_path_factory):
    root = tmp_path_factory.mktemp("none")
    return asked_of(demonstration, root, view="shareable", day=date(2026, 3, 31))


@pytest.mark.parametrize(
    ("kind", "phone"), [("site", True), ("programme", False), ("comparison", True)]
)
def test_a_report_opens_from_a_file_without_a_network(answers, new_context, tmp_path, kind, phone):
    if kind == "site":
        report = contents.site(answers, next(iter(answers.sites)))
    else:
        report = getattr(contents, kind)(answers)
    file = tmp_path / "report.html"
    file.write_bytes(html_file.interactive(report))
    context = new_context(phone=phone, offline=True)
    visit = listen(context.new_page())
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_function(DRAWN)
    assert page.locator(".plot").count() == sum(isinstance(c.figure, dict) for c in report.charts)
    assert [url for url in visit.addresses if not url.startswith(("data:", "file:"))] == []
    assert len([url for url in visit.addresses if url.startswith("file:")]) == 1
    assert visit.complaints == []
    found = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    context.close()


def test_a_page_gives_its_report_as_a_file_under_its_own_name(open_page, tmp_path):
    visit = open_page("one-site", programme="upsides", at="ULM", view="shareable")
    page = visit.page
    page.get_by_role("button", name="Make the file").click()
    given = page.get_by_role("button", name="Download upsides_")
    with page.expect_download() as downloading:
        given.click()
    assert downloading.value.suggested_filename == "upsides_ulm_report_shareable.html"
    downloading.value.save_as(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert visit.complaints == []
    visit.end()
