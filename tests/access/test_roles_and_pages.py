"""Every page as every role: what came to the reader is compared with what may come.

docs/access.md shows what was found; BRIDGEBOARD_WRITE=1 writes it anew.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import app as router
from bridgeboard import settings
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.ui import words
from tests.access.table import compare, outcomes
from tests.conftest import folder_of
from tests.disclosure.quiet_site import NOBODYS, TEAM_ONLY, K, decide, quiet_site
from tests.ui.conftest import PATIENCE_S, errors, texts

AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "a secret that only this test knows",
    "client_id": "bridgeboard",
    "client_secret": "another",
    "server_metadata_url": "http://localhost:9/.well-known/openid-configuration",
}
RULES = 'roles_claim = "role"\nsites_claim = "sites"\nprogrammes_claim = "programmes"\n'
HERE = ["test", "another"]
_VIEW = re.compile(r"(&amp;|&|(?<=\?))view=\w+")
#: Claims by what docs/access.md calls a reader; None is nobody signed in.
READERS: dict[str, dict[str, Any] | None] = {
    "nobody signed in": None,
    "no role": {"role": "visitor"},
    "funder": {"role": "funder", "programmes": HERE},
    "manager of site a": {"role": "manager", "sites": ["test/a"]},
    "team": {"role": "team", "programmes": HERE},
    "steward": {"role": "steward", "programmes": HERE},
}
PAGES = {
    f"{section}/{name}": title
    for section, pages in router.PAGES.items()
    for name, title, _ in pages
}
ADDRESSES = {
    f"{section}/{name}": url for section, pages in router.PAGES.items() for name, _, url in pages
}
#: What stands on a page whose reader may not have it.
GATES = (words.NOT_FOR_ROLE.partition(";")[0], words.ASK_STEWARD)
OTHER_SITES = ("Site b", "Site quiet", "Site c", "Other place")
#: A page has fewer elements before it says anything: heading, question, and what holds them.
_EMPTY = 6
FROM_TEAM = tuple(TEAM_ONLY.values())
#: One of the raters rates at site a, too.
OF_OTHERS = (*OTHER_SITES, *(word for word in FROM_TEAM if word != "rater-okapi"))


@dataclass(frozen=True)
class Seen:
    """What a page gave: the words and values of each of its elements, to search and to compare."""

    main: tuple[str, ...]
    sidebar: tuple[str, ...]
    title: str

    def tells(self, word: str) -> bool:
        return any(word in one for one in (*self.main, *self.sidebar))


@dataclass
class Reader:
    """Somebody with the app open."""

    running: AppTest
    pages: dict[str, Seen] = field(default_factory=dict)

    def see(self, page: str) -> Seen:
        # By address, as a link does: whoever is turned away finds another page there.
        self.running._page_hash = calc_hash(ADDRESSES[page])
        self.running.run()
        assert errors(self.running) == []
        return seen(self.running)


def seen(running: AppTest) -> Seen:
    titles = [one.value for one in running.title] + [one.value for one in running.header]
    return Seen(
        tuple(_sent(running.main)), tuple(_sent(running.sidebar)), titles[0] if titles else ""
    )


def _sent(block: Any) -> Iterator[str]:
    for child in getattr(block, "children", {}).values():
        yield from _sent(child)
    proto = getattr(block, "proto", None)
    if isinstance(proto, Message):
        said = MessageToDict(proto)
        # An id is made of the place of an element, a link of what the reader chose.
        said.pop("id", None)
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        table = getattr(getattr(proto, "arrow_data", None), "data", b"")
        yield _VIEW.sub("", text) + table.decode("latin-1")


@pytest.fixture(scope="module")
def store_root(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("roles")
    store = Store(root / "store")
    store.publish(accept(folder_of(root / "test", quiet_site(), {"k": K})), by="tests")
    decide(Decisions(store.root, "test"))
    other = {"sites": [{"site_id": "elsewhere", "site_name": "Other place"}]}
    named = {"id": "another", "name": "Another programme"}
    store.publish(accept(folder_of(root / "another", other, named)), by="tests")
    (root / "access.toml").write_text(RULES, encoding="utf-8")
    return root


@pytest.fixture
def as_reader(store_root, monkeypatch) -> Callable[..., Reader]:
    """as_reader("funder", view="team") -> the app as this reader opened it, by this link."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_root / "store"))
    monkeypatch.setenv("BRIDGEBOARD_ACCESS", str(store_root / "access.toml"))

    def opened(who: str, claims: dict[str, Any] | None = None, **link: Any) -> Reader:
        running = AppTest.from_file(settings.PROJECT / "app.py", default_timeout=PATIENCE_S)
        running.secrets["auth"] = AUTH
        running.user = _user(READERS[who] if claims is None else claims)
        # At the first wave the team reads what nobody else may.
        running.query_params["programme"], running.query_params["at_wave"] = "test", "Before"
        for name, value in link.items():
            running.query_params[name] = value
        running.run()
        assert errors(running) == []
        return Reader(running)

    return opened


def _user(claims: dict[str, Any] | None) -> dict[str, Any]:
    if claims is None:
        return {"is_logged_in": False}
    now = time.time()
    known = {"iss": "https://id.example.org", "sub": "one", "email": "one@example.org"}
    return known | {"is_logged_in": True, "iat": now - 5, "exp": now + 3600} | claims


def _found(who: str, page: str, one: Seen, whole: Seen, shared: Seen) -> str:
    """What a reader saw of a page, in the words of docs/access.md."""
    title = PAGES[page]
    if one.title != title:
        assert not one.tells("Site ")
        assert not one.tells("Another programme")
        return "asked to sign in" if who == "nobody signed in" else "told what to ask for"
    # What stands above each page of a manager is the sidebar's business, not the page's.
    said_above = words.ONLY_OWN.partition(":")[2]
    one = replace(one, main=tuple(said for said in one.main if said_above not in said))
    if one.main == whole.main:
        return "everything"
    assert not any(one.tells(word) for word in NOBODYS)
    rest = {said for said in one.main if not any(gate in said for gate in GATES)}
    if len(rest) < len(one.main) and len(rest) < _EMPTY:
        return "told whose it is"
    if rest <= set(shared.main):
        return "shareable view"
    if "manager" in who and not any(one.tells(word) for word in OF_OTHERS):
        return "own sites"
    if rest <= set(whole.main):
        return "everything but a steward's controls"
    return "something else"


def test_each_page_gives_each_reader_what_the_table_says(as_reader):
    steward, shared = as_reader("steward"), as_reader("steward", view="shareable")
    whole = {page: steward.see(page) for page in PAGES}
    public = {page: shared.see(page) for page in PAGES}
    told = {w for w in (*FROM_TEAM, *OTHER_SITES[:3]) if any(o.tells(w) for o in whole.values())}
    assert told >= {*OTHER_SITES[:3], "quartzwhisper", "marzipanledger", "velvetharpoon"}
    found: dict[str, dict[str, str]] = {title: {} for title in PAGES.values()}
    for who in READERS:
        reader = as_reader(who)
        for page, title in PAGES.items():
            one = whole[page] if who == "steward" else reader.see(page)
            found[title][who] = _found(who, page, one, whole[page], public[page])
    compare("pages", found)


FORGED = [
    ("funder", {"view": "team"}),
    ("funder", {"view": "Team", "site": "quiet", "wave": "pre"}),
    ("manager of site a", {"site": "quiet"}),
    ("manager of site a", {"view": "shareable"}),
    ("manager of site a", {"income": "high", "site": ["Site quiet", "b"]}),
]


@pytest.mark.parametrize(("who", "link"), FORGED)
def test_a_link_that_asks_for_more_gets_no_more(who, link, as_reader):
    reader = as_reader(who, **link)
    for page in ("sites/overview", "sites/actions", "change/focus_groups", "data/history"):
        one = reader.see(page)
        forbidden = FROM_TEAM if who == "funder" else OF_OTHERS
        # What a link asks for is repeated where the page says that it isn't there.
        asked = str(list(link.values()))
        assert not [word for word in forbidden if one.tells(word) and word not in asked]


@pytest.mark.parametrize(
    ("who", "key", "value"),
    [
        ("funder", "view", "team"),
        ("manager of site a", "site", ["quiet"]),
        ("manager of site a", "view", "shareable"),
    ],
)
def test_a_value_put_into_a_widget_gets_no_more(who, key, value, as_reader):
    reader = as_reader(who)
    for page in ("sites/overview", "sites/actions", "change/focus_groups", "change/attitudes"):
        reader.running.session_state[key] = value
        one = reader.see(page)
        forbidden = FROM_TEAM if who == "funder" else OF_OTHERS
        assert not [word for word in forbidden if one.tells(word)]


def test_a_manager_reads_above_each_page_what_all_sites_means_here(as_reader):
    for sites, said in (
        (["test/a"], "only: “all sites” and “the programme” mean this here."),
        (["test/nowhere"], "None of the sites that your role names is in this programme"),
    ):
        reader = as_reader("funder", {"role": "manager", "sites": sites})
        assert said in texts(reader.running)
        assert said in texts(reader.see("sites/readiness") and reader.running)
    assert "mean this here" not in texts(as_reader("team").running)


def test_another_programme_is_not_there_for_whom_it_is_not(as_reader):
    for claims in (
        {"role": "funder", "programmes": ["test"]},
        {"role": "team", "programmes": "test"},
        {"role": "manager", "sites": ["test/a"]},
    ):
        reader = as_reader("funder", claims, programme="another")
        assert not seen(reader.running).tells("Other place")
        assert "another" not in str(reader.running.sidebar.selectbox[0].options).casefold()
        # Not even a page's own code can put a value there that isn't offered.
        reader.running.session_state["programme"] = "another"
        with pytest.raises(ValueError, match="not in list"):
            reader.running.run()
    both = as_reader("team", programme="another")
    assert seen(both.running).tells("Other place")


def test_no_button_gives_more(as_reader):
    """Each button of each page is pressed: dialogs, forms and lists show no more than pages."""
    pressed = 0
    for who, forbidden in (
        ("funder", FROM_TEAM),
        ("manager of site a", OF_OTHERS),
    ):
        for page in PAGES:
            reader = as_reader(who)
            reader.see(page)
            # A report that is made doesn't stand on the page: see test_roles_and_files.py.
            keys = [one.key for one in reader.running.main.button if one.key != "report-make"]
            for key in keys:
                reader.running.button(key=key).click().run()
                assert errors(reader.running) == []
                one = seen(reader.running)
                assert not [word for word in forbidden if one.tells(word)], (page, key)
                pressed += 1
    assert pressed > 2


def test_the_table_in_the_docs_is_of_every_page():
    assert set(outcomes("pages")) == set(PAGES.values())
