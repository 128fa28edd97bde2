"""Only our own pages may ask: host names, origins and routes that nobody else needs."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from bridgeboard.ui.server.replies import refuse

_LOG = logging.getLogger(__name__)
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
#: Function names, cache sizes and an interface for programs: of use to nobody who looks at pages.
_CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent")

_WRONG_HOST = (
    "This server does not answer to that name. Open it as http://127.0.0.1 with its port, or add "
    "the name to allowedHosts in .streamlit/config.toml.\n"
)
_WRONG_ORIGIN = "Only Bridgeboard's own pages may do this.\n"


class SameOrigin:
    """Refuses foreign hosts, foreign origins and closed routes before Streamlit sees them.

    - Host must be one of allowed_hosts (`*.example.org` and `*` as Streamlit reads them): a page
      that rebinds its own name to this machine's address (DNS rebinding) gets 403.
    - A WebSocket handshake, and any method that may change something, needs an Origin whose host
      and port are those of Host, else 403. Streamlit would look up its own public address for each
      foreign handshake and stand still meanwhile: five froze every session for ten seconds.
    - A missing Origin counts as foreign: every browser sends it here, so only programs lack it.
      A program that should be let in can send it.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self._allowed_hosts = tuple(host.strip().lower().rstrip(".") for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        hosts = _values(scope, b"host")
        if len(hosts) != 1 or not self._answers_to(hosts[0]):
            await refuse(scope, send, 403, _WRONG_HOST)
        elif _needs_origin(scope) and not _is_own(_values(scope, b"origin"), hosts[0]):
            _LOG.warning("Refused a request to %s from a foreign origin", scope["path"])
            await refuse(scope, send, 403, _WRONG_ORIGIN)
        elif _is_closed(scope["path"]):
            await refuse(scope, send, 404, "Not found.\n")
        else:
            await self.app(scope, receive, send)

    def _answers_to(self, host: str) -> bool:
        name, _ = _place(f"//{host}", "http")
        if not name:
            return False
        return any(
            pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))
            for pattern in self._allowed_hosts
        )


def _values(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]


def _needs_origin(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS


def _is_own(origins: list[str], host: str) -> bool:
    """True if there is one Origin, and its host and port are those of Host."""
    if len(origins) != 1:
        return False
    scheme = urlsplit(origins[0]).scheme if "://" in origins[0] else ""
    name, port = _place(origins[0], scheme)
    return scheme in ("http", "https") and (name, port) == _place(f"//{host}", scheme)


def _place(url: str, scheme: str) -> tuple[str, int | None]:
    """Host name and port; an empty name where the text is more or less than these."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return "", None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return "", None
    return name, port or _PORTS.get(scheme)


def _is_closed(path: str) -> bool:
    return any(f"{closed}/" in f"{path}/" for closed in _CLOSED_PATHS)
