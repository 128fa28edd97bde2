"""Whoever takes a file is written down before its first byte leaves; no record, no file."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridgeboard.audit import NotRecorded
from bridgeboard.ui.server.replies import refuse

#: scope, the last part of its address, its name, its bytes where they are sent as they are.
Record = Callable[[Scope, str, str, int | None], None]


class RecordedDownloads:
    """Calls record for each reply below /media/ that is a file to keep, also of a part of one.

    Pictures that a page only shows have no name, and are none.

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
        is_refused = False

        async def recorded(message: Message) -> None:
            nonlocal is_refused
            if is_refused:
                return
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                headers = Headers(raw=message["headers"])
                name = _name(headers.get("content-disposition", ""))
                if name is not None:
                    is_packed = "content-encoding" in headers
                    size = None if is_packed else int(headers["content-length"])
                    try:
                        await run_in_threadpool(self._record, scope, file, name, size)
                    except NotRecorded as why:
                        is_refused = True
                        await refuse(scope, send, 503, f"{why}\n")
                        return
            await send(message)

        await self.app(scope, receive, recorded)


def _name(disposition: str) -> str | None:
    """The file's name, as Streamlit writes it; None of what is no file to keep."""
    kind, _, said = disposition.partition(";")
    if kind.strip() != "attachment":
        return None
    key, _, name = said.strip().partition("=")
    if key == "filename*":
        return unquote(name.removeprefix("utf-8''"))
    return name.strip('"')
