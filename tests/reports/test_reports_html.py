"""The HTML file: complete, small enough, as the frame says, and without what is hidden."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

import polars as pl
import pytest

from bridgeboard.reports import asked_of, cells, contents, html_file, lean_svg
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
#: Of both kinds of site one: b is the small one.
ALL = ("a", "b", "programme", "comparison")
MEGABYTE = 1_000_000


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


def test_nothing_hidden_is_in_any_shareable_file_and_all_of_it_is_in_the_teams(held):
    shareable = [own(held("shareable", about, "html")) for about in ALL]
    shareable += [held("shareable", about, "light").decode() for about in ALL]
    team = "".join(own(held("team", about, "html")) for about in ("a", "b", "comparison"))
    for secret in SECRETS:
        assert secret in team
        assert not any(secret in page for page in shareable), secret
    assert not any(SMALL_PAY in page for page in shareable)


def test_whatever_a_file_says_is_text_and_every_script_comes_out(held):
    page = own(held("team", "programme", "html"))
    for said in (HEBREW, ARABIC, GUJARATI, SWAHILI, GERMAN):
        assert said in page
    for said in (SCRIPT, FORMULA, TYPST):
        assert html.escape(said) in page
    assert "<img src=x" not in page
    assert "<script>document" not in page
    assert (
        page.count("<script") == 5 + 2
    )  # data of five scales; Plotly (taken out above), what draws


def test_only_the_code_of_this_file_may_run_and_nothing_may_be_fetched(held):
    page = held("team", "comparison", "html").decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_a_light_file_has_no_script_at_all(held):
    page = held("team", "comparison", "light").decode()
    assert "<script" not in page
    assert "script-src 'none'" in page


def test_the_table_under_a_chart_is_the_frame(report):
    whole = report("team", "comparison")
    found = tables(html_file.interactive(whole).decode())
    charts = [chart for chart in whole.charts if not chart.table.is_empty()]
    assert len(found) == len(charts)
    for rows, chart in zip(found, charts, strict=True):
        frame = cells.filled(chart.table)
        assert rows[0] == frame.columns
        assert rows[1:] == [[cells.text(value) for value in row] for row in frame.iter_rows()]


def test_a_number_is_written_as_charts_write_it():
    assert [cells.text(one) for one in (None, True, 1234, -0.5, 2.0, 0.12345, ["a", None])] == [
        *("", "yes", "1\u202f234", "−0.5", "2", "0.123", "a; "),
    ]


def test_every_page_says_view_filters_n_snapshot_day_provenance_and_rules(held, snapshot):
    page = held("shareable", "a", "light").decode()
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
    # The five scales of PSA-12.
    assert list(drawn) == [4, 5, 6, 7, 8]
    assert all(one.startswith("<svg") for one in drawn.values())
    light = html_file.light(report, drawn)
    assert len(html_file.interactive(report)) < 8 * MEGABYTE
    assert len(light) < MEGABYTE
    assert light.count(b"data:image/svg+xml") == 5


def test_a_light_file_that_would_be_too_large_leaves_out_tables_that_are_drawn_as_tables(report):
    found = report("team", "programme")
    chart = found.charts[0]
    long = pl.DataFrame({"Number": range(60_000)})
    sections = list(found.sections)
    sections[0] = replace(sections[0], charts=(replace(chart, table=long),))
    page = html_file.light(replace(found, sections=tuple(sections)), {})
    assert len(page) < MEGABYTE
    assert page.count(b"Its longer form is left out here") == 1


def test_without_a_browser_a_light_file_says_so_and_opens_the_table(report, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_BROWSER", "")
    found = report("team", "comparison")
    assert pictures(found.charts) == {}
    page = html_file.light(found, {}).decode()
    plots = [chart for chart in found.charts if isinstance(chart.figure, dict)]
    assert len(plots) > 5
    said = "There is no picture of this chart here: no browser was found"
    assert page.count(said) == page.count("<details open>") == len(plots)
    # The cautions that would stand on the drawings stand beside their tables.
    assert all(html.escape(chart.said[-1], quote=False)[:60] in page for chart in plots)


def test_the_figures_data_can_be_read_back(report):
    found = report("team", "comparison")
    page = html_file.interactive(found).decode()
    data = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    drawn = [chart.figure for chart in found.charts if isinstance(chart.figure, dict)]
    assert [json.loads(one)["layout"]["height"] for one in data] == [
        figure["layout"]["height"] for figure in drawn
    ]


def test_a_lean_drawing_has_every_text_and_path_in_some_half_of_the_letters():
    style = "font-family: &quot;A&quot;, B; font-size: 12px; fill: rgb(84, 90, 97); opacity: 1;"
    drawn = (
        '<svg class="main" xmlns="http://www.w3.org/2000/svg" width="9" style="">'
        '<g class="a"/><g class="b"><g></g></g>'
        '<path data-index="0" d="M1,2L3,4" style="opacity: 0.5; fill-opacity: 0; '
        'stroke: rgb(1, 2, 3); stroke-opacity: 1; vector-effect: none;"/>'
        f'<text x="1" style="{style}">50 % &amp; #1</text><text style="{style}">ב</text></svg>'
    )
    lean = lean_svg.lean(drawn)
    assert lean == (
        '<svg style="font-family:&quot;A&quot;, B" xmlns="http://www.w3.org/2000/svg" width="9">'
        '<path d="M1,2L3,4" style="opacity:0.5;fill-opacity:0;stroke:#010203"/>'
        '<text x="1" style="font-size:12px;fill:#545a61">50 % &amp; #1</text>'
        '<text style="font-size:12px;fill:#545a61">ב</text></svg>'
    )
    address = lean_svg.address(lean)
    assert '"' not in address
    assert "#" not in address
    assert "&" not in address
    told = unquote(address.partition(",")[2])
    assert ElementTree.fromstring(told)[1].text == "50 % & #1"
