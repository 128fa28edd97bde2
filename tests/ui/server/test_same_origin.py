"""Foreign hosts, origins and closed routes are refused; our own pages are not."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bridgeboard.ui.server.same_origin import SameOrigin

HOST = "127.0.0.1:8501"
OWN = f"http://{HOST}"
METHODS = ["PUT", "POST", "DELETE", "PATCH"]


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.method} done")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture
def app() -> SameOrigin:
    routes = [
        WebSocketRoute("/stream", _stream),
        Route("/{any:path}", _page, methods=["GET", "OPTIONS", *METHODS]),
    ]
    return SameOrigin(
        Starlette(routes=routes), allowed_hosts=["127.0.0.1", "LOCALHOST.", "*.example.org"]
    )


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", HOST, "localhost:9999", "LocalHost", "localhost.", "a.example.org:443"],
)
def test_an_allowed_host_is_answered_with_or_without_its_port(
    ask: Callable, app: SameOrigin, host: str
):
    assert ask(app, "GET", "/", [("host", host)]).text == "GET done"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8501",
        "example.org",
        "badexample.org",
        "user@127.0.0.1",
        "127.0.0.1:port",
        "127.0.0.1/path",
        "127.0.0.1?query",
        "[::1",
        "",
    ],
)
def test_a_foreign_or_malformed_host_is_refused_with_a_way_out(
    ask: Callable, app: SameOrigin, host: str
):
    reply = ask(app, "GET", "/", [("host", host)])
    assert reply.status == 403
    assert "allowedHosts" in reply.text
    assert "evil" not in reply.text


@pytest.mark.parametrize("hosts", [[], [HOST, "127.0.0.1"], [HOST, "evil.example"]])
def test_a_request_without_one_host_is_refused(ask: Callable, app: SameOrigin, hosts: list[str]):
    assert ask(app, "GET", "/", [("host", host) for host in hosts]).status == 403


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "origins",
    [
        [],
        ["null"],
        ["http://evil.example"],
        ["http://127.0.0.1:8502"],
        ["http://127.0.0.1"],
        ["https://127.0.0.1"],
        ["file://127.0.0.1:8501"],
        ["http://127.0.0.1:8501.evil.example"],
        ["http://evil@127.0.0.1:8501"],
        ["http://127.0.0.1:8501@evil.example"],
        [f"{OWN}/path"],
        [HOST],
        [OWN, OWN],
    ],
    ids=str,
)
def test_what_may_change_something_needs_our_own_origin(
    ask: Callable, app: SameOrigin, method: str, origins: list[str]
):
    headers = [("host", HOST), *(("origin", origin) for origin in origins)]
    assert ask(app, method, "/", headers).status == 403


@pytest.mark.parametrize("method", METHODS)
def test_our_own_pages_may_change_something(ask: Callable, app: SameOrigin, method: str):
    reply = ask(app, method, "/", [("host", HOST), ("origin", OWN)])
    assert reply.text == f"{method} done"


def test_behind_a_proxy_with_https_the_origin_has_no_port_and_is_still_our_own(
    ask: Callable, app: SameOrigin
):
    headers = [("host", "board.example.org"), ("origin", "https://board.example.org")]
    assert ask(app, "PUT", "/", headers).status == 200


def test_reading_needs_no_origin_and_a_link_from_elsewhere_opens(ask: Callable, app: SameOrigin):
    foreign = [("host", HOST), ("origin", "http://evil.example")]
    assert ask(app, "GET", "/", foreign).status == 200
    assert ask(app, "GET", "/", [("host", HOST)]).status == 200


@pytest.mark.parametrize(
    "origins",
    [[], ["null"], ["http://evil.example"], ["http://127.0.0.1:8502"], ["ws://127.0.0.1:8501"]],
    ids=str,
)
def test_a_foreign_websocket_handshake_is_refused(
    shake: Callable, app: SameOrigin, origins: list[str]
):
    headers = [("host", HOST), *(("origin", origin) for origin in origins)]
    assert shake(app, "/stream", headers) == "websocket.close"


def test_a_handshake_with_a_foreign_host_is_refused_even_if_its_origin_agrees(
    shake: Callable, app: SameOrigin
):
    headers = [("host", "evil.example"), ("origin", "http://evil.example")]
    assert shake(app, "/stream", headers) == "websocket.close"


def test_our_own_websocket_handshake_goes_through(shake: Callable, app: SameOrigin):
    assert shake(app, "/stream", [("host", HOST), ("origin", OWN)]) == "websocket.accept"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/board/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json",
    ],
)
def test_routes_that_no_page_needs_are_closed(ask: Callable, app: SameOrigin, path: str):
    for method in ("GET", "POST"):
        assert ask(app, method, path, [("host", HOST), ("origin", OWN)]).status == 404


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/metricsomething", "/overview"])
def test_other_routes_stay_open(ask: Callable, app: SameOrigin, path: str):
    assert ask(app, "GET", path, [("host", HOST)]).text == "GET done"


def test_a_refusal_has_no_body_for_head(ask: Callable, app: SameOrigin):
    reply = ask(app, "HEAD", "/", [("host", "evil.example")])
    assert (reply.status, reply.body) == (403, b"")
