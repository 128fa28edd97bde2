"""What a browser may send to a session, and what the server says of itself."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(__name__)


class NeedlessMessages:
    """Lets through, over a WebSocket, what the pages need, and nothing else.

    needless: the kind of a message that is not to be let in; None for those that are.
    plain:    a message that goes out, without what is nobody's business.
    """

    def __init__(
        self,
        app: ASGIApp,
        needless: Callable[[bytes], str | None],
        plain: Callable[[bytes], bytes],
    ) -> None:
        self.app = app
        self._needless = needless
        self._plain = plain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def receive_needed() -> Message:
            while True:
                message = await receive()
                kind = self._needless(message["bytes"]) if message.get("bytes") else None
                if kind is None:
                    return message
                _LOG.warning("Dropped a message of the kind %s", kind)

        async def send_plain(message: Message) -> None:
            if message.get("bytes"):
                message["bytes"] = self._plain(message["bytes"])
            await send(message)

        await self.app(scope, receive_needed, send_plain)
