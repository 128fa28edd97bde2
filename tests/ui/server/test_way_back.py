"""The way back leads to a page of ours, or to the start: never anywhere else."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bridgeboard.ui.server.way_back import FAILED, WANTED, WayBack, is_ours
from tests.ui.server.own_thread import awaited

HTTP = "http://127.0.0.1:8501/oauth2callback"
BROWSER = {"accept": "text/html", "sec-fetch-dest": "document"}


async def _login(request: Request) -> Response:
    if "crash" in request.query_params:
        raise RuntimeError("no provider")
    if "down" in request.query_params:
        return PlainTextResponse("Authentication error", status_code=400)
    return RedirectResponse("https://id.example.org/authorize", status_code=302)


async def _callback(request: Request) -> Response:
    reply = RedirectResponse(request.query_params.get("to", "/"), status_code=302)
    if request.query_params.get("code") == "good":
        reply.set_cookie("_streamlit_user", "signed", httponly=True, samesite="lax")
    elif "code" in request.query_params:
        reply.delete_cookie("_streamlit_user")
    return reply


async def _page(_request: Request) -> Response:
    return HTMLResponse("<p>page</p>")


def _ask(path: str, redirect_uri: str | None = HTTP, **given: Any) -> httpx.Response:
    routes = [Route("/auth/login", _login), Route("/oauth2callback", _callback)]
    app = WayBack(
        Starlette(routes=[*routes, Route("/{rest:path}", _page)]), redirect_uri=lambda: redirect_uri
    )

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path, **given)

    return awaited(asked())


def _kept(address: str) -> dict[str, str]:
    value = base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")
    return {"cookie": f"{WANTED}={value}"}


def _cookies(reply: httpx.Response) -> dict[str, str]:
    return {one.partition("=")[0]: one for one in reply.headers.get_list("set-cookie")}


def test_a_page_that_is_asked_for_is_kept_and_found_again():
    reply = _ask("/attitudes?programme=upsides&site=Ulm&site=Pune+%2B+x", headers=BROWSER)
    cookie = _cookies(reply)[WANTED]
    assert cookie.endswith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax")
    back = _ask("/oauth2callback?code=good", headers={"cookie": cookie.partition(";")[0]})
    assert back.headers["location"] == "/attitudes?programme=upsides&site=Ulm&site=Pune+%2B+x"
    assert "Max-Age=0" in _cookies(back)[WANTED]


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "/cfir\r\nset-cookie: a=b",
        "/cfir?a=\r\nb",
        "/cfir?a=\\b",
        "/cfir#here",
        "/a//b",
        "/..//evil.example",
        "/./cfir",
        "/%2F%2Fevil.example",
        "/\tevil",
        "/cfir?a= b",
        "/cfir?ä",
        "cfir",
        "",
        "/cfir?" + "a" * 2000,
    ],
)
def test_it_leads_nowhere_else(address: str):
    assert not is_ours(address)
    reply = _ask("/oauth2callback?code=good", headers=_kept(address))
    assert reply.headers["location"] == "/"


@pytest.mark.parametrize("cookie", [f"{WANTED}=@@@", f"{WANTED}=", f"{WANTED}=_w", "other=1"])
def test_a_cookie_that_is_none_leads_to_the_start(cookie: str):
    assert _ask("/oauth2callback?code=good", headers={"cookie": cookie}).headers["location"] == "/"


def test_a_redirect_to_elsewhere_stays_as_it_is():
    reply = _ask("/oauth2callback?code=good&to=/elsewhere", headers=_kept("/cfir"))
    assert reply.headers["location"] == "/elsewhere"


def test_under_a_path_it_knows_its_start_by_the_address_that_is_called_back():
    below = "https://example.org/board/oauth2callback"
    reply = _ask("/oauth2callback?code=good&to=/board/", below, headers=_kept("/board/cfir?a=b"))
    assert reply.headers["location"] == "/board/cfir?a=b"


@pytest.mark.parametrize("how", ["/auth/login?down=1", "/auth/login?crash=1"])
def test_a_sign_in_that_can_not_begin_leads_back_and_says_so(how: str):
    reply = _ask(how, headers=_kept("/cfir?a=b"))
    assert (reply.status_code, reply.headers["location"]) == (303, "/cfir?a=b")
    assert "Max-Age=60" in _cookies(reply)[FAILED]


@pytest.mark.parametrize("how", ["code=bad", "error=access_denied&state=x"])
def test_a_sign_in_that_is_refused_leads_back_and_says_so(how: str):
    reply = _ask(f"/oauth2callback?{how}", headers=_kept("/cfir"))
    assert reply.headers["location"] == "/cfir"
    assert FAILED in _cookies(reply)


def test_the_end_of_a_sign_out_is_no_failure_and_leads_to_the_start():
    reply = _ask("/oauth2callback", headers=_kept("/cfir"))
    assert reply.headers["location"] == "/"
    assert FAILED not in _cookies(reply)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/cfir", {"accept": "*/*"}),
        ("/cfir", BROWSER | {"sec-fetch-dest": "iframe"}),
        ("/auth/login", BROWSER),
        ("/cfir?a=%22%3C" + "b" * 2000, BROWSER),
        ("http://127.0.0.1//evil.example", BROWSER),
    ],
)
def test_only_a_page_that_somebody_looks_at_is_kept(path: str, headers: dict[str, str]):
    assert WANTED not in _cookies(_ask(path, headers=headers))


def test_where_nobody_signs_in_nothing_is_kept_and_nothing_changed():
    assert _cookies(_ask("/cfir", None, headers=BROWSER)) == {}
    assert _ask("/auth/login?down=1", None).status_code == 400
    assert (
        _ask("/oauth2callback?code=good", None, headers=_kept("/cfir")).headers["location"] == "/"
    )
