"""What a first visit asks for: as little as the page needs, compressed, and to be kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browser.conftest import listen


@pytest.fixture(scope="module")
def first(server, new_context):
    """The Overview in a browser that has never been there, and the bytes of each reply as sent."""
    context = new_context()
    visit = listen(context.new_page())
    session, sent, named = context.new_cdp_session(visit.page), {}, {}
    session.send("Network.enable")
    session.on(
        "Network.responseReceived",
        lambda told: named.update({told["requestId"]: told["response"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda told: sent.update({told["requestId"]: told["encodedDataLength"]}),
    )
    visit.page.goto(server.url("overview", programme="demonstration"))
    visit.ready()
    yield visit, {named[one]: size for one, size in sent.items() if one in named}
    context.close()


def test_the_overview_asks_for_nothing_that_draws_charts_or_tables(first):
    visit, _ = first
    asked = [url for url in visit.addresses if re.search("Plotly|DataFrame|Vega|ECharts", url)]
    assert asked == []
    assert visit.complaints == []


def test_the_overview_is_less_than_a_megabyte_for_whoever_comes_first(first):
    _, sent = first
    assert len(sent) > 50
    assert sum(sent.values()) < 1_000_000


def test_a_page_asks_its_server_at_once_and_not_below_its_own_address(first):
    visit, _ = first
    asked = [urlsplit(url).path for url in visit.addresses if "/_stcore/" in url]
    assert sorted(asked) == ["/_stcore/health", "/_stcore/host-config", "/_stcore/stream"]


def test_a_browser_may_keep_what_it_compiled(first):
    visit, _ = first
    # Chromium compiles all scripts anew at every visit of a page that is cross-origin isolated.
    assert visit.page.evaluate("crossOriginIsolated") is False


def test_what_every_page_needs_is_asked_for_before_anything_is_drawn(first):
    visit, _ = first
    scripts = [url.rpartition("/")[2] for url in visit.addresses if "/static/js/" in url]
    page = httpx.get(visit.page.url, trust_env=False).text
    late = [name for name in scripts if f"static/js/{name}" not in page]
    assert len(scripts) > 50
    assert len(late) < 5, late


def test_a_table_of_a_chart_comes_when_it_is_opened(first):
    visit, _ = first
    page = visit.page
    card = page.locator(".st-key-attention-card")
    assert card.get_by_test_id("stDataFrame").count() == 0
    card.get_by_text("View as table").click()
    card.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
    assert visit.complaints == []


def test_scripts_and_icons_come_small_and_are_kept_and_files_of_people_come_as_they_are(
    first, server
):
    visit, sent = first
    with httpx.Client(trust_env=False, base_url=server.address) as client:
        script = next(url for url in sent if "/static/js/index." in url)
        reply = client.get(script, headers={"accept-encoding": "br, gzip"})
        assert (reply.headers["content-encoding"], reply.headers["vary"]) == (
            "gzip",
            "Accept-Encoding",
        )
        assert "immutable" in reply.headers["cache-control"]
        again = client.get(script, headers={"if-none-match": reply.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        icons = next(url for url in sent if "MaterialSymbols" in url)
        assert len(client.get(icons).content) < 20_000
        # What differs between people: its length would tell of what is in it.
        media = [url for url in visit.addresses if "/media/" in url and "/static/" not in url]
        for url in {re.sub(r"\?.*", "", url) for url in media}:
            assert "content-encoding" not in client.get(url).headers
