"""The checklist of what is missing: boxes to tick, by site and kind, with why and how."""

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest

from bridgeboard.charts.figures.gaps import gaps


def _read(figure):
    text = re.sub(r"<style>.*?</style>", "", figure, flags=re.DOTALL)
    text = re.sub(r"<(?:/p|/li|/h3|/h4|/span|/b)>", " ", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def _gap(site, thing, priority=2, **row):
    return {
        "site_id": site,
        "thing": thing,
        "priority": priority,
        "kind": "survey",
        "kind_label": "Surveys",
        "what": f"{thing} is missing.",
        "why": f"Needed for {thing}s.",
        "how": f"Collect {thing}.",
        "source": "answers.csv",
        **row,
    }


@pytest.fixture
def given(shown):
    """given(rows, ...): what the chart gets, read on a day."""

    def made(rows, **how):
        whole = shown("gaps", rows, **how)
        return replace(whole, answer=replace(whole.answer, day=dt.date(2024, 6, 1)))

    return made


def test_each_thing_is_a_box_with_what_why_how_and_where(given):
    rows = [_gap("a", "x", 1), _gap("a", "y", kind="payment", kind_label="Payment of PSWs")]
    chart = gaps(given(rows))
    assert _read(chart.figure) == (
        "Surveys ☐ x is missing. holds readiness back Collect x. Needed for xs. Goes into "
        "answers.csv. Payment of PSWs ☐ y is missing. Collect y. Needed for ys. Goes into "
        "answers.csv."
    )
    assert chart.n_text.startswith("2 things, read on 2024-06-01")
    assert chart.alt == "2 things to collect at Lakeside. Lakeside: x is missing."


def test_several_sites_have_a_list_each_and_what_has_no_site_is_the_programmes(given):
    chart = gaps(given([_gap("a", "x"), _gap("b", "y"), _gap(None, "z")]))
    assert re.findall(r"<h3><bdi>(.*?)</bdi>", chart.figure) == [
        "Lakeside",
        "Riverside",
        "The whole programme",
    ]
    assert chart.table["Site"].to_list() == ["Lakeside", "Riverside", "The whole programme"]
    # One site is the page's own matter.
    assert "Lakeside" not in re.sub('aria-label=".*?"', "", gaps(given([_gap("a", "x")])).figure)


def test_text_from_files_is_text(given):
    figure = gaps(given([_gap("a", "<b>x</b>")])).figure
    assert "<b>x</b>" not in figure
    assert "&lt;b&gt;x&lt;/b&gt;" in figure


def test_simulated_gaps_say_so_on_the_list(given):
    chart = gaps(given([_gap("a", "x")], provenance=("simulated",)))
    assert _read(chart.figure).startswith("Simulated data")
    assert chart.provenance_mark == "Simulated data"


def test_nothing_missing_is_said_in_words(given):
    chart = gaps(given([]))
    assert chart.figure is None
    assert chart.alt == (
        "By the rules of this list, nothing is missing that could still be collected."
    )


def test_both_views_of_the_demonstration_draw_every_row(shown_demonstration):
    for view in ("team", "shareable"):
        shown = shown_demonstration("gaps", view)
        assert gaps(shown, dark=True).figure.count("☐") == shown.frame.height > 0
