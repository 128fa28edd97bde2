"""Short plain replies that a middleware gives by itself."""

from __future__ import annotations

from starlette.types import Scope, Send


async def refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    """Answer with the status and one sentence; a WebSocket handshake is refused with 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
