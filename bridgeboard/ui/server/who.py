"""Who asks: the viewer of a request, from its cookie, as the page's own run would find."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from bridgeboard import settings
from bridgeboard.access import Viewer, local_viewer, sign_ins
from bridgeboard.access.admission import admitted, key_of_person
from bridgeboard.ui.mode import called_back, mode


def viewer_of(scope: Scope) -> Viewer:
    """Who asks, by the rules, the cookie and the clock as they are at this moment.

    In:     an http or websocket scope.
    Raises: NotAdmitted where somebody may not; Refusal where signing in is not set up.
    """
    here = mode()
    if not here.signs_in:
        return local_viewer()
    ended = sign_ins.ended(settings.store_root())
    return admitted(claims_of(scope), here.rules, ended, time.time())


def person_of(claims: Mapping[str, Any]) -> str:
    """The same for all sign-ins of one person; empty for whoever isn't signed in."""
    return key_of_person(claims) if claims.get("is_logged_in") else ""


def claims_of(scope: Scope) -> dict[str, Any]:
    """What the signed cookie says of whoever asks; nothing if it is not whole, not signed by this
    server, or sent to another name than the one that people sign in under.

    Streamlit checks the same at a WebSocket handshake, with the browser's Origin. Other requests
    have none where they only read, so Host stands for it here: a cookie is bound to one host.
    """
    asked = HTTPConnection(scope)
    callback = urlsplit(called_back() or "")
    if not callback.netloc or asked.headers.get("host", "").lower() != callback.netloc.lower():
        return {}
    # Streamlit's own functions, so that a page and its files are never told apart by a cookie.
    found = starlette_websocket._get_signed_cookie_with_chunks(asked.cookies, USER_COOKIE_NAME)
    if not found:
        return {}
    origin = f"{callback.scheme}://{callback.netloc}"
    return starlette_websocket._parse_decoded_user_cookie(found, origin)
