"""Signing in, in a real browser at real services: who gets in, who doesn't, and when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bridgeboard.ui.page_words import history
from bridgeboard.ui.page_words import sign_in as words
from tests.browser.conftest import PATIENCE_MS, Visit, listen
from tests.browser.signing_in import cookie_of, free_port, independent, mock, settings_of, sign_in
from tests.browser.test_every_page import found_by_axe

PATIENT = {"timeout": PATIENCE_MS}
CLAIMS: dict[str, dict[str, Any]] = {
    name: {"email": f"{name}@example.org", "email_verified": True}
    for name in ("steward", "team", "manager", "funder", "nobody", "leaver", "short")
}
CLAIMS["unverified"] = {"email": "unverified@example.org", "email_verified": False}
CLAIMS["claimed"] = {"preferred_username": "claimed", "board": {"roles": ["bb-team"]}}
LIST = """
ask = "Amina, amina@example.org"
roles_claim = "board.roles"
roles = { bb-team = "team" }
"""


def _listed(name: str, role: str, sites: str = "[]") -> str:
    return f'[[people]]\nemail = "{name}@example.org"\nrole = "{role}"\nsites = {sites}\n'


LIST += "".join(
    (
        _listed("steward", "steward"),
        _listed("funder", "funder"),
        _listed("manager", "manager", '["upsides/ULM", "upsides/BU"]'),
        *(_listed(name, "team") for name in ("team", "short", "unverified")),
    )
)


@pytest.fixture(scope="module")
def board(serve, shipped_store, upsides, demonstration, tmp_path_factory) -> Iterator[Any]:
    """A server where people sign in at the mock: address, folder, provider."""
    folder, port = tmp_path_factory.mktemp("board"), free_port()
    (folder / "store").mkdir()
    for programme in shipped_store.programmes():
        (folder / "store" / programme).symlink_to(shipped_store.root / programme)
    with mock(CLAIMS) as provider:
        server = serve(
            folder / "store",
            **settings_of(folder, provider, port, LIST + _listed("leaver", "team")),
        )
        yield SimpleNamespace(server=server, folder=folder, provider=provider)


@pytest.fixture(scope="module")
def _kept(new_context) -> Iterator[BrowserContext]:
    context = new_context()
    yield context
    context.close()


@pytest.fixture
def browser_of(board, new_context, _kept) -> Iterator[Callable[[str | None], BrowserContext]]:
    """A browser where nobody is signed in, or this person; each call gives another one.

    The first of a test has what a visitor keeps (scripts, styles), but no cookie of an earlier one.
    """
    made: list[BrowserContext] = []

    def opened(name: str | None) -> BrowserContext:
        context = new_context() if made else _kept
        context.clear_cookies()
        made.append(context)
        if name:
            sign_in(context, board.server.address, name)
        return context

    yield opened
    for page in _kept.pages:
        page.close()
    for context in made[1:]:
        context.close()


def _open(context: BrowserContext, address: str) -> Visit:
    visit = listen(context.new_page())
    visit.page.goto(address)
    return visit.ready()


def _heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(**PATIENT)


def _sidebar(page: Page) -> str:
    return page.get_by_test_id("stSidebar").inner_text()


def _shows_nothing(page: Page) -> None:
    """No sidebar, no programme, no site, no menu."""
    expect(page.get_by_test_id("stSidebar")).to_be_hidden(**PATIENT)
    text = page.inner_text("body")
    assert not any(word in text for word in ("UPSIDES", "Demonstration", "Ulm", "Readiness"))


def _download(page: Page) -> None:
    """Open what a table gives to take away: a part of the page that runs alone."""
    page.get_by_role("button", name="Download").first.click()


def _sign_out(page: Page) -> None:
    """Sign out here, and at the mock, which asks once more."""
    page.get_by_role("button", name=words.SIGN_OUT, exact=True).click()
    page.get_by_role("button", name="End session").click()


def _until(page: Page, act: Callable[[], None], title: str) -> None:
    """Do this, again and again, until a run comes to this page."""
    heading = page.get_by_role("heading", level=1, name=title, exact=True)
    until = time.monotonic() + 3 * PATIENCE_MS / 1000
    page.set_default_timeout(2_000)
    while not heading.is_visible():
        assert time.monotonic() < until, page.inner_text("body")
        # What it clicks at may be gone by now.
        with suppress(PlaywrightTimeout):
            act()
    page.set_default_timeout(PATIENCE_MS)


@pytest.mark.parametrize(
    ("name", "role", "choice"),
    [
        ("steward", "data steward", ["Team", "Shareable"]),
        ("manager", "programme manager", []),
        ("funder", "funder", []),
        ("claimed", "team", ["Team", "Shareable"]),
    ],
)
def test_a_role_shows_its_views_and_who_one_is(board, browser_of, name, role, choice):
    page = _open(browser_of(name), board.server.url("history", programme="upsides")).page
    _heading(page, "History")
    sidebar = _sidebar(page)
    assert name in sidebar
    assert f": {role}." in sidebar
    assert ("Shareable view:" in sidebar) == (name == "funder")
    assert page.get_by_test_id("stSidebar").get_by_role("radio").all_inner_texts() == choice
    assert ("your own sites" in sidebar) == (name == "manager")


def test_who_has_no_role_reads_whom_to_ask_for_what_and_sees_nothing_else(board, browser_of):
    page = _open(browser_of("nobody"), board.server.url("attitudes", programme="upsides")).page
    _heading(page, words.NO_ROLE)
    _shows_nothing(page)
    text = page.inner_text("body")
    assert "Ask Amina, amina@example.org." in text
    assert "Tell them the address that you are signed in with, nobody@example.org" in text
    for role, said in words.ROLES_MEANING.items():
        assert words.ROLES[role].capitalize() in text
        assert said in text
    assert found_by_axe(page) == []
    _sign_out(page)
    _heading(page, words.SIGNED_OUT)
    assert found_by_axe(page) == []


def test_an_address_that_is_not_verified_gives_no_role(board, browser_of):
    page = _open(browser_of("unverified"), board.server.url()).page
    _heading(page, words.UNVERIFIED)
    _shows_nothing(page)


def test_a_link_survives_the_sign_in_and_nothing_is_refused_by_the_browser(board, browser_of):
    wanted = board.server.url("history", programme="upsides", site=["ULM", "BU"], view="shareable")
    visit = _open(browser_of(None), wanted)
    page = visit.page
    _heading(page, words.SIGNED_OUT)
    _shows_nothing(page)
    page.get_by_role("button", name=words.SIGN_IN).click()
    page.get_by_role("button", name="team", exact=True).click()
    page.wait_for_url(board.server.url("history") + "?**")
    visit.ready()
    _heading(page, "History")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["site"], asked["view"]) == (["Ulm", "Butabika"], ["Shareable"])
    theirs = board.provider.address
    assert [one for one in visit.complaints if theirs not in one] == []


def test_who_signs_out_is_out_in_every_tab_and_with_every_copy_of_the_cookie(board, browser_of):
    context = browser_of("team")
    copy = cookie_of(context)
    first = _open(context, board.server.url("history", programme="upsides")).page
    second = _open(context, board.server.url("history", programme="upsides")).page
    _sign_out(first)
    _heading(first, words.SIGNED_OUT)
    _download(second)
    _heading(second, words.ENDED)
    _shows_nothing(second)
    context.clear_cookies()
    context.add_cookies([copy])
    page = _open(context, board.server.url("history")).page
    _heading(page, words.ENDED)
    _shows_nothing(page)
    # A token says its second only: one of the same second as the one that ended has ended too.
    until = time.monotonic() + PATIENCE_MS / 1000
    while page.get_by_role("heading", level=1).inner_text() != "History":
        assert time.monotonic() < until
        sign_in(context, board.server.address, "team")
        page = _open(context, board.server.url("history", programme="upsides")).page


def test_a_token_that_runs_out_ends_what_is_shown_though_the_page_stays_open(board, browser_of):
    context = browser_of(None)
    for seconds in (4, 16, 64):
        # The app takes it for a minute longer than it says. A slow machine needs longer to open.
        person = {**CLAIMS["short"], "exp": int(time.time()) - 60 + seconds}
        httpx.put(f"{board.provider.address}/users/short", json=person, trust_env=False)
        sign_in(context, board.server.address, "short")
        page = _open(context, board.server.url("history", programme="upsides")).page
        if page.get_by_role("button", name="Download").first.is_visible():
            break
    _until(page, lambda: _download(page), words.EXPIRED)
    _shows_nothing(page)


def test_a_changed_cookie_signs_nobody_in(board, browser_of):
    context = browser_of("team")
    cookie = cookie_of(context)
    value = cookie["value"]
    changed = value[:40] + ("A" if value[40] != "A" else "B") + value[41:]
    context.add_cookies([{**cookie, "value": changed}])
    page = _open(context, board.server.url("history")).page
    _heading(page, words.SIGNED_OUT)
    _shows_nothing(page)


def test_a_role_that_changes_or_goes_does_so_at_the_next_run(board, browser_of):
    page = _open(browser_of("leaver"), board.server.url("history", programme="upsides")).page
    assert ": team." in _sidebar(page)
    _allow(board, LIST + _listed("leaver", "funder"))
    _download(page)
    expect(page.get_by_text(history.TEAM_ONLY)).to_be_visible(**PATIENT)
    assert ": funder." in _sidebar(page)
    expect(page.get_by_role("button", name="Download")).to_have_count(0, **PATIENT)
    _allow(board, LIST)
    page.get_by_role("combobox", name="Sites").click()
    page.get_by_role("option").first.click()
    _heading(page, words.NO_ROLE)
    _shows_nothing(page)


def _allow(board: Any, text: str) -> None:
    """Another access.toml, in one step."""
    new = board.folder / "new.toml"
    new.write_text(text, encoding="utf-8")
    new.replace(board.folder / "access.toml")


def test_where_the_end_cannot_be_kept_it_is_said_and_one_is_signed_out_all_the_same(
    board, browser_of
):
    page = _open(browser_of("steward"), board.server.url("history", programme="upsides")).page
    access, aside = board.folder / "store" / "access", board.folder / "aside"
    access.mkdir(exist_ok=True)
    access.rename(aside)
    access.write_text("no folder", encoding="utf-8")
    try:
        page.get_by_role("button", name=words.SIGN_OUT).click()
        expect(page.get_by_text("could not write down")).to_be_visible(**PATIENT)
        page.get_by_role("button", name=words.SIGN_OUT_HERE).click()
        page.get_by_role("button", name="End session").click()
        _heading(page, words.SIGNED_OUT)
    finally:
        access.unlink()
        aside.rename(access)


def test_an_independent_service_signs_in_and_out(board, serve, browser_of, tmp_path):
    port = free_port()
    with independent(f"http://127.0.0.1:{port}/oauth2callback") as provider:
        rules = 'roles_claim = "roles"'
        server = serve(board.server.store, **settings_of(tmp_path, provider, port, rules))
        page = _open(browser_of(None), server.url("history", programme="upsides")).page
        page.get_by_role("button", name=words.SIGN_IN).click()
        page.get_by_placeholder("Enter any login").fill("team")
        page.get_by_placeholder("and password").fill("any")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()
        _heading(page, "History")
        assert "team@\N{WORD JOINER}example.org: team." in _sidebar(page)
        page.get_by_role("button", name=words.SIGN_OUT).click()
        page.get_by_role("button", name="Yes, sign me out").click()
        _heading(page, words.SIGNED_OUT)
        _shows_nothing(page)


def test_a_slow_service_holds_up_nobody_else(board, browser_of):
    waiting, other = browser_of(None), browser_of("team")
    page = _open(waiting, board.server.url("history")).page
    httpx.put(f"{board.provider.address}/hold", trust_env=False)
    with page.expect_request("**/auth/login**"):
        page.get_by_role("button", name=words.SIGN_IN).click()
    _heading(_open(other, board.server.url("history", programme="upsides")).page, "History")
    httpx.put(f"{board.provider.address}/release", trust_env=False)
    page.get_by_role("button", name="team", exact=True).wait_for()


def test_a_service_that_dies_is_said_on_the_page_that_was_asked_for(board, browser_of):
    """The last: the service is gone then."""
    waiting, other = browser_of(None), browser_of("team")
    working = _open(other, board.server.url("history", programme="upsides")).page
    visit = _open(waiting, board.server.url("history", programme="upsides"))
    page = visit.page
    page.get_by_role("button", name=words.SIGN_IN).click()
    page.get_by_role("button", name="team", exact=True).wait_for()

    answered = waiting.request.post(page.url, form={"sub": "team"}, max_redirects=0)
    board.provider.kill()
    page.goto(answered.headers["location"])
    for _ in ("before the token is fetched", "before anything is asked"):
        page.wait_for_url("**/history?programme=upsides")
        visit.ready()
        expect(page.get_by_text(words.FAILED)).to_be_visible(**PATIENT)
        with page.expect_request("**/auth/login**"):
            page.get_by_role("button", name=words.SIGN_IN).click()
    _download(working)
    expect(working.get_by_role("button", name="Table as CSV")).to_be_visible(**PATIENT)
