"""Streamlit's JavaScript, styles and page, compressed once and kept in memory."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridgeboard.ui.server.replies import refuse

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
#: Its name stays the same when it is made anew with more icons.
_A_DAY = "public, max-age=86400, stale-while-revalidate=2592000"
_HASHED = re.compile(r"\.[\w-]{8}\.\w+$")
_FOREVER = "public, max-age=31536000, immutable"
#: Level 6 takes 0.8 s for all 23 MB; level 9 takes 0.3 s more and saves 0.3 %.
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Packed:
    """One file, ready to send. encoding: how it is compressed; empty where it is as it is."""

    body: bytes
    etag: str
    media_type: str
    cache_control: str
    encoding: str = "gzip"


class Assets:
    """The compressible files below a folder of Streamlit's, packed when first asked for.

    In:     instead: smaller fonts to give in place of Streamlit's own, by their addresses.

    Everything packed is 7 MB. Brotli would save a fifth more, but browsers offer it to https and
    to this very machine only; a proxy that adds https can add it as well.
    """

    def __init__(self, folder: Path, instead: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in sorted((folder / "static").rglob("*"))
            if path.is_file()
        }
        self._packed: dict[str, Packed] = {}
        self._instead = {path: _as_it_is(body) for path, body in instead.items()}
        self._lock = Lock()

    def __contains__(self, url_path: str) -> bool:
        return url_path in self._files

    def instead(self, url_path: str) -> Packed | None:
        """A smaller file in place of this one, if there is one."""
        return self._instead.get(url_path)

    def packs(self, url_path: str) -> bool:
        """True if the file is of a kind that gets smaller: fonts and pictures don't."""
        path = self._files.get(url_path)
        return path is not None and path.suffix in _TYPES

    def packed(self, url_path: str) -> Packed:
        """The file, compressed; packed at the first call."""
        found = self._packed.get(url_path)
        if found is None:
            path = self._files[url_path]
            cache = _FOREVER if _HASHED.search(path.name) else "no-cache"
            found = pack(path.read_bytes(), _TYPES[path.suffix], cache)
            with self._lock:
                found = self._packed.setdefault(url_path, found)
        return found

    def pack_all(self) -> int:
        """Pack what isn't packed yet; the bytes that all packed files take together."""
        return sum(len(self.packed(path).body) for path in self._files if self.packs(path))


def pack(body: bytes, media_type: str, cache_control: str) -> Packed:
    """The bytes compressed, with a tag that changes when they do."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    return Packed(gzip.compress(body, _LEVEL, mtime=0), f'"{tag}-gzip"', media_type, cache_control)


def _as_it_is(body: bytes) -> Packed:
    tag = hashlib.sha256(body).hexdigest()[:20]
    return Packed(body, f'"{tag}"', "font/woff2", _A_DAY, encoding="")


class CompressedAssets:
    """Answers for Streamlit's static files in compressed form, and for its page with ours.

    Streamlit sends a file that isn't there as its page, with 200: a browser with an old page would
    take HTML for a script. Here it is a 404.
    """

    def __init__(self, app: ASGIApp, assets: Assets, page: bytes) -> None:
        self.app = app
        self._assets = assets
        self._page = page
        self._packed_page = pack(page, "text/html; charset=utf-8", "no-cache")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        if not path.startswith("/static/"):
            await self.app(scope, receive, self._with_our_page(scope, headers, send))
        elif path not in self._assets:
            await refuse(scope, send, 404, "Not found.\n")
        elif (small := self._assets.instead(path)) and "range" not in headers:
            await _send_packed(scope, headers, send, small)
        elif self._assets.packs(path) and _takes_gzip(headers) and "range" not in headers:
            packed = await asyncio.to_thread(self._assets.packed, path)
            await _send_packed(scope, headers, send, packed)
        else:
            await self.app(scope, receive, _varying(send))

    def _with_our_page(self, scope: Scope, headers: Headers, send: Send) -> Send:
        """send, with an HTML reply replaced: that is Streamlit's page, at whatever address."""
        replaced = False

        async def send_ours(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] == 200:
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith("text/html"):
                    replaced = True
                    if _takes_gzip(headers):
                        await _send_packed(scope, headers, send, self._packed_page)
                    else:
                        await _send_plain(scope, send, self._page)
            if not replaced:
                await send(message)

        return send_ours


def _varying(send: Send) -> Send:
    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying


async def _send_packed(scope: Scope, headers: Headers, send: Send, packed: Packed) -> None:
    reply = {
        "etag": packed.etag,
        "cache-control": packed.cache_control,
    }
    if packed.encoding:
        reply["vary"] = "Accept-Encoding"
    if _is_known(headers.get("if-none-match", ""), packed.etag):
        await _send(send, 304, reply, b"")
        return
    reply |= {
        "content-type": packed.media_type,
        "content-length": str(len(packed.body)),
    }
    if packed.encoding:
        reply["content-encoding"] = packed.encoding
    await _send(send, 200, reply, b"" if scope["method"] == "HEAD" else packed.body)


async def _send_plain(scope: Scope, send: Send, page: bytes) -> None:
    reply = {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(page)),
        "cache-control": "no-cache",
        "vary": "Accept-Encoding",
    }
    await _send(send, 200, reply, b"" if scope["method"] == "HEAD" else page)


async def _send(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _is_known(if_none_match: str, etag: str) -> bool:
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in ("*", etag) for tag in tags)


def _takes_gzip(headers: Headers) -> bool:
    """True if Accept-Encoding names gzip (or anything) and doesn't weigh it 0."""
    weights: dict[str, float] = {}
    for offer in headers.get("accept-encoding", "").lower().split(","):
        name, _, parameter = offer.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        weights[name.strip()] = weight
    return weights.get("gzip", weights.get("*", 0.0)) > 0
