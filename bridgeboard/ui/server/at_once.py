"""What the server says leaves at once, not when the browser has confirmed what came before."""

from __future__ import annotations

import functools
import socket
from typing import Any

import uvicorn


def send_at_once() -> None:
    """Have every server that starts from now on pass on each message as soon as it is written.

    Streamlit opens its socket without saying that it is TCP, so asyncio, which looks for that,
    leaves Nagle's algorithm on: each run's second message waited 40 ms for the browser's delayed
    confirmation of its first. What is set on a socket that listens holds for all connections to it.
    """
    startup = uvicorn.Server.startup

    @functools.wraps(startup)
    async def started(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> Any:
        for one in sockets or ():
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await startup(server, sockets=sockets)

    uvicorn.Server.startup = started
