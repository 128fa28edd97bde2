"""Security headers stand on every reply, and the policy fits the installed page."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import file_util

from bridgeboard.ui.server.page import named
from bridgeboard.ui.server.security_headers import (
    SecurityHeaders,
    content_security_policy,
    security_headers,
)

INDEX = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")


def _directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split(";")]
    return {name: values for name, *values in parts}


def _app(**headers: str) -> SecurityHeaders:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse("page", headers=headers)

    return SecurityHeaders(Starlette(routes=[Route("/", page)]), security_headers(INDEX))


def test_the_policy_lets_the_pages_own_inline_script_run_by_its_hash():
    policy = _directives(content_security_policy("<script>let a = 1</script>"))
    digest = hashlib.sha256(b"let a = 1").digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy["script-src"]


def test_every_inline_script_of_the_installed_page_has_its_hash_and_no_other_has():
    page = named(INDEX, "Bridgeboard")
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = _directives(content_security_policy(page))
    assert len(inline) >= 1
    assert len(policy["script-src"]) == 1 + len(set(inline))


def test_a_script_with_a_source_needs_no_hash():
    policy = _directives(content_security_policy('<script type="module" src="./a.js"></script>'))
    assert policy["script-src"] == ["'self'"]


@pytest.mark.parametrize("directive", ["script-src", "default-src", "connect-src", "frame-src"])
def test_no_directive_for_code_or_traffic_is_loose(directive: str):
    policy = _directives(content_security_policy(INDEX))
    values = policy.get(directive, policy["default-src"])
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:", "ws:", "wss:"}
    assert not loose & set(values)


def test_nobody_may_frame_the_app():
    assert _directives(content_security_policy(INDEX))["frame-ancestors"] == ["'none'"]


def test_headers_stand_on_replies_and_on_errors(ask: Callable):
    for path, status in (("/", 200), ("/nowhere", 404)):
        reply = ask(_app(), "GET", path)
        assert reply.status == status
        assert security_headers(INDEX).items() <= dict(reply.headers).items()


def test_a_header_that_the_app_sets_looser_is_replaced_and_not_doubled(ask: Callable):
    loose = {"X-Frame-Options": "ALLOWALL", "Access-Control-Allow-Origin": "*"}
    reply = ask(_app(**loose), "GET", "/")
    assert reply.headers.getlist("x-frame-options") == ["DENY"]
    assert "access-control-allow-origin" not in reply.headers
