"""Whoever takes a file is written down before its first byte leaves; no record, no file."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridgeboard.audit import NotRecorded
from bridgeboard.ui.server.replies import refuse

#: How browsers mark what a script fetches; what is to be kept, they ask for as for a page.
_FETCHED = ("sec-fetch-mode", "cors")
#: scope, the last part of its address, its name, its bytes where they are sent as they are.
Record = Callable[[Scope, str, str, int | None], None]


class RecordedDownloads:
    """Calls record for each reply below /media/ that is a file to keep, also of a part of one.

    Pictures that a page only shows have no name, and are none. Streamlit's page asks for each file
    as soon as it offers it, only to see whether it is there: that is answered without the file, or
    all would seem to be taken that are looked at.

    record: raises NotRecorded if it can't be written down; the file is then refused.
    """

    def __init__(self, app: ASGIApp, base: str, record: Record) -> None:
        self.app = app
        self._below = f"{base}/media/"
        self._record = record

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_media = scope["type"] == "http" and scope["path"].startswith(self._below)
        if not is_media or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        file = scope["path"].removeprefix(self._below)
        is_kept_back = False

        async def recorded(message: Message) -> None:
            nonlocal is_kept_back
            if is_kept_back:
                return
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                headers = Headers(raw=message["headers"])
                name = _name(headers.get("content-disposition", ""))
                if name is not None:
                    is_kept_back = not await self._may_leave(scope, send, file, name, headers)
                    if is_kept_back:
                        return
            await send(message)

        await self.app(scope, receive, recorded)

    async def _may_leave(
        self, scope: Scope, send: Send, file: str, name: str, headers: Headers
    ) -> bool:
        """True once it is written down; else something was sent in the file's place."""
        mode, fetched = _FETCHED
        if Headers(scope=scope).get(mode) == fetched:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return False
        size = None if "content-encoding" in headers else int(headers["content-length"])
        try:
            await run_in_threadpool(self._record, scope, file, name, size)
        except NotRecorded as why:
            await refuse(scope, send, 503, f"{why}\n")
            return False
        return True


def _name(disposition: str) -> str | None:
    """The file's name, as Streamlit writes it; None of what is no file to keep."""
    kind, _, said = disposition.partition(";")
    if kind.strip() != "attachment":
        return None
    key, _, name = said.strip().partition("=")
    if key == "filename*":
        return unquote(name.removeprefix("utf-8''"))
    return name.strip('"')
