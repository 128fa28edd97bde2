"""Ask an ASGI app directly, with headers exactly as given and no server between."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.datastructures import Headers

from tests.ui.server.own_thread import awaited

HeaderPairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    """What came back; body as sent, content unpacked."""

    status: int
    headers: Headers
    body: bytes

    @property
    def content(self) -> bytes:
        packed = self.headers.get("content-encoding") == "gzip" and self.body
        return gzip.decompress(self.body) if packed else self.body

    @property
    def text(self) -> str:
        return self.content.decode()


def _messages(app: Any, scope: dict[str, Any], first: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    to_come = [first]

    async def receive() -> dict[str, Any]:
        # Who asked stays: an app that listens for the end hears nothing until it has answered.
        return to_come.pop() if to_come else await asyncio.Event().wait()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    awaited(app(scope, receive, send))
    return sent


def _scope(kind: str, path: str, headers: HeaderPairs) -> dict[str, Any]:
    return {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8501),
        "scheme": "http" if kind == "http" else "ws",
        "http_version": "1.1",
        "subprotocols": [],
    }


@pytest.fixture
def ask() -> Callable[..., Reply]:
    """ask(app, "GET", "/path", [("host", "...")]) -> Reply."""

    def asked(app: Any, method: str, path: str, headers: HeaderPairs = ()) -> Reply:
        scope = _scope("http", path, headers) | {"method": method}
        start, *parts = _messages(app, scope, {"type": "http.request", "body": b""})
        body = b"".join(part.get("body", b"") for part in parts)
        return Reply(start["status"], Headers(raw=start["headers"]), body)

    return asked


@pytest.fixture
def shake() -> Callable[..., str]:
    """shake(app, "/path", headers) -> the type of the first message of a WebSocket handshake."""

    def shaken(app: Any, path: str, headers: HeaderPairs = ()) -> str:
        sent = _messages(app, _scope("websocket", path, headers), {"type": "websocket.connect"})
        return sent[0]["type"]

    return shaken
