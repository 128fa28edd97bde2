"""Each connection of the server passes on at once what is written to it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
import uvicorn
from streamlit.web.server.starlette import starlette_server

from bridgeboard.ui.server.at_once import send_at_once
from tests.ui.server.own_thread import awaited


def _is_sent_at_once() -> bool:
    """Of a connection to a server that listens where Streamlit's does."""
    found: list[int] = []

    async def app(scope: dict[str, Any], _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def asked() -> None:
        listening = starlette_server._bind_socket("127.0.0.1", 0, 1)
        config = uvicorn.Config(app, lifespan="off", log_level="error")
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listening])
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
        await reader.readline()
        for connection in server.server_state.connections:
            own = connection.transport.get_extra_info("socket")
            found.append(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await server.shutdown(sockets=[listening])

    awaited(asked())
    (only,) = found
    return bool(only)


def test_it_is_not_so_of_itself_and_is_so_once_asked_for(monkeypatch: pytest.MonkeyPatch):
    assert not _is_sent_at_once()
    monkeypatch.setattr(uvicorn.Server, "startup", uvicorn.Server.startup)
    send_at_once()
    assert _is_sent_at_once()
