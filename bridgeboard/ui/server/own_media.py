"""Files made for somebody are for them alone: nobody else can fetch one by its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from starlette.types import ASGIApp, Receive, Scope, Send

from bridgeboard.ui.server.replies import refuse


class OwnMedia:
    """Answers 404 for whatever lies below /media/, but to whom it was made for.

    Its address holds a hash of its content, so whoever knows the content knows the address, and an
    address may be handed on, or stand in a history after signing out.

    is_own: whether the file of this id is one of whoever asks.
    """

    def __init__(self, app: ASGIApp, base: str, is_own: Callable[[Scope, str], bool]) -> None:
        self.app = app
        self._below = f"{base}/media/"
        self._is_own = is_own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self._below):
            file_id = PurePosixPath(scope["path"].removeprefix(self._below)).stem
            if not self._is_own(scope, file_id):
                await refuse(scope, send, 404, "Not found.\n")
                return
        await self.app(scope, receive, send)
