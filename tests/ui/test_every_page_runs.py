"""Every page runs for every programme that ships, in both views, with each filter changed once."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import PAGES
from bridgeboard import settings
from tests.ui.conftest import errors

FILES = [f"{section}/{file}" for section, pages in PAGES.items() for file, _, _ in pages]
TITLES = {f"{s}/{file}": title for s, pages in PAGES.items() for file, title, _ in pages}
PROGRAMMES = ("upsides", "demonstration")
#: Each takes 0.3 to 2 s to import, which the first visitor would wait for.
TOO_SLOW = ("pandera", "scipy.stats", "statsmodels", "plotly.express")


@pytest.fixture(scope="module")
def nearly_empty(published_once) -> Path:
    """The root of a store with a site and a wave."""
    return published_once().path.parents[2]


@pytest.fixture(scope="module")
def odd(published_once) -> Path:
    """The root of a store with one respondent and names that are hard to show."""
    assert len(LONG) == 60
    return published_once(ODD, {"name": "תוכנית <b>x</b>"}).path.parents[2]


def _runs(running) -> None:
    assert errors(running) == []
    assert len(running.title) == 1


@pytest.mark.parametrize("view", ["team", "shareable"])
@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("page", FILES)
def test_a_page_runs_in_both_views(app, shipped, page, programme, view):
    running = app(shipped, page, programme=programme, view=view)
    _runs(running)
    assert running.session_state["choice"].view == view


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("page", FILES)
def test_a_page_runs_with_each_filter_set_alone_and_with_all(app, shipped, page, programme):
    running = app(shipped, page, programme=programme)
    for key in ("site", "income", "wave"):
        filtered = running.multiselect(key=key)
        _runs(filtered.select(filtered.options[-1]).run())
        _runs(running.multiselect(key=key).set_value([]).run())
    for key in ("site", "income", "wave"):
        filtered = running.multiselect(key=key)
        filtered.select(filtered.options[0])
    _runs(running.run())
    other = next(name for name in PROGRAMMES if name != programme)
    _runs(running.selectbox(key="programme").select(other).run())


@pytest.mark.parametrize("page", FILES)
def test_a_page_runs_for_a_programme_with_nothing_but_a_site_and_a_wave(app, nearly_empty, page):
    _runs(app(nearly_empty, page))
    _runs(app(nearly_empty, page, view="shareable"))


LONG = "A very long name of a community mental health centre, Berlin"
HEBREW = "בית ההחלמה – באר שבע"
ODD = {
    "sites": [
        {"site_id": "a", "site_name": LONG, "country_iso3": "UGA"},
        {"site_id": "b", "site_name": HEBREW, "country_iso3": "ISR"},
        {"site_id": "c", "site_name": "*_[<b>$x$|`", "country_iso3": "IND"},
    ],
    "waves": [{"wave_id": "pre", "label": "<i>קודם</i>"}],
    "respondents": [{"respondent_id": "r1", "site_id": "a", "wave_id": "pre"}],
    "answers": [{"respondent_id": "r1", "instrument_id": "psa12", "item_id": "b1", "value": 4}],
    "focus_groups": [{"group_id": "g", "site_id": "b", "wave_id": "pre", "n_participants": 1}],
    "themes": [{"theme_id": "t", "label": "תפקיד ברור = **clear**"}],
    "statements": [
        {"site_id": "b", "theme_id": "t", "text": '=HYPERLINK("x") <script>1</script> ציטוט'}
    ],
    "context": [{"site_id": "c", "finding": "![x](http://evil.example/x.png)"}],
    "payments": [{"site_id": "a", "basis": "stipend"}],
}


@pytest.mark.parametrize("view", ["team", "shareable"])
@pytest.mark.parametrize("page", FILES)
def test_a_page_runs_with_one_respondent_long_hebrew_and_hostile_names(app, odd, page, view):
    running = app(odd, page, view=view)
    _runs(running)
    tags = ("<script", "<b>x", "<i>קודם")
    for element in running.get("html"):
        assert not [tag for tag in tags if tag in element.proto.body]
    for element in running.markdown:
        unescaped = re.sub(r"\\.", "", element.value)
        assert not [live for live in (*tags, "![x]", "**clear**") if live in unescaped]


_IMPORTED = """
import json, sys
from streamlit.testing.v1 import AppTest
running = AppTest.from_file({app!r}, default_timeout=60)
running.query_params["programme"] = {programme!r}
running.run()
for page in {pages!r}:
    running.switch_page(f"pages/{{page}}.py").run()
    assert not running.exception, running.exception[0].value
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_page_imports_what_is_slow_to_import(shipped, monkeypatch, programme):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(shipped))
    app = str(settings.PROJECT / "app.py")
    script = _IMPORTED.format(app=app, programme=programme, pages=FILES)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    imported = set(json.loads(done.stdout.splitlines()[-1]))
    assert not imported & set(TOO_SLOW)
    assert {"polars", "duckdb"} <= imported
