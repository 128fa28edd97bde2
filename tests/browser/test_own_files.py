"""With sign-in: files and sessions are of one person, whatever address, id or cookie others know.

The provider is left out: cookies are signed here as the server signs them after a sign-in.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bridgeboard import settings
from bridgeboard.access import sign_ins
from bridgeboard.access.admission import key_of_email
from tests.access.table import compare
from tests.browser.conftest import Server
from tests.browser.wire import SECRET, Wire, files, opened, signed_in, texts

STEWARD, OTHER, FUNDER = "steward@example.org", "other@example.org", "funder@example.org"
_PERSON = '[[people]]\nemail = "{}"\nrole = "{}"\n'
RULES = _PERSON.format(STEWARD, "steward") + _PERSON.format(OTHER, "steward")
RULES += _PERSON.format(FUNDER, "funder")
RULES += _PERSON.format("team@example.org", "team")
RULES += _PERSON.format("manager@example.org", "manager") + 'sites = ["demonstration/lakeside"]\n'


@pytest.fixture(scope="module")
def access(tmp_path_factory) -> Path:
    """access.toml; tests that change it put it back."""
    path = tmp_path_factory.mktemp("access") / "access.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(serve, shipped_store, upsides, demonstration, access, tmp_path_factory) -> Server:
    """A server where people sign in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    auth = {
        "REDIRECT_URI": f"http://127.0.0.1:{port}/oauth2callback",
        "COOKIE_SECRET": SECRET,
        "CLIENT_ID": "bridgeboard",
        "CLIENT_SECRET": "a client's secret",
        "SERVER_METADATA_URL": "http://127.0.0.1:1/.well-known/openid-configuration",
    }
    given = {f"BRIDGEBOARD_AUTH_{key}": value for key, value in auth.items()}
    store = tmp_path_factory.mktemp("signed-in") / "store"
    shutil.copytree(shipped_store.root, store)
    return serve(store, port=str(port), BRIDGEBOARD_ACCESS=str(access), **given)


@pytest.fixture
def wire(server) -> Iterator[Callable[..., Wire]]:
    """wire("somebody@example.org", session="...", claim=...) -> their session; None: anonymous."""
    begun: list[Wire] = []

    def open_wire(email: str | None = None, session: str = "", **claims) -> Wire:
        cookies = signed_in(server, email, **claims) if email else {}
        begun.append(Wire(server, cookies, session))
        return begun[-1]

    yield open_wire
    for one in begun:
        one.socket.close()


def _own_files(one: Wire, link: str = "") -> list[str]:
    """The addresses of files that only this session was given: a table to take away."""
    closed = one.run("focus-groups", query_string=link)
    found = one.run("focus-groups", query_string=link, widgets=opened(closed)[-1:])
    own = [path for path in files(found) if path not in files(closed)]
    assert own
    return own


def test_a_file_is_its_owners_alone(wire):
    owner = wire(STEWARD)
    again = wire(STEWARD, iat=int(time.time()) - 60, amr=["another sign-in"])
    others = [
        wire(),
        wire(OTHER),
        wire(FUNDER),
        wire(STEWARD, secret="not the server's own secret"),
    ]
    others += [wire(STEWARD, exp=1), wire(STEWARD, origin="http://localhost")]
    for path in _own_files(owner):
        reply = owner.ask("GET", path)
        assert (reply.status_code, reply.content[:1] != b"") == (200, True)
        assert again.ask("HEAD", path).status_code == 200
        assert {
            one.ask(method, path).status_code for one in others for method in ("GET", "HEAD")
        } == {404}


def test_it_stays_its_owners_on_a_slow_line(wire):
    """While the next page runs, and when the connection breaks for a moment."""
    owner, other = wire(STEWARD), wire(OTHER)
    (path, *_) = _own_files(owner)
    owner.run("methods")
    assert owner.ask("GET", path).status_code == 200
    (path, *_) = _own_files(owner)
    owner.socket.close()
    assert owner.ask("GET", path).status_code == 200
    assert other.ask("GET", path).status_code == 404


def test_who_signed_out_gets_no_file_with_a_copy_of_the_cookie(wire, server):
    past = int(time.time()) - 100
    owner = wire(OTHER, iat=past)
    (path, *_) = _own_files(owner)
    assert owner.ask("GET", path).status_code == 200
    sign_ins.end(server.store, [key_of_email(OTHER)], past)
    assert owner.ask("GET", path).status_code == 404
    assert owner.put(owner.session, b"a").status_code == 403


def test_who_has_another_role_now_gets_no_file_of_the_role_before(wire, access):
    owner = wire(OTHER)
    (path, *_) = _own_files(owner)
    try:
        access.write_text(RULES.replace(_PERSON.format(OTHER, "steward"), ""), encoding="utf-8")
        assert owner.ask("GET", path).status_code == 404
        access.write_text(
            RULES.replace(_PERSON.format(OTHER, "steward"), _PERSON.format(OTHER, "funder")),
            encoding="utf-8",
        )
        assert owner.ask("GET", path).status_code == 404
    finally:
        access.write_text(RULES, encoding="utf-8")
    assert owner.ask("GET", path).status_code == 200


def test_the_page_that_asks_to_sign_in_shows_its_picture_and_nothing_of_a_programme(wire):
    anonymous = wire()
    said = anonymous.run("focus-groups", query_string="programme=upsides")
    (picture,) = files(said)
    assert anonymous.ask("GET", picture).status_code == 200
    assert "Sign in" in texts(said)
    assert "UPSIDES" not in texts(said)


def test_a_page_that_is_asked_for_by_its_hash_is_not_shown_to_the_anonymous(wire):
    steward, anonymous = wire(STEWARD), wire()
    pages = {
        page.page_script_hash
        for message in steward.run()
        if message.WhichOneof("type") == "navigation"
        for page in message.navigation.app_pages
    }
    assert len(pages) > 10
    for page in sorted(pages)[:4]:
        said = texts(anonymous.run(page_script_hash=page))
        assert "Sign in" in said
        assert "UPSIDES" not in said


@pytest.mark.parametrize("connected", [True, False])
def test_nobody_goes_on_with_a_session_of_somebody_else(wire, connected):
    owner = wire(STEWARD)
    owner.run()
    if not connected:
        owner.socket.close()
    for email in (None, OTHER, FUNDER):
        thief = wire(email, session=owner.session)
        thief.run()
        assert thief.session != owner.session


def test_a_browser_that_lost_its_connection_goes_on_with_its_own_session(wire, server):
    owner = wire(STEWARD)
    owner.run()
    owner.socket.close()
    same = {
        name: owner.cookies[name] for name in owner.cookies if name.startswith("_streamlit_user")
    }
    with Wire(server, same, owner.session) as back:
        back.run()
        assert back.session == owner.session


def test_files_go_to_ones_own_session_and_from_a_steward_only(wire):
    steward, other, funder, anonymous = wire(STEWARD), wire(OTHER), wire(FUNDER), wire()
    for one in (steward, other, funder, anonymous):
        one.run()
    assert steward.put(steward.session, b"a").status_code == 204
    assert steward.ask("DELETE", f"/_stcore/upload_file/{steward.session}/f").status_code == 204
    refused = [
        steward.put(other.session, b"a"),
        steward.put("no-such-session", b"a"),
        other.put(steward.session, b"a"),
        funder.put(funder.session, b"a"),
        funder.put(steward.session, b"a"),
        anonymous.put(anonymous.session, b"a"),
        anonymous.put(steward.session, b"a"),
        other.ask("DELETE", f"/_stcore/upload_file/{steward.session}/f"),
    ]
    assert {reply.status_code for reply in refused} == {403}
    unasked = steward.ask(
        "PUT",
        f"/_stcore/upload_file/{steward.session}/f",
        files={"file": ("a.csv", b"a")},
        headers={"x-xsrftoken": ""},
    )
    assert unasked.status_code == 403


def test_a_sign_in_with_many_groups_comes_in_several_cookies_and_counts(wire):
    owner = wire(STEWARD, groups=[key_of_email(str(n)) for n in range(200)])
    assert "_streamlit_user_1" in owner.cookies
    (path, *_) = _own_files(owner)
    assert owner.ask("GET", path).status_code == 200
    del owner.cookies["_streamlit_user_1"]
    assert owner.ask("GET", path).status_code == 404


def test_cookies_of_a_sign_in_are_short_lived_and_cleared_by_signing_out(wire):
    reply = wire(STEWARD).ask("GET", "/auth/logout")
    assert reply.status_code == 302
    cleared = [one for one in reply.headers.get_list("set-cookie") if "_streamlit_user" in one]
    assert cleared
    assert all("max-age=0" in one.lower() for one in cleared)


def test_a_cookie_counts_under_the_name_that_people_sign_in_at_only(wire, server):
    owner = wire(STEWARD)
    (path, *_) = _own_files(owner)
    other_name = server.address.removeprefix("http://").replace("127.0.0.1", "localhost")
    assert owner.ask("GET", path, headers={"host": other_name}).status_code == 404


def test_started_without_serve_py_it_shows_nothing(server, access, tmp_path):
    """streamlit run app.py would hand out files to whoever knows their address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    bare = SimpleNamespace(address=f"http://127.0.0.1:{port}")
    (tmp_path / "secrets.toml").write_text(
        f"""[auth]
redirect_uri = "{bare.address}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "bridgeboard"
client_secret = "a client's secret"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    given = {
        "BRIDGEBOARD_STORE": str(server.store),
        "BRIDGEBOARD_ACCESS": str(access),
        "STREAMLIT_SECRETS_FILES": str(tmp_path / "secrets.toml"),
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port]
    process = subprocess.Popen(
        command,
        cwd=settings.PROJECT,
        env=os.environ | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert next(line for line in process.stdout if "started" in line)
        with Wire(bare, signed_in(bare, STEWARD)) as one:
            said = texts(one.run("focus-groups"))
        assert "python serve\\.py" in said
        assert "UPSIDES" not in said
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_each_request_as_each_role(wire):
    """The table in docs/access.md of what is asked for by hand, without a page."""
    owner = wire(OTHER)
    # Of one site: the other tests' sessions hold no such file.
    theirs = _own_files(owner, "programme=upsides&site=BU")
    readers = {
        "nobody signed in": None,
        "no role": "visitor@example.org",
        "funder": FUNDER,
        "manager": "manager@example.org",
        "team": "team@example.org",
        "steward": STEWARD,
    }
    found: dict[str, dict[str, str]] = {}
    for who, email in readers.items():
        one = wire(email)
        said = texts(one.run("focus-groups"))
        # Before they make one of the same content, which then is theirs as well.
        others = any(one.ask("GET", path).status_code == 200 for path in theirs)
        own = _own_files(one) if "Focus groups" in said else []
        thief = wire(email, session=owner.session)
        thief.run()
        cells = {
            "a file made for oneself": bool(own) and one.ask("GET", own[0]).status_code == 200,
            "a file made for somebody else": others,
            "giving a file to one's own page": one.put(one.session, b"a").status_code == 204,
            "giving a file to somebody else's page": one.put(owner.session, b"a").status_code
            == 204,
            "going on with somebody else's session": thief.session == owner.session,
            "the server's own figures": one.ask("GET", "/_stcore/metrics").status_code == 200,
            "any programme's name": "UPSIDES" in said or "Demonstration" in said,
        }
        for row, is_given in cells.items():
            found.setdefault(row, {})[who] = "yes" if is_given else "no"
    compare("requests", found)
