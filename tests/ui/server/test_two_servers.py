"""Two processes of the server on one store, behind nginx as docs/deploy has it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from benchmarks.sessions import Served, email, free_port, served
from benchmarks.sessions_browser import Browser
from bridgeboard import audit, settings
from bridgeboard.access import sign_ins
from bridgeboard.access.admission import key_of_email
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.ui.page_words import sign_in as words
from tests.ui.server.own_thread import awaited

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx (apt install nginx-light)")

MAIN = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; "" ""; }}
    include two.conf;
    server {{
        listen 127.0.0.1:{port};
        add_header Set-Cookie $bridgeboard_cookie always;
        proxy_http_version 1.1;
        proxy_set_header Host       $http_host;
        proxy_set_header Upgrade    $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        location / {{ proxy_pass http://$bridgeboard_process; }}
    }}
}}
"""


@pytest.fixture(scope="module")
def site(shipped_store, upsides, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two servers over the small programme, and nginx before them."""
    folder = tmp_path_factory.mktemp("two")
    store, front = folder / "store", free_port()
    shutil.copytree(shipped_store.root / "upsides", store / "upsides")
    address = f"http://127.0.0.1:{front}"
    with (
        served(store, people=15, behind=address) as one,
        served(store, people=15, behind=address) as two,
        _nginx(folder, front, one, two),
    ):
        yield SimpleNamespace(address=address, store=store, servers=(one, two))


@contextmanager
def _nginx(folder: Path, front: int, *servers: Served) -> Iterator[None]:
    """nginx with the documented way to share people out; only ports are replaced."""
    conf = settings.PROJECT / "docs" / "deploy" / "nginx-two-processes.conf"
    text = conf.read_text(encoding="utf-8")
    for number, server in zip(("8501", "8502"), servers, strict=True):
        assert f"127.0.0.1:{number}" in text
        text = text.replace(f"127.0.0.1:{number}", server.own_address.removeprefix("http://"))
    # No https here, so that no browser would send it.
    (folder / "two.conf").write_text(text.replace(" Secure;", ""), encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(port=front), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    process = subprocess.Popen(command)
    try:
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", front), 1).close()
                break
            except OSError:
                assert time.monotonic() < until, (folder / "error.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(20)


def _cookies(site: SimpleNamespace, number: int) -> dict[str, str]:
    """What somebody's browser has after its first request: who they are, and their process."""
    with httpx.Client(trust_env=False, base_url=site.address) as client:
        client.get("/").raise_for_status()
        given = dict(client.cookies)
    assert given["bridgeboard_process"] in ("one", "two")
    return {**site.servers[0].cookies(email(number)), **given}


def _read(site: SimpleNamespace, cookies: dict[str, str], page: str = "overview") -> str:
    """All that a page tells somebody who comes and goes."""

    async def looked() -> str:
        async with Browser(site.address, cookies) as browser:
            browser.said = []
            await browser.visit(page, programme="upsides")
            assert not browser.errors
            return b"\n".join(browser.said).decode("utf-8", "replace")

    return awaited(looked())


def test_each_is_given_a_process_and_stays_there_with_all_that_is_theirs(site):
    """Sessions, files that are dropped, and files that are taken."""
    people = [_cookies(site, 5 * (number % 3)) for number in range(8)]

    async def everybody() -> tuple[int, ...]:
        async with AsyncExitStack() as there, httpx.AsyncClient(trust_env=False) as client:
            for cookies in people:
                browser = await there.enter_async_context(Browser(site.address, cookies))
                await browser.visit("overview", programme="upsides")
                popover = next(c for c in browser.controls.values() if c.kind == "popover")
                popover.value = True
                await browser.set(popover)
                taken = await client.get(site.address + browser.files[0], headers=browser.headers)
                path = f"{site.address}/_stcore/upload_file/{browser.session}/a"
                files = {"file": ("a.csv", b"a,b\n1,2\n")}
                given = await client.put(path, files=files, headers=browser.headers)
                assert (taken.status_code, given.status_code) == (200, 204)
            return tuple(one.held()["sessions open"] for one in site.servers)

    given = [cookies["bridgeboard_process"] for cookies in people]
    assert awaited(everybody()) == (given.count("one"), given.count("two"))


def _one_in_each(site: SimpleNamespace, number: int) -> list[dict[str, str]]:
    cookies = site.servers[0].cookies(email(number))
    return [{**cookies, "bridgeboard_process": process} for process in ("one", "two")]


def test_what_one_does_holds_in_the_other(site):
    """A publish, a decision, a sign-out; and both write into one record of who did what."""
    steward, other = _one_in_each(site, 0), _one_in_each(site, 5)
    before = Store(site.store).served("upsides").record.snapshot_id
    assert [before in _read(site, cookies, "history") for cookies in steward] == [True, True]
    Store(site.store).publish(accept(settings.DATA / "upsides"), by="a third process")
    now = Store(site.store).served("upsides").record.snapshot_id
    assert now != before
    assert [now in _read(site, cookies, "history") for cookies in steward] == [True, True]

    said = "Both of them know of this"
    assert [said in _read(site, cookies, "actions") for cookies in steward] == [False, False]
    Decisions(site.store, "upsides").add_action(site_id="ULM", what=said, by="Ana")
    assert [said in _read(site, cookies, "actions") for cookies in steward] == [True, True]

    assert [words.SIGN_OUT in _read(site, cookies) for cookies in other] == [True, True]
    sign_ins.end(site.store, [key_of_email(email(5))], time.time() + 1)
    assert [words.SIGN_OUT in _read(site, cookies) for cookies in other] == [False, False]

    log = audit.read(site.store)
    assert not log.troubles
    assert {event["by"] for event in log.events} >= {email(0), email(5), email(10)}


def test_where_one_is_away_the_other_takes_its_people(site):
    one, _ = site.servers
    one.process.kill()
    one.process.wait()
    away, _ = _one_in_each(site, 10)
    assert words.SIGN_OUT in _read(site, away)
