"""What the running server refuses, and that refusing costs nobody anything."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

FOREIGN = ["http://evil.example", "null", None, "http://127.0.0.1:1"]


def _shake(server, origin: str | None, **headers: str):
    address = server.address.replace("http://", "ws://")
    return connect(
        f"{address}/_stcore/stream", origin=origin, additional_headers=headers, proxy=None
    )


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_handshake_is_refused_and_the_server_asks_nobody_about_it(server, ears, origin):
    for _ in range(5):
        with pytest.raises(InvalidStatus) as refused:
            _shake(server, origin)
        assert refused.value.response.status_code == 403
    assert httpx.get(server.url("_stcore/health"), trust_env=False).text == "ok"
    # Streamlit alone would ask checkip.amazonaws.com for its own address, and wait.
    assert ears.heard == []


def test_our_own_handshake_is_accepted_and_its_messages_are_compressed(server):
    with _shake(server, server.address) as socket:
        assert socket.response.status_code == 101
        assert "permessage-deflate" in socket.response.headers["sec-websocket-extensions"]


def test_a_name_rebound_to_this_machine_is_refused(server):
    port = urlsplit(server.address).port
    reply = httpx.get(server.url(), headers={"host": f"evil.example:{port}"}, trust_env=False)
    assert reply.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_foreign_page_can_upload_nothing(server, method):
    url = server.url("_stcore/upload_file/any/any")
    headers = {"origin": "http://evil.example"}
    assert httpx.request(method, url, headers=headers, trust_env=False).status_code == 403


@pytest.mark.parametrize(
    "path", ["_stcore/metrics", "_stcore/agent/mcp", "_stcore/agent/openapi.json"]
)
def test_routes_of_no_use_to_a_reader_are_closed(server, path):
    assert httpx.get(server.url(path), trust_env=False).status_code == 404


@pytest.mark.parametrize("path", ["", "overview", "_stcore/health", "static/none.js"])
def test_security_headers_stand_on_every_reply(server, path):
    headers = httpx.get(server.url(path), trust_env=False).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_policy_stops_an_inline_script_and_a_foreign_image(open_page, ears):
    visit = open_page("methods")
    ran = visit.page.evaluate(
        """async () => {
          const stopped = [];
          document.addEventListener('securitypolicyviolation',
            (event) => stopped.push(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          const image = document.createElement('img');
          const ended = new Promise((resolve) => { image.onload = image.onerror = resolve; });
          image.src = 'http://evil.example/x.png';
          document.body.append(image);
          await ended;
          return [window.ran === true, stopped.sort()];
        }"""
    )
    assert ran == [False, ["img-src", "script-src-elem"]]
    assert ears.heard == []
    visit.end()
