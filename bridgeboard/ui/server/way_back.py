"""The way back: after signing in, somebody stands at the address that they had asked for."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(__name__)

#: Which address was wanted; and, for a moment, that signing in did not work.
WANTED, FAILED = "bridgeboard_wanted", "bridgeboard_sign_in_failed"
#: As long as a sign-in lasts by default: who must sign in again comes back as well.
_WANTED_S, _FAILED_S = 12 * 3600, 60

_LOGIN, _CALLBACK = "/auth/login", "/oauth2callback"
_SIGNED_IN = "_streamlit_user="
#: A page of ours and its choice: nothing that a browser could take for another server's address.
_OURS = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?")
_LONGEST = 2000


def is_ours(address: str) -> bool:
    """Is this the path of a page of this server, with its query, and no more?"""
    return len(address) <= _LONGEST and _OURS.fullmatch(address) is not None


class WayBack:
    """Leads back to where somebody wanted to go, in place of Streamlit's way to the start.

    - The page that was asked for last is kept in a cookie; the redirect that ends a sign-in leads
      there. It never leads anywhere else than to a page of this server.
    - A sign-in that failed leads there as well, with a cookie that lets the page say so, instead
      of Streamlit's bare "Authentication error".

    redirect_uri: the address that the sign-in service calls back; None where nobody signs in, and
    then nothing is kept and nothing changed. Asked at each request: secrets come after this.
    """

    def __init__(self, app: ASGIApp, redirect_uri: Callable[[], str | None]) -> None:
        self.app = app
        self._redirect_uri = redirect_uri

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        redirect_uri = self._redirect_uri() if scope["type"] == "http" else None
        if redirect_uri is None or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        base = urlsplit(redirect_uri).path.removesuffix(_CALLBACK) + "/"
        path, has_started = scope["path"], False

        async def send_back(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = MutableHeaders(scope=message)
                if path.endswith(_CALLBACK) and message["status"] == 302:
                    self._called_back(scope, headers, base)
                elif path.endswith(_LOGIN) and message["status"] >= 400:
                    message["status"] = 303
                    self._failed(scope, headers, base)
                elif message["status"] in (200, 304):
                    _keep(scope, headers)
            await send(message)

        try:
            await self.app(scope, receive, send_back)
        except Exception:
            if has_started or not path.endswith(_LOGIN):
                raise
            _LOG.exception("Signing in could not begin")
            await send_back({"type": "http.response.start", "status": 500, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    def _called_back(self, scope: Scope, headers: MutableHeaders, base: str) -> None:
        """A sign-in that went well or not, or the end of a sign-out."""
        if headers.get("location") != base:
            return
        said = parse_qs(scope["query_string"].decode("latin-1"))
        set_cookies = headers.getlist("set-cookie")
        if any(_is_set(cookie) for cookie in set_cookies):
            headers["location"] = _wanted(scope) or base
            for name in (WANTED, FAILED):
                headers.append("set-cookie", _cookie(name, "", 0))
        elif "code" in said or "error" in said:
            self._failed(scope, headers, base)

    def _failed(self, scope: Scope, headers: MutableHeaders, base: str) -> None:
        headers["location"] = _wanted(scope) or base
        headers["cache-control"] = "no-store"
        headers.append("set-cookie", _cookie(FAILED, "1", _FAILED_S))


def _keep(scope: Scope, headers: MutableHeaders) -> None:
    """Keep the address, if a browser asked for a page of ours to look at."""
    asked, query = Headers(scope=scope), scope["query_string"].decode("latin-1")
    is_page = headers.get("content-type", "text/html").startswith("text/html")
    if not is_page or asked.get("sec-fetch-dest", "document") != "document":
        return
    if "text/html" not in asked.get("accept", ""):
        return
    wanted = scope["path"] + (f"?{query}" if query else "")
    if is_ours(wanted):
        value = base64.urlsafe_b64encode(wanted.encode("ascii")).decode("ascii").rstrip("=")
        headers.append("set-cookie", _cookie(WANTED, value, _WANTED_S))


def _wanted(scope: Scope) -> str | None:
    """The address that was kept; None if there is none, or it is none of ours."""
    kept = cookie_parser(Headers(scope=scope).get("cookie", "")).get(WANTED, "")
    try:
        address = base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4)).decode("ascii")
    except ValueError:
        return None
    return address if is_ours(address) else None


def _is_set(cookie: str) -> bool:
    """Does this Set-Cookie sign somebody in, rather than out?"""
    return cookie.startswith(_SIGNED_IN) and "max-age=0" not in cookie.lower()


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
