"""Cookies: over https only where there is https, and no longer than a sign-in counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SIGN_IN = b"_streamlit_user"
_MAX_AGE = re.compile(rb"(?i)(;\s*max-age=)(\d+)")


class Cookies:
    """Marks every cookie Secure where people come by https, and shortens those of a sign-in.

    Streamlit leaves both out: its cookies would be sent over http too, and last for 30 days.

    is_https: whether people come by https; seconds: how long a sign-in counts. Both are asked at
    each reply that sets a cookie.
    """

    def __init__(
        self, app: ASGIApp, is_https: Callable[[], bool], seconds: Callable[[], int]
    ) -> None:
        self.app = app
        self._is_https, self._seconds = is_https, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, self._safe(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        await self.app(scope, receive, send_safe)

    def _safe(self, cookie: bytes) -> bytes:
        if cookie.startswith(_SIGN_IN):
            longest = self._seconds()
            cookie = _MAX_AGE.sub(lambda age: age[1] + b"%d" % min(int(age[2]), longest), cookie)
        if self._is_https() and b"; secure" not in cookie.lower():
            cookie += b"; Secure"
        return cookie
