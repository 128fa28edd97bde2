"""The HTML file: complete, small enough, as the frame says, and without what is hidden."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.reports import asked_of, cells, contents, html_file
from bridgeboard.reports.pictures import pictures
from tests.reports.conftest import (
    ARABIC,
    DAY,
    FORMULA,
    GERMAN,
    GUJARATI,
    HEBREW,
    SCRIPT,
    SMALL_MEAN,
    SMALL_PAY,
    SMALL_PAY_WRITTEN,
    SWAHILI,
    TYPST,
    UNRELEASED,
)

SECRETS = (*SMALL_MEAN, SMALL_PAY_WRITTEN, UNRELEASED)
MEGABYTE = 1_000_000


def reports(answers):
    """The three kinds of report."""
    sites = [contents.site(answers, site) for site in answers.sites]
    return [*sites, contents.programme(answers), contents.comparison(answers)]


def own(data: bytes) -> str:
    """What the file holds besides Plotly's code."""
    return data.decode().replace(html_file.plotly(), "")


def tables(page: str) -> list[list[list[str]]]:
    """Every table of the class rows, as rows of texts, headings first."""
    found = re.findall(r'<table class="rows">(.*?)</table>', page, re.DOTALL)
    return [
        [
            [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>([^<]*)", row)]
            for row in one.split("<tr>")[1:]
        ]
        for one in found
    ]


def test_nothing_hidden_is_in_any_shareable_file_and_all_of_it_is_in_the_teams(answers):
    shareable = [own(html_file.interactive(one)) for one in reports(answers("shareable"))]
    shareable += [html_file.light(one, {}).decode() for one in reports(answers("shareable"))]
    team = "".join(own(html_file.interactive(one)) for one in reports(answers("team")))
    for secret in SECRETS:
        assert secret in team
        assert not any(secret in page for page in shareable), secret
    assert not any(SMALL_PAY in page for page in shareable)


def test_whatever_a_file_says_is_text_and_every_script_comes_out(answers):
    page = own(html_file.interactive(contents.programme(answers("team"))))
    for said in (HEBREW, ARABIC, GUJARATI, SWAHILI, GERMAN):
        assert said in page
    for said in (SCRIPT, FORMULA, TYPST):
        assert html.escape(said) in page
    assert "<img src=x" not in page
    assert "<script>document" not in page
    assert page.count("<script") == 3  # one figure's data, Plotly (taken out above), what draws


def test_only_the_code_of_this_file_may_run_and_nothing_may_be_fetched(answers):
    page = html_file.interactive(contents.comparison(answers("team"))).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_a_light_file_has_no_script_at_all(answers):
    page = html_file.light(contents.comparison(answers("team")), {}).decode()
    assert "<script" not in page
    assert "script-src 'none'" in page


def test_the_table_under_a_chart_is_the_frame(answers):
    report = contents.comparison(answers("team"))
    found = tables(html_file.interactive(report).decode())
    charts = [chart for chart in report.charts if not chart.table.is_empty()]
    assert len(found) == len(charts)
    for rows, chart in zip(found, charts, strict=True):
        frame = cells.filled(chart.table)
        assert rows[0] == frame.columns
        assert rows[1:] == [[cells.text(value) for value in row] for row in frame.iter_rows()]


def test_a_number_is_written_as_charts_write_it():
    assert [cells.text(one) for one in (None, True, 1234, -0.5, 2.0, 0.12345, ["a", None])] == [
        *("", "yes", "1\u202f234", "−0.5", "2", "0.123", "a; "),
    ]


def test_every_page_says_view_filters_n_snapshot_day_provenance_and_rules(answers, snapshot):
    page = html_file.light(contents.site(answers("shareable"), "a"), {}).decode()
    for said in (
        "Shareable view: numbers under k = 10 hidden.",
        f"sites: {HEBREW}",
        "1 site, 2 waves.",
        snapshot.snapshot_id,
        "2026-03-31",
        "Collected data",
        "PSA-12 (psa12, rules ",
    ):
        assert said in page, said


@pytest.fixture(scope="module")
def simulated(demonstration, tmp_path_factory):
    return asked_of(demonstration, tmp_path_factory.mktemp("none"), view="team", day=DAY)


def test_the_largest_report_stays_small_and_says_that_it_is_simulated(simulated):
    report = contents.programme(simulated)
    assert report.banner.startswith("Simulated data. Team view")
    drawn = pictures(report.charts)
    assert list(drawn) == [4]
    assert drawn[4].startswith("<svg")
    light = html_file.light(report, drawn)
    assert len(html_file.interactive(report)) < 8 * MEGABYTE
    assert len(light) < MEGABYTE
    assert light.count(b"data:image/svg+xml") == 1


def test_a_light_file_that_would_be_too_large_leaves_out_tables_that_are_drawn_as_tables(answers):
    report = contents.programme(answers("team"))
    chart = report.charts[0]
    long = pl.DataFrame({"Number": range(60_000)})
    sections = list(report.sections)
    sections[0] = replace(sections[0], charts=(replace(chart, table=long),))
    page = html_file.light(replace(report, sections=tuple(sections)), {})
    assert len(page) < MEGABYTE
    assert page.count(b"Its longer form is left out here") == 1


def test_without_a_browser_a_light_file_says_so_and_opens_the_table(answers, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_BROWSER", "")
    report = contents.comparison(answers("team"))
    assert pictures(report.charts) == {}
    page = html_file.light(report, {}).decode()
    plots = [chart for chart in report.charts if isinstance(chart.figure, dict)]
    assert len(plots) > 5
    said = "There is no picture of this chart here: no browser was found"
    assert page.count(said) == page.count("<details open>") == len(plots)
    # The cautions that would stand on the drawings stand beside their tables.
    assert all(html.escape(chart.said[-1], quote=False)[:60] in page for chart in plots)


def test_the_figures_data_can_be_read_back(answers):
    report = contents.comparison(answers("team"))
    page = html_file.interactive(report).decode()
    data = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    drawn = [chart.figure for chart in report.charts if isinstance(chart.figure, dict)]
    assert [json.loads(one)["layout"]["height"] for one in data] == [
        figure["layout"]["height"] for figure in drawn
    ]
